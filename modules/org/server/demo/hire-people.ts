import type { TxCtx } from '#platform/server/ctx.ts';
import type { StaffId, UnitId } from '../../contract/ids.ts';
import type { StaffDraft } from '../../contract/staff.ts';
import { addStaff } from '../staff/staff.service.ts';
import type { Dice } from './dice.ts';
import { nameMaker } from './names.ts';
import type { PlannedUnit } from './plan.ts';

export interface OpenedUnit extends PlannedUnit {
  readonly id: UnitId;
  readonly branchId: UnitId | null;
}

export interface DemoPerson {
  readonly id: StaffId;
  readonly number: string;
  readonly name: string;
  readonly title: string;
  readonly unit: OpenedUnit;
}

/** About 240 people. Their numbers 199 0000 xxxx and their addresses below .example belong to nobody. */
export async function hirePeople(
  ctx: TxCtx,
  units: readonly OpenedUnit[],
  dice: Dice,
): Promise<DemoPerson[]> {
  const newName = nameMaker(dice);
  const jobs = units.flatMap((unit) => unit.titles.map((title) => ({ unit, title })));
  const drafts = jobs.map(({ unit, title }, i): StaffDraft => {
    const serial = String(i + 1).padStart(4, '0');
    return {
      number: `JH${serial}`,
      name: newName(),
      phone: `1990000${serial}`,
      email: `jh${serial}@jianghai.example`,
      unitId: unit.id,
      title,
      // Tellers have no WeCom account of the bank.
      wecomUserId: title === '综合柜员' ? null : `jh${serial}`,
    };
  });
  const added = await addStaff(ctx, drafts);
  return added.map((result, i) => {
    if ('refused' in result) throw result.refused;
    const { number, name } = drafts[i]!;
    return { id: result.id, number, name, ...jobs[i]! };
  });
}
