import type { PersonRef } from '../../contract/person.ts';

/** The right to decide one kind of requests in some subtrees, one's own or another's by delegation. */
export interface Power {
  readonly kind: string;
  readonly paths: readonly string[];
  readonly onBehalfOf: PersonRef | null;
}

/** The subtrees that lie in both. */
export function common(a: readonly string[], b: readonly string[]): string[] {
  const both = a.flatMap((one) =>
    b.flatMap((other) => (one.startsWith(other) ? [one] : other.startsWith(one) ? [other] : [])),
  );
  return [...new Set(both)];
}

/** The power that lets its holder decide this request; his own rather than another's. None for what he made. */
export function powerOver(
  powers: readonly Power[],
  holderId: string,
  request: { kind: string; makerId: string; unit: { path: string } },
): Power | null {
  if (request.makerId === holderId) return null;
  const fitting = powers.filter(
    (power) =>
      power.kind === request.kind &&
      power.onBehalfOf?.id !== request.makerId &&
      power.paths.some((path) => request.unit.path.startsWith(path)),
  );
  return fitting.find((power) => power.onBehalfOf === null) ?? fitting[0] ?? null;
}
