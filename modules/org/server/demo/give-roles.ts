import type { TxCtx } from '#platform/server/ctx.ts';
import type { Load } from '../../contract/role.ts';
import type { NewBank } from '../bank/bank.service.ts';
import { applyGrant } from '../roles/grant.service.ts';
import { roleByCode } from '../roles/role.repo.ts';
import type { DemoPerson } from './hire-people.ts';
import { type Appointment, appointments } from './plan.ts';

const none: Load = { maxCustomers: null, sharePercent: null };

/** Everybody gets the roles of the plan. Answers the holders of each, in order. */
export async function giveRoles(
  ctx: TxCtx,
  bank: NewBank,
  people: readonly DemoPerson[],
): Promise<Map<string, DemoPerson[]>> {
  const holders = new Map<string, DemoPerson[]>();
  for (const appointment of appointments) {
    const role = (await roleByCode(ctx, appointment.role))!;
    const chosen = people.filter(
      ({ unit, title }) => title === appointment.title && appointment.unitName.test(unit.name),
    );
    for (const [i, person] of chosen.entries()) {
      const part = appointment.partTime?.[i % appointment.partTime.length];
      await applyGrant(
        ctx,
        {
          staffId: person.id,
          roleId: role.id,
          unitId: placeOf(appointment, person, bank),
          employment: part ? 'part_time' : 'full_time',
          load: { ...none, ...part },
          validUntil: null,
        },
        { approvalId: null, permission: 'org.role.manage' },
      );
    }
    holders.set(appointment.role, [...(holders.get(appointment.role) ?? []), ...chosen]);
  }
  return holders;
}

function placeOf({ at }: Appointment, { unit }: DemoPerson, { headOfficeId }: NewBank) {
  if (at === 'bank') return headOfficeId;
  return at === 'branch' ? (unit.branchId ?? unit.id) : unit.id;
}
