import type { TxCtx } from '#platform/server/ctx.ts';
import { findLayout, layOut } from './layout.repo.ts';
import { raiseDataVersion } from './population.repo.ts';
import { countProfiles, dropGone, lockProfiles, putProfiles, putSample } from './profile.repo.ts';

/** Brings the profiles of these customers up to date, set-wise. At most about a thousand at once. */
export async function refreshProfiles(ctx: TxCtx, customerIds: readonly number[]): Promise<void> {
  const whose = { customerIds };
  await layOut(ctx);
  await lockProfiles(ctx, whose);
  const before = await countProfiles(ctx, customerIds);
  await putProfiles(ctx, whose, await findLayout(ctx));
  await dropGone(ctx, whose);
  await putSample(ctx, whose);
  await raiseDataVersion(ctx, (await countProfiles(ctx, customerIds)) - before);
}
