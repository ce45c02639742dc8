import { useQuery } from '@tanstack/react-query';
import { createStore, useStore } from './store.ts';

/** A unit the person may work in, as choosers need it. */
export interface UnitNode {
  id: string;
  name: string;
  code: string;
  /** Open units directly below. */
  childCount: number;
}

/** A bank has thousands of outlets: levels are loaded as they are opened, names are searched by the server. */
export interface UnitSource {
  level: (parent: string | null) => Promise<readonly UnitNode[]>;
  find: (q: string) => Promise<readonly UnitNode[]>;
  /** From the top of the person's scope down to the unit. */
  path: (id: string) => Promise<readonly { id: string; name: string }[]>;
}

const nowhere: UnitSource = {
  level: async () => [],
  find: async () => [],
  path: async () => [],
};

/** Set by the app after sign-in. */
export const unitSource = createStore<UnitSource>(nowhere);

export const useUnitSource = (): UnitSource => useStore(unitSource);

/** The names down to a unit, for a chosen value that no open level shows. */
export function useUnitPath(id: string | null | undefined) {
  const source = useUnitSource();
  return useQuery({
    queryKey: ['org', 'unit-path', id],
    queryFn: () => source.path(id ?? ''),
    enabled: Boolean(id),
    staleTime: 5 * 60_000,
  });
}
