import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import type { Ticker } from '#platform/server/module.ts';
import { type Change, followCustomers, forgetMembers } from '../audience/follow.service.ts';
import { scoreStanding } from '../scores/standing/standing.service.ts';
import { findLayout, layOut } from './layout.repo.ts';
import { raiseDataVersion } from './population.repo.ts';
import {
  countProfiles,
  dropGone,
  findStale,
  lockProfiles,
  nextStaleAt,
  putLastActive,
  putProfiles,
  putSample,
} from './profile.repo.ts';

const AT_ONCE = 1000;

/** Brings the profiles of these customers up to date, and the audiences they belong to. */
export async function refreshCustomers(
  ctx: TxCtx,
  customerIds: readonly number[],
  change: Change,
): Promise<void> {
  const more =
    change.what === 'events'
      ? await refreshActed(ctx, customerIds)
      : // A change of attributes moves nobody; a history joined or parted does.
        await refreshProfiles(ctx, customerIds, change.what === 'customer' && change.history);
  await followCustomers(ctx, customerIds, change);
  // Last: every refresh of the bank raises it, and whoever has raised it holds up the others.
  await raiseDataVersion(ctx, more);
}

/**
 * What was done moves need and recognition and when somebody was last active, nothing else that a
 * profile holds: the many rows of attributes and tags need not be read again. Answers how many more
 * customers there are now.
 */
async function refreshActed(ctx: TxCtx, customerIds: readonly number[]): Promise<number> {
  await lockProfiles(ctx, { customerIds });
  await scoreStanding(ctx, customerIds);
  const unknown = await putLastActive(ctx, customerIds);
  await putSample(ctx, { customerIds });
  return unknown.length > 0 ? refreshProfiles(ctx, unknown) : 0;
}

/** Set-wise, at most about a thousand at once. Answers how many more customers there are now. */
export async function refreshProfiles(
  ctx: TxCtx,
  customerIds: readonly number[],
  acted = false,
): Promise<number> {
  const whose = { customerIds };
  await layOut(ctx);
  await lockProfiles(ctx, whose);
  if (acted) await scoreStanding(ctx, customerIds);
  const before = await countProfiles(ctx, customerIds);
  await putProfiles(ctx, customerIds, await findLayout(ctx));
  await forgetMembers(ctx, await dropGone(ctx, whose));
  await putSample(ctx, whose);
  return (await countProfiles(ctx, customerIds)) - before;
}

/** Tags that have ended by themselves. */
export const endedTags: Ticker = {
  name: 'audiences.ended-tags',
  async run(ctx: Ctx) {
    const stale = await findStale(ctx, ctx.now(), AT_ONCE);
    for (const [orgId, rows] of Map.groupBy(stale, (row) => row.orgId))
      await inTx(asSystem(ctx, orgId, 'audiences'), (ctx) =>
        refreshCustomers(
          ctx,
          rows.map((row) => row.customerId),
          { what: 'customer' },
        ),
      );
    return stale.length;
  },
  nextAt: nextStaleAt,
};
