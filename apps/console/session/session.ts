import { useQuery } from '@tanstack/react-query';
import { getUnit, type Session, whoAmI, workingUnits } from '#modules/org/contract.ts';
import { call } from '#platform/web/api.ts';
import { signedIn } from '#platform/web/person.ts';
import { workingUnit } from '#platform/web/request.ts';
import { lang } from '#platform/web/text/lang.ts';
import { type UnitSource, unitSource } from '#platform/web/units.ts';

export const sessionKey = ['session'] as const;

export function useSession() {
  return useQuery({
    queryKey: sessionKey,
    queryFn: ({ signal }) => call(whoAmI, {}, signal),
    staleTime: 60_000,
    retry: false,
  });
}

const units: UnitSource = {
  level: async (parent) => (await call(workingUnits, parent ? { query: { parent } } : {})).items,
  find: async (q) => (await call(workingUnits, { query: { q } })).items,
  path: async (id) => {
    const unit = await call(getUnit, { params: { id } });
    return [...unit.above, unit].map(({ id, name }) => ({ id, name }));
  },
};

/** Tells the shared components who is here and what they may. */
export function takeSeat(session: Session): void {
  signedIn.set({
    id: session.staff.id,
    name: session.staff.name,
    unitId: session.staff.unit.id,
    may: (permission) => (session.permissions[permission]?.length ?? 0) > 0,
  });
  unitSource.set(units);
  lang.set(session.lang);
}

export function leaveSeat(): void {
  signedIn.set(null);
  workingUnit.set(null);
}

/** Where to go after signing in: only ever a page of ours. */
export function returnPath(search: URLSearchParams): string {
  const to = search.get('returnTo') ?? '/';
  return /^\/(?![/\\])/.test(to) && !to.startsWith('/sign-in') ? to : '/';
}
