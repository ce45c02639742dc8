import { useQuery } from '@tanstack/react-query';
import { workingUnit } from '#platform/web/request.ts';
import { useStore } from '#platform/web/store.ts';
import { useUnitSource } from '#platform/web/units.ts';

/** The unit one works in, or the topmost one may. */
export function useFirstUnit() {
  const source = useUnitSource();
  const working = useStore(workingUnit);
  return useQuery({
    queryKey: ['org', 'first-unit', working],
    queryFn: async () => working ?? (await source.level(null))[0]?.id,
    staleTime: 60_000,
  });
}
