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

/** Below this a model tells hardly more than a coin: it is kept to be seen, and nobody is scored by it. */
const GUESSING = 0.55;

/**
 * Trains a version unless that is done, takes it into use and scores everybody; then profiles are made
 * anew, because rules read scores there. Begun again after a crash, it goes on from the trained version.
 */
export const trainModelTask = defineTask({
  kind: 'audiences.train-model',
  payload: z.object({ modelId: z.uuid(), no: z.int(), chosen: z.boolean().default(false) }),
  async run(ctx, { modelId, no, chosen }, progress) {
    const model = (await findModel(ctx, modelId))!;
    const versionOf = async () => (await findVersions(ctx, modelId)).find((v) => v.no === no)!;
    let version = await versionOf();
    if (!version.content) {
      const trained = await train(ctx, model);
      progress.check();
      await inTx(ctx, (ctx) =>
        setTrained(ctx, modelId, no, { ...trained, content: trained.model }),
      );
      version = await versionOf();
    }
    if (version.quality!.auc < GUESSING && !chosen)
      return {
        message: said([
          '这一版几乎分不出高低，没有启用',
          'It tells hardly more than a coin: not used',
        ]),
      };
    await inTx(ctx, (ctx) => setInUse(ctx, modelId, no));
    await scoreModel(ctx, model, { no, content: version.content! }, progress);
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
export async function orderTraining(
  given: TxCtx,
  model: ModelRow,
  no: number,
  chosen = false,
): Promise<string> {
  const ctx = asSystem(given, given.orgId, 'audiences');
  const taskId = await startTask(
    ctx,
    trainModelTask,
    { modelId: model.id, no, chosen },
    {
      title: said(['训练模型“{name}”并评分', 'Train “{name}” and score'], { name: model.name }),
      subject: { kind: 'model', id: model.id },
      total: BUCKETS,
    },
  );
  await setVersionTask(ctx, model.id, no, taskId);
  return taskId;
}
