import type { UnitKind } from '../../contract/unit.ts';

/** What may stand directly below what. */
const below: Record<UnitKind, readonly UnitKind[]> = {
  head_office: ['branch', 'outlet', 'department'],
  branch: ['branch', 'outlet', 'department'],
  outlet: ['department'],
  department: ['department'],
};

export const mayStandBelow = (parent: UnitKind, child: UnitKind): boolean =>
  below[parent].includes(child);
