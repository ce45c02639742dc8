import { z } from 'zod';
import { said } from '#platform/contract/task.ts';
import { BUCKETS, type BucketRange } from '#platform/server/buckets.ts';
import { asSystem, type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import type { Ticker } from '#platform/server/module.ts';
import { defineTask, startTask } from '#platform/server/tasks/task.ts';
import { forgetMembers } from '../audience/follow.service.ts';
import { findLayout, type Layout, layOut, setReady } from './layout.repo.ts';
import { findToBuild, setBuildTask, setBuilt } from './population.repo.ts';
import { dropGone, findInBuckets, lockProfiles, putProfiles, putSample } from './profile.repo.ts';

/** A transaction each: a sixty-fourth of the customers. */
const STEP = 16;
const AT_ONCE = 4_000;

/** Makes every profile of the bank anew, some buckets at a time. */
export const rebuildProfiles = defineTask({
  kind: 'audiences.rebuild-profiles',
  payload: z.object({}),
  async run(ctx, _, progress) {
    await inTx(ctx, layOut);
    const layout = await findLayout(ctx);
    const { bucket: first = 0 } = (progress.cursor ?? {}) as { bucket?: number };
    for (let from = first; from < BUCKETS; from += STEP) {
      progress.check();
      const buckets = { from, to: from + STEP };
      await inTx(ctx, async (tx) => {
        await lockProfiles(tx, { buckets });
        await makeProfiles(tx, buckets, layout);
        await forgetMembers(tx, await dropGone(tx, { buckets }));
        await progress.save(tx, { bucket: from + STEP }, { done: from + STEP });
      });
    }
    await inTx(ctx, async (tx) => {
      await setReady(
        tx,
        layout.slots.map((slot) => slot.slot),
      );
      await setBuilt(tx);
    });
    return undefined;
  },
});

/** All profiles of some buckets, a few thousand at a time. */
export async function makeProfiles(
  ctx: TxCtx,
  buckets: BucketRange,
  layout: Layout,
): Promise<void> {
  const ids = await findInBuckets(ctx, buckets);
  for (let i = 0; i < ids.length; i += AT_ONCE)
    await putProfiles(ctx, ids.slice(i, i + AT_ONCE), layout);
  await putSample(ctx, { buckets });
}

export async function orderRebuild(ctx: TxCtx): Promise<string> {
  const taskId = await startTask(
    ctx,
    rebuildProfiles,
    {},
    { title: said(['重建客户画像宽表', 'Make all profiles anew']), total: BUCKETS },
  );
  await setBuildTask(ctx, taskId);
  return taskId;
}

/** Banks whose profiles lack a column that was given out since they were made, or were never made. */
export const rebuildDue: Ticker = {
  name: 'audiences.rebuild-due',
  async run(ctx: Ctx) {
    const orgs = await findToBuild(ctx);
    for (const orgId of orgs) await inTx(asSystem(ctx, orgId, 'audiences'), orderRebuild);
    return orgs.length;
  },
};
