import { z } from 'zod';
import { said } from '#platform/contract/task.ts';
import { BUCKETS } from '#platform/server/buckets.ts';
import { asSystem, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { defineTask, startTask } from '#platform/server/tasks/task.ts';
import { orderRebuild } from '../../profile/rebuild.task.ts';
import {
  findModel,
  findVersions,
  type ModelRow,
  setFailed,
  setInUse,
  setTrained,
  setVersionTask,
} from './model.repo.ts';
import { scoreModel } from './score-model.ts';
import { train } from './train.ts';

/**
 * Trains a version unless that is done, takes it into use and scores everybody; then profiles are made
 * anew, because rules read scores there. Begun again after a crash, it goes on from the trained version.
 */
export const trainModelTask = defineTask({
  kind: 'audiences.train-model',
  payload: z.object({ modelId: z.uuid(), no: z.int() }),
  async run(ctx, { modelId, no }, progress) {
    const model = (await findModel(ctx, modelId))!;
    const versionOf = async () => (await findVersions(ctx, modelId)).find((v) => v.no === no)!;
    if (!(await versionOf()).content) {
      const trained = await train(ctx, model);
      progress.check();
      await inTx(ctx, (ctx) =>
        setTrained(ctx, modelId, no, { ...trained, content: trained.model }),
      );
    }
    await inTx(ctx, (ctx) => setInUse(ctx, modelId, no));
    await scoreModel(ctx, model, { no, content: (await versionOf()).content! }, progress);
    await inTx(ctx, orderRebuild);
    return undefined;
  },
  ended: async (ctx, { modelId, no }, { state, error }) => {
    if (state === 'done') return;
    const why = error ? `${error.code} ${JSON.stringify(error.details)}` : state;
    await setFailed(ctx, modelId, no, why);
  },
});

/** On the product's own behalf: it goes on when whoever ordered it leaves. */
export async function orderTraining(given: TxCtx, model: ModelRow, no: number): Promise<string> {
  const ctx = asSystem(given, given.orgId, 'audiences');
  const taskId = await startTask(
    ctx,
    trainModelTask,
    { modelId: model.id, no },
    {
      title: said(['训练模型“{name}”并评分', 'Train “{name}” and score'], { name: model.name }),
      subject: { kind: 'model', id: model.id },
      total: BUCKETS,
    },
  );
  await setVersionTask(ctx, model.id, no, taskId);
  return taskId;
}
