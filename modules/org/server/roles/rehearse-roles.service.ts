import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type { GrantId, StaffId, UnitId } from '../../contract/ids.ts';
import { insertGrant } from './grant.repo.ts';
import { roleByCode } from './role.repo.ts';
import { createBuiltInRoles } from './role.service.ts';

const DAY_MS = 86_400_000;
const LONG = 365;

/**
 * In the bank of a rehearsal, which is given neither roles nor who holds them: its colleagues are
 * customer managers of their own units and nothing else.
 */
export function appointRehearsedRms(ctx: Ctx): Promise<void> {
  return inTx(ctx, async (ctx) => {
    await createBuiltInRoles(ctx);
    const role = (await roleByCode(ctx, 'relationship_manager'))!;
    const staff = await ctx.db
      .selectFrom('org.staff')
      .select(['id', 'unitId'])
      .where('orgId', '=', ctx.orgId)
      .where('state', '=', 'active')
      .execute();
    for (const { id, unitId } of staff)
      await insertGrant(ctx, {
        id: newId(ctx.now()) as GrantId,
        staffId: id as StaffId,
        roleId: role.id,
        unitId: unitId as UnitId,
        employment: 'full_time',
        load: { maxCustomers: null, sharePercent: null },
        broader: false,
        validUntil: null,
        reviewDueAt: new Date(ctx.now().getTime() + LONG * DAY_MS),
        approvalId: null,
      });
  });
}
