import type { Load, Reach } from '../../contract/role.ts';
import type { Employment } from '../../contract/staff.ts';
import type { UnitRef } from '../../contract/unit.ts';

/**
 * The subtree a job needs, seen from where the person sits. `line` is the head office and every unit
 * down to the person's own.
 */
export function jobPath(reach: Reach, line: readonly UnitRef[]): string {
  const own = line.at(-1)!;
  if (reach === 'bank') return line[0]!.path;
  if (reach === 'unit') return own.path;
  return (line.find((unit) => unit.kind === 'branch') ?? own).path;
}

/** A grant that reaches beyond the job (CR-143). */
export const isBroader = (reach: Reach, line: readonly UnitRef[], grantedPath: string): boolean =>
  !grantedPath.startsWith(jobPath(reach, line));

/** What a grant counts for: 1, the share of time, or the limit in customers against a full load. */
export function fullTimeEquivalent(
  employment: Employment,
  load: Load,
  fullTimeCustomers: number,
): number {
  if (employment === 'full_time') return 1;
  if (load.sharePercent !== null) return load.sharePercent / 100;
  return Math.min(1, (load.maxCustomers ?? 0) / fullTimeCustomers);
}
