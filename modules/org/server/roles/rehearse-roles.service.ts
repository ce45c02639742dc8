import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type { GrantId } from '../../contract/ids.ts';
import { activeStaff, insertGrant } from './grant.repo.ts';
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
    for (const { id, unitId } of await activeStaff(ctx))
      await insertGrant(ctx, {
        id: newId(ctx.now()) as GrantId,
        staffId: id,
        roleId: role.id,
        unitId,
        employment: 'full_time',
        load: { maxCustomers: null, sharePercent: null },
        broader: false,
        validUntil: null,
        reviewDueAt: new Date(ctx.now().getTime() + LONG * DAY_MS),
        approvalId: null,
      });
  });
}
