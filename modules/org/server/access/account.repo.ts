import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { StaffId } from '../../contract/ids.ts';
import type { StaffDetail } from '../../contract/staff.ts';
import { lockedUntil } from './attempt.repo.ts';
import { accountKey } from './attempts.ts';
import { findCredential } from './credential.repo.ts';

/** How somebody's sign-in stands, for those who look after it. */
export async function accountOf(
  ctx: Ctx,
  { id, number }: { id: StaffId; number: string },
): Promise<StaffDetail['account']> {
  const credential = await findCredential(ctx, id);
  const { open } = await ctx.db
    .selectFrom('org.session')
    .select(sql<number>`count(*)::int`.as('open'))
    .where('orgId', '=', ctx.orgId)
    .where('staffId', '=', id)
    .where('endedAt', 'is', null)
    .where('expiresAt', '>', ctx.realNow())
    .executeTakeFirstOrThrow();
  const locked = await lockedUntil(ctx, accountKey(ctx, ctx.orgId, number));
  return {
    hasPassword: credential.passwordHash !== null,
    mustChangePassword: credential.mustChange,
    totpEnabled: credential.totpConfirmedAt !== null,
    lockedUntil: locked?.toISOString() ?? null,
    openSessions: open,
  };
}
