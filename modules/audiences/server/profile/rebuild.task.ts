import { z } from 'zod';
import { said } from '#platform/contract/task.ts';
import { BUCKETS, type BucketRange } from '#platform/server/buckets.ts';
import { asSystem, type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import type { Ticker } from '#platform/server/module.ts';
import { defineTask, startTask } from '#platform/server/tasks/task.ts';
import { dependenciesOf } from '../../rule/walk.ts';
import { findFollowed } from '../audience/audience.repo.ts';
import { orderBuild } from '../audience/build.task.ts';
import { followCustomers, forgetMembers } from '../audience/follow.service.ts';
import { scoreDueModels } from '../scores/models/score-model.ts';
import { scoreAllRfm } from '../scores/rfm/rfm.service.ts';
import { scoreAllStanding } from '../scores/standing/standing.service.ts';
import { findLayout, type Layout, layOut, setReady } from './layout.repo.ts';
import { findToBuild, setBuildTask, setBuilt, stepOf } from './population.repo.ts';
import { dropGone, findInBuckets, lockProfiles, putProfiles, putSample } from './profile.repo.ts';

/** A transaction each: a sixty-fourth of the customers. */
const STEP = 16;
/** As many as audiences follow at once. */
const AT_ONCE = 1_000;
/** So many changes at once are no drift: every audience is found anew instead. */
const MANY = 5_000;

/**
 * Makes every profile of the bank anew, some buckets at a time: nightly, so that bands are of today and
 * nothing stays wrong that a lost word left wrong, and when a column has been given out.
 */
export const rebuildProfiles = defineTask({
  kind: 'audiences.rebuild-profiles',
  payload: z.object({}),
  async run(ctx, _, progress) {
    // Profiles carry the scores, so those come first.
    if (progress.cursor === null || progress.cursor === undefined) {
      await scoreAllRfm(ctx);
      await scoreAllStanding(ctx);
      await scoreDueModels(ctx, progress);
    }
    await inTx(ctx, layOut);
    const layout = await findLayout(ctx);
    const step = (await stepOf(ctx)) === BUCKETS ? BUCKETS : STEP;
    const cursor = (progress.cursor ?? {}) as { bucket?: number; changed?: number };
    let changed = cursor.changed ?? 0;
    for (let from = cursor.bucket ?? 0; from < BUCKETS; from += step) {
      progress.check();
      const buckets = { from, to: from + step };
      await inTx(ctx, async (tx) => {
        await lockProfiles(tx, { buckets });
        const others = await makeProfiles(tx, buckets, layout);
        await forgetMembers(tx, await dropGone(tx, { buckets }));
        changed += others.length;
        if (changed <= MANY)
          for (let i = 0; i < others.length; i += AT_ONCE)
            await followCustomers(tx, others.slice(i, i + AT_ONCE), { what: 'customer' });
        await progress.save(tx, { bucket: from + step, changed }, { done: from + step });
      });
    }
    await inTx(ctx, async (tx) => {
      await setReady(
        tx,
        layout.slots.map((slot) => slot.slot),
      );
      await setBuilt(tx);
      // Need and recognition have faded by a day, for everybody.
      for (const audience of await findFollowed(tx))
        if (audience.rule && (changed > MANY || dependenciesOf(audience.rule).standing))
          await orderBuild(tx, audience, audience.state === 'live');
    });
    return undefined;
  },
  // Whatever came of it, the next one may begin.
  ended: (ctx) => setBuildTask(ctx, null),
});

/** All profiles of some buckets; answers which are others now. */
export async function makeProfiles(
  ctx: TxCtx,
  buckets: BucketRange,
  layout: Layout,
): Promise<number[]> {
  const ids = await findInBuckets(ctx, buckets);
  const changed: number[] = [];
  for (let i = 0; i < ids.length; i += AT_ONCE)
    changed.push(...(await putProfiles(ctx, ids.slice(i, i + AT_ONCE), layout)));
  await putSample(ctx, { buckets });
  return changed;
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

/** Banks whose profiles lack a column that was given out since, or were last made before today. */
export const rebuildDue: Ticker = {
  name: 'audiences.rebuild-due',
  async run(ctx: Ctx) {
    const orgs = await findToBuild(ctx);
    for (const orgId of orgs) await inTx(asSystem(ctx, orgId, 'audiences'), orderRebuild);
    return orgs.length;
  },
};
