import { audit } from '#platform/server/audit.ts';
import { asSystem, type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import type { Ticker } from '#platform/server/module.ts';
import type { StaffId, UnitId } from '../../contract/ids.ts';
import { grantEnded } from '../../contract/role.ts';
import { notify } from '../notifications/notification.service.ts';
import {
  bankWithExpiredGrant,
  bankWithReviewDue,
  type EndedGrant,
  endGrants,
  expireGrants,
  setReviewsTold,
} from './end-grant.repo.ts';
import { reviewsDue, roleEnded } from './notices.ts';

export const endGrantsOf = async (ctx: TxCtx, staffId: StaffId, reason: string) =>
  tellEnded(ctx, 'org.grant-revoked', await endGrants(ctx, { staffId }, reason), reason);

export const endGrantsAt = async (ctx: TxCtx, unitId: UnitId, reason: string) =>
  tellEnded(ctx, 'org.grant-revoked', await endGrants(ctx, { unitId }, reason), reason);

/** Leaves the trace and the event of every grant that ended. */
export async function tellEnded(
  ctx: TxCtx,
  action: 'org.grant-revoked' | 'org.grant-expired',
  ended: readonly EndedGrant[],
  reason?: string,
): Promise<void> {
  for (const { id, staffId, unitId, staffName, roleCode, roleName } of ended) {
    audit(ctx, {
      action,
      subject: { kind: 'grant', id, name: `${staffName} · ${roleCode}` },
      unitId,
      before: { staffId, role: roleCode, unitId },
      ...(reason === undefined ? {} : { reason }),
    });
    await notify(ctx, roleEnded, { to: { staff: [staffId] }, params: { role: roleName } });
    await publish(ctx, grantEnded, { grantId: id, staffId, roleCode, unitId });
  }
}

/** An expired grant gives nothing from its last moment on; this notes it and tells the others. */
export const expiredGrants: Ticker = {
  name: 'org.expired-grants',
  run: async (ctx: Ctx) => {
    const orgId = await bankWithExpiredGrant(ctx);
    if (!orgId) return 0;
    return inTx(asSystem(ctx, orgId), async (ctx) => {
      const ended = await expireGrants(ctx, 'all');
      await tellEnded(ctx, 'org.grant-expired', ended);
      return ended.length;
    });
  },
};

/** Every ninety days somebody looks at each grant again (CR-143); here they hear that it is time. */
export const grantReviews: Ticker = {
  name: 'org.grant-reviews',
  run: async (ctx: Ctx) => {
    const orgId = await bankWithReviewDue(ctx);
    if (!orgId) return 0;
    return inTx(asSystem(ctx, orgId), async (ctx) => {
      const n = await setReviewsTold(ctx);
      await notify(ctx, reviewsDue, {
        to: { permission: 'org.role.manage', unitPath: '/1/' },
        params: { n },
        link: '/grants?reviewDue=true',
      });
      return n;
    });
  },
};
