import { z } from 'zod';
import { said } from '#platform/contract/task.ts';
import { BUCKETS } from '#platform/server/buckets.ts';
import { inTx, type TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { defineTask, startTask } from '#platform/server/tasks/task.ts';
import type { AudienceId, Snapshot, SnapshotId } from '../../contract/audience.ts';
import { dependenciesOf } from '../../rule/walk.ts';
import { compileRange } from '../engine/postgres-engine.ts';
import { freezeFitting } from '../engine/run.repo.ts';
import { unitsUnder } from '../engine/world.repo.ts';
import { stepOf } from '../profile/population.repo.ts';
import { type AudienceRow, findAudience } from './audience.repo.ts';
import {
  findSnapshot,
  freezeListed,
  insertSnapshot,
  type SnapshotRow,
  setSnapshotEnd,
  setSnapshotTask,
} from './snapshot.repo.ts';

/** Freezes who belongs, some buckets at a time, all by the clock of the moment it was asked for. */
export const freezeMembers = defineTask({
  kind: 'audiences.freeze',
  payload: z.object({ snapshotId: z.uuid() }),
  async run(ctx, { snapshotId }, progress) {
    const snapshot = (await findSnapshot(ctx, snapshotId))!;
    const audience = (await findAudience(ctx, snapshot.audienceId, { whole: true }))!;
    const scope = { unitIds: await unitsUnder(ctx, audience.unitId) };
    const { bucket: first = 0 } = (progress.cursor ?? {}) as { bucket?: number };
    const step = await stepOf(
      ctx,
      snapshot.rule !== null && dependenciesOf(snapshot.rule).events.length > 0,
    );
    for (let from = first; from < BUCKETS; from += step) {
      progress.check();
      const buckets = { from, to: from + step };
      await inTx(ctx, async (tx) => {
        if (snapshot.rule === null) await freezeListed(tx, snapshotId, audience.id, buckets);
        else
          await freezeFitting(
            tx,
            await compileRange(tx, snapshot.rule, scope, buckets, snapshot.takenAt),
            snapshotId,
          );
        await progress.save(tx, { bucket: from + step }, { done: from + step });
      });
    }
    return undefined;
  },
  ended: (ctx, { snapshotId }, { state }) =>
    setSnapshotEnd(ctx, snapshotId, state === 'done' ? 'ready' : 'failed'),
});

export async function orderSnapshot(ctx: TxCtx, audience: AudienceRow): Promise<SnapshotRow> {
  const id = newId(ctx.now());
  const { id: audienceId, ruleVersion, rule } = audience;
  await insertSnapshot(ctx, { id, audienceId, ruleVersion, rule });
  const taskId = await startTask(
    ctx,
    freezeMembers,
    { snapshotId: id },
    {
      title: said(['冻结客群“{name}”', 'Freeze “{name}”'], { name: audience.name }),
      permission: 'audiences.audience.manage',
      subject: { kind: 'audience', id: audience.id },
      total: BUCKETS,
    },
  );
  await setSnapshotTask(ctx, id, taskId);
  return (await findSnapshot(ctx, id))!;
}

export const asSnapshot = (row: SnapshotRow): Snapshot => ({
  id: row.id as SnapshotId,
  audienceId: row.audienceId as AudienceId,
  ruleVersion: row.ruleVersion,
  state: row.state,
  count: row.count,
  takenAt: row.takenAt.toISOString(),
  takenBy: { id: row.takenById, name: row.takenByName },
  taskId: row.taskId as Snapshot['taskId'],
});
