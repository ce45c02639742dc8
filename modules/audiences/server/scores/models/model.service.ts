import { customerErrors } from '#modules/customers/contract.ts';
import { attributeRegistry, demandPurpose, headsOf } from '#modules/customers/server/index.ts';
import { kindsOf } from '#modules/tracking/server/index.ts';
import type { TaskId } from '#platform/contract/task.ts';
import { say } from '#platform/contract/text.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { type ModelDraft, type ModelId, scoreErrors } from '../../../contract/score-model.ts';
import { leavesOf } from '../../../rule/walk.ts';
import { findFollowed } from '../../audience/audience.repo.ts';
import { type Asked, pageOf } from '../page-of.ts';
import { rfmTiers } from '../rfm/rfm.ts';
import { findRfmOf } from '../rfm/tiers.repo.ts';
import { demandForAll, mayChangeForAll } from '../whole-bank.ts';
import { labelsOf } from './labels.ts';
import {
  findModel,
  findModels,
  findVersions,
  insertModel,
  insertVersion,
  type ModelRow,
} from './model.repo.ts';
import { asModel } from './model.view.ts';
import { findScoresOf, findTop } from './score.repo.ts';
import { orderTraining } from './train.task.ts';

export async function requireModel(ctx: Ctx, id: string): Promise<ModelRow> {
  const model = await findModel(ctx, id);
  if (!model) throw scoreErrors.modelNotFound({ id });
  return model;
}

/** To change it: a model is the bank's, so for whoever manages one branch there is none to change. */
export async function changeableModel(ctx: Ctx, id: string): Promise<ModelRow> {
  const model = await requireModel(ctx, id);
  if (!(await mayChangeForAll(ctx))) throw scoreErrors.modelNotFound({ id });
  return model;
}

export async function listModels(ctx: Ctx) {
  const labels = await labelsOf(ctx);
  const models = await findModels(ctx);
  return { items: await Promise.all(models.map((model) => asModel(ctx, model, labels))) };
}

export async function getModel(ctx: Ctx, id: ModelId) {
  const row = await requireModel(ctx, id);
  const followed = await findFollowed(ctx);
  const asks = (audience: (typeof followed)[number]) =>
    audience.rule !== null &&
    [...leavesOf(audience.rule)].some(
      ({ leaf }) => leaf.kind === 'score' && leaf.score === row.scoreKey,
    );
  return {
    ...(await asModel(ctx, row, await labelsOf(ctx))),
    uses: followed.filter(asks).map(({ id, name }) => ({ id, name })),
  };
}

/** What it may look at and foretell is checked before anything is learnt (CR-004). */
async function demandSound(ctx: Ctx, { target, features, purpose, source }: ModelDraft) {
  if (source === 'uploaded') return;
  const registry = new Map((await attributeRegistry(ctx)).map((one) => [one.code, one]));
  const kinds = await kindsOf(ctx);
  const fit =
    target?.kind === 'event'
      ? target.events.every((kind) => kinds.has(kind))
      : target !== null && registry.get(target.attribute)?.type === 'flag';
  if (!target || !fit) throw scoreErrors.targetUnfit();
  if (features.attributes.length + features.events.length === 0) throw scoreErrors.noFeatures();
  // The events to be foretold may be looked at: who bought before buys again. The answer itself may not.
  if (target.kind === 'attribute' && features.attributes.includes(target.attribute))
    throw scoreErrors.targetAmongFeatures({
      name: say(registry.get(target.attribute)!.name, ctx.lang),
    });
  const asked = [
    ...features.attributes,
    ...(target.kind === 'attribute' ? [target.attribute] : []),
  ];
  await demandPurpose(ctx, asked, 'modelling');
  await demandPurpose(ctx, asked, purpose);
}

export async function createModel(ctx: Ctx, draft: ModelDraft) {
  await demandForAll(ctx);
  await demandSound(ctx, draft);
  const id = newId(ctx.now());
  await inTx(ctx, async (ctx) => {
    const scoreKey = `model_${id.replaceAll('-', '').slice(-10)}`;
    if (!(await insertModel(ctx, { ...draft, id, scoreKey })))
      throw scoreErrors.modelNameTaken({ name: draft.name });
    audit(ctx, {
      action: 'audiences.model-created',
      subject: { kind: 'model', id, name: draft.name },
      after: draft,
    });
    if (draft.source === 'trained') await beginTraining(ctx, await requireModel(ctx, id));
  });
  return asModel(ctx, await requireModel(ctx, id), await labelsOf(ctx));
}

async function beginTraining(ctx: TxCtx, model: ModelRow): Promise<string> {
  const no = await insertVersion(ctx, model.id, 'training', ctx.actor.name);
  return orderTraining(ctx, model, no);
}

export function trainModel(ctx: Ctx, id: ModelId): Promise<{ taskId: TaskId }> {
  return inTx(ctx, async (ctx) => {
    const model = await changeableModel(ctx, id);
    if (model.source !== 'trained') throw scoreErrors.notTrainedHere();
    if ((await findVersions(ctx, id)).some((version) => version.state === 'training'))
      throw scoreErrors.trainingAlready();
    // The bank may have changed what its attributes are for.
    await demandSound(ctx, model);
    const taskId = await beginTraining(ctx, model);
    audit(ctx, {
      action: 'audiences.model-trained',
      subject: { kind: 'model', id, name: model.name },
      after: { taskId },
    });
    return { taskId: taskId as TaskId };
  });
}

export function chooseVersion(ctx: Ctx, id: ModelId, no: number): Promise<{ taskId: TaskId }> {
  return inTx(ctx, async (ctx) => {
    const model = await changeableModel(ctx, id);
    if (model.source !== 'trained') throw scoreErrors.notTrainedHere();
    const version = (await findVersions(ctx, id)).find((one) => one.no === no);
    if (version?.state !== 'ready') throw scoreErrors.versionNotReady({ no });
    const taskId = await orderTraining(ctx, model, no, true);
    audit(ctx, {
      action: 'audiences.model-version-chosen',
      subject: { kind: 'model', id, name: model.name },
      before: { no: model.versionNo },
      after: { no },
    });
    return { taskId: taskId as TaskId };
  });
}

/** Pages go by place: the list is short for whoever works through it from the top. */
export async function listTopScored(ctx: Ctx, id: ModelId, asked: Asked) {
  const model = await requireModel(ctx, id);
  const shown = Number(asked.cursor ?? 0);
  const labels = await labelsOf(ctx);
  const rows = await findTop(ctx, model.scoreKey, shown, asked.size);
  const { items, next } = await pageOf(ctx, rows, asked, ({ value, reasons }) => ({
    value,
    reasons: reasons.map(labels.reason),
  }));
  return { items, next: next === null ? null : String(shown + rows.length) };
}

export async function customerScores(ctx: Ctx, id: number) {
  const [head] = await headsOf(ctx, [id], { permission: 'audiences.score.read' });
  if (!head) throw customerErrors.customerNotFound({ id });
  const [models, rfm, labels] = await Promise.all([
    findScoresOf(ctx, id),
    findRfmOf(ctx, id),
    labelsOf(ctx),
  ]);
  const tier = rfm && rfmTiers.find(({ no }) => no === rfm.tier);
  return {
    models: models.map(({ id, name, value, at, reasons }) => ({
      id: id as ModelId,
      name,
      value,
      at: at.toISOString(),
      reasons: reasons.map(labels.reason),
    })),
    rfm:
      rfm && tier
        ? { tier: tier.no, name: say(tier.name, ctx.lang), r: rfm.r, f: rfm.f, m: rfm.m }
        : null,
  };
}
