import { findReach, openPaths } from '#modules/org/server/index.ts';
import { definePlan, setPlanState } from '#modules/outreach/server/index.ts';
import type { Phrase } from '#platform/contract/text.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { dayOf, startOfDay } from '#platform/server/holidays.ts';
import { newId } from '#platform/server/ids.ts';
import { mayAt } from '#platform/server/scope.ts';
import type { ProductLine } from '../../contract/definition.ts';
import { type RunDetail, type RunDraft, type RunId, runErrors } from '../../contract/run.ts';
import { contentFacts, namedContents } from '../sequence/content-fact.repo.ts';
import { findVersion } from '../sequence/sequence.repo.ts';
import { endAll } from './end.repo.ts';
import { withProduct } from './own-words.ts';
import { putPlanItems } from './plan-item.repo.ts';
import { missingPlaces, planItems } from './plan-items.ts';
import {
  findRun,
  findRunsOfPlans,
  insertRun,
  lockRun,
  type RunRow,
  setNextDue,
  setRun,
  setRunDraft,
} from './run.repo.ts';
import { RUN_MANAGE, RUN_READ, showRun } from './run.view.ts';
import { demandSayable } from './sayable.service.ts';
import { findAudienceFacts, findProductFacts } from './subject.repo.ts';

/** Kinds of products that belong to a line. */
const kindsOfLine: Record<ProductLine, readonly string[]> = {
  deposit: ['deposit', 'structured_deposit'],
  wealth: ['wealth', 'fund', 'precious_metal', 'pension'],
  insurance: ['insurance'],
};

export function createRun(ctx: Ctx, draft: RunDraft): Promise<RunDetail> {
  return inTx(ctx, async (ctx) => {
    const about = await demandFit(ctx, draft);
    const id = newId(ctx.now()) as RunId;
    await insertRun(ctx, id, draft, about);
    audit(ctx, {
      action: 'sequences.run-drafted',
      subject: { kind: 'sequence-run', id, name: draft.name },
      unitId: about.unitId,
      after: draft,
    });
    return showRun(ctx, id);
  });
}

export function changeRun(
  ctx: Ctx,
  id: RunId,
  revision: number,
  draft: RunDraft,
): Promise<RunDetail> {
  return inTx(ctx, async (ctx) => {
    const row = await managed(ctx, id);
    const locked = (await lockRun(ctx, id))!;
    if (locked.state !== 'draft') throw runErrors.runNotDraft({ state: locked.state });
    if (locked.revision !== revision) throw runErrors.runChangedMeanwhile({ revision });
    const about = await demandFit(ctx, draft);
    await setRunDraft(ctx, id, draft, about);
    audit(ctx, {
      action: 'sequences.run-changed',
      subject: { kind: 'sequence-run', id, name: draft.name },
      unitId: about.unitId,
      before: row.draft,
      after: draft,
    });
    return showRun(ctx, id);
  });
}

/** Audience, version, project and product are such as may be run; the audience is the caller's. */
export async function demandFit(
  ctx: Ctx,
  draft: RunDraft,
): Promise<{ unitId: string; audienceRuleVersion: number }> {
  const audience = await findAudienceFacts(ctx, draft.audienceId);
  if (!audience || !mayAt(ctx, RUN_MANAGE, audience.unitPath))
    throw runErrors.audienceUnfit({ audienceId: draft.audienceId });
  if (audience.state !== 'live' && audience.state !== 'building')
    throw runErrors.audienceUnfit({ state: audience.state });
  const version = await findVersion(ctx, draft.sequenceId, draft.version);
  if (version?.state !== 'approved')
    throw runErrors.versionNotApproved({ version: draft.version, state: version?.state });
  const reach = (await findReach(ctx, [draft.projectId])).get(draft.projectId);
  if (openPaths(reach, ctx.now()).length === 0)
    throw runErrors.projectUnfit({ projectId: draft.projectId, state: reach?.state });
  if (draft.productId) {
    const product = await findProductFacts(ctx, draft.productId, dayOf(ctx.now()));
    if (!product?.onSale || !kindsOfLine[draft.productLine].includes(product.kind))
      throw runErrors.productUnfit({ productId: draft.productId });
  }
  return { unitId: audience.unitId, audienceRuleVersion: audience.ruleVersion };
}

/** What a run would send, with nothing left to be filled and nothing filled in that may not be said. */
export async function demandWords(ctx: Ctx, draft: RunDraft): Promise<void> {
  const { definition } = (await findVersion(ctx, draft.sequenceId, draft.version))!;
  const contents = await contentFacts(ctx, namedContents(definition));
  const places = missingPlaces(definition, await withProduct(ctx, draft), contents);
  if (places.length > 0) throw runErrors.placesMissing({ count: places.length, places });
  await demandSayable(ctx, draft);
}

/** Approved: the plans are defined, the items laid out, and the first customers taken in. */
export async function start(ctx: TxCtx, run: RunRow): Promise<void> {
  const { draft } = run;
  const common = {
    kind: 'sequence' as const,
    need: draft.need || null,
    projectId: draft.projectId,
    unitId: run.unitId,
    purpose: 'marketing' as const,
  };
  const planId = await definePlan(ctx, {
    ...common,
    subjectId: run.id,
    name: draft.name,
    class: 'sequence',
    controlShare: draft.controlShare,
    deletionLimit: draft.deletionLimit,
  });
  // What a colleague follows up is no less wanted because nobody else is contacted that day.
  const followPlanId = await definePlan(ctx, {
    ...common,
    subjectId: `${run.id}/follow-up`,
    name: `${draft.name} · 跟进`,
    class: 'follow_up',
    controlShare: 0,
    deletionLimit: null,
  });
  await layOut(ctx, planId, run, draft.version);
  const first = startOfDay(draft.startsOn);
  await setRun(ctx, run.id, {
    state: 'running',
    planId,
    followPlanId,
    startedAt: ctx.now(),
    intakeAt: first > ctx.now() ? first : ctx.now(),
  });
  audit(ctx, {
    action: 'sequences.run-started',
    subject: { kind: 'sequence-run', id: run.id, name: draft.name },
    unitId: run.unitId,
    after: { planId, version: draft.version, audienceRuleVersion: run.audienceRuleVersion },
  });
}

/** The items of a version as this run sends them. */
export async function layOut(
  ctx: TxCtx,
  planId: string,
  run: Pick<RunRow, 'sequenceId' | 'draft'>,
  version: number,
): Promise<void> {
  const { definition } = (await findVersion(ctx, run.sequenceId, version))!;
  const contents = await contentFacts(ctx, namedContents(definition));
  const draft = await withProduct(ctx, run.draft);
  await putPlanItems(ctx, planId, version, planItems(definition, draft, contents));
}

export function pauseRun(ctx: Ctx, id: RunId, reason: string): Promise<RunDetail> {
  return changeState(ctx, id, ['running'], 'paused', [reason, reason], async (ctx, run) => {
    await setRun(ctx, id, { state: 'paused' });
    audit(ctx, {
      action: 'sequences.run-paused',
      subject: { kind: 'sequence-run', id, name: run.name },
      unitId: run.unitId,
      reason,
    });
  });
}

export function resumeRun(ctx: Ctx, id: RunId): Promise<RunDetail> {
  const reason: Phrase = ['恢复运行', 'The run goes on'];
  return changeState(ctx, id, ['paused'], 'running', reason, async (ctx, run) => {
    await demandSayable(ctx, { ...run.draft, version: run.version });
    await setRun(ctx, id, { state: 'running', intakeAt: run.intakeAt ?? ctx.now() });
    await setNextDue(ctx, id, run.planId!);
    audit(ctx, {
      action: 'sequences.run-resumed',
      subject: { kind: 'sequence-run', id, name: run.name },
      unitId: run.unitId,
    });
  });
}

/** For good: everybody leaves, what is not handed over is withdrawn. */
export function endRun(ctx: Ctx, id: RunId, reason: string): Promise<RunDetail> {
  const states = ['running', 'paused'];
  return changeState(ctx, id, states, 'ended', [reason, reason], (ctx, run) =>
    closeRun(ctx, run, reason),
  );
}

/** Somebody ended a plan of a run, not the run: it ends with it, and so does its other plan. */
export async function endWithPlan(ctx: TxCtx, planId: string, reason: Phrase): Promise<void> {
  const run = (await findRunsOfPlans(ctx, [planId])).get(planId);
  if (!run) return;
  const { state } = (await lockRun(ctx, run.id))!;
  if (state !== 'running' && state !== 'paused') return;
  for (const id of [run.planId!, run.followPlanId!]) await setPlanState(ctx, id, 'ended', reason);
  await closeRun(ctx, run, reason[0]);
}

async function closeRun(ctx: TxCtx, run: RunRow, reason: string): Promise<void> {
  const { id, name } = run;
  await endAll(ctx, run.planId!);
  await setRun(ctx, id, { state: 'ended', endedAt: ctx.now(), nextAt: null, intakeAt: null });
  audit(ctx, {
    action: 'sequences.run-ended',
    subject: { kind: 'sequence-run', id, name },
    unitId: run.unitId,
    reason,
  });
}

function changeState(
  ctx: Ctx,
  id: RunId,
  from: readonly string[],
  to: 'running' | 'paused' | 'ended',
  reason: Phrase,
  change: (ctx: TxCtx, run: RunRow) => Promise<void>,
): Promise<RunDetail> {
  return inTx(ctx, async (ctx) => {
    const run = await managed(ctx, id);
    const { state } = (await lockRun(ctx, id))!;
    if (!from.includes(state)) throw runErrors.runState({ state });
    for (const planId of [run.planId!, run.followPlanId!])
      await setPlanState(ctx, planId, to, reason);
    await change(ctx, run);
    return showRun(ctx, id);
  });
}

/** The run, when the caller may change it. */
export async function managed(ctx: Ctx, id: RunId): Promise<RunRow> {
  const row = await findRun(ctx, id, RUN_READ);
  if (!row || !mayAt(ctx, RUN_MANAGE, row.unitPath)) throw runErrors.runNotFound({ id });
  return row;
}
