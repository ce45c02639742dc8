import { requireAudience } from '#modules/audiences/server/index.ts';
import { findOpenUnits } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { mayAt } from '#platform/server/scope.ts';
import { type PackContent, packErrors, type Style } from '../../contract/pack.ts';
import {
  type Plan,
  type Review,
  SetupContent,
  type SetupDetail,
  type SetupId,
  setupErrors,
} from '../../contract/setup.ts';
import { versionsOf } from '../packs/pack.repo.ts';
import { importPack } from '../packs/pack.service.ts';
import { openQuestions } from './gaps.ts';
import { contentInForce, insertSetup, lockSetup, type SetupRow, setSetup } from './setup.repo.ts';
import { MANAGE, needSetup, packOf, showSetup } from './setup.view.ts';

export function createSetup(
  ctx: Ctx,
  { packKey, name, unitId }: { packKey: string; name: string; unitId: string },
): Promise<SetupDetail> {
  return inTx(ctx, async (ctx) => {
    const [pack] = await versionsOf(ctx, packKey);
    if (!pack) throw packErrors.packNotFound({ key: packKey });
    await demandUnit(ctx, unitId);
    const id = newId(ctx.now()) as SetupId;
    const content = SetupContent.parse({ brief: { mode: null } });
    await insertSetup(ctx, {
      ...{ id, packKey, packVersion: pack.version, name, unitId, content },
      researchState: 'open',
    });
    tell(ctx, 'segments.setup-begun', { id, name }, unitId, { packKey, packVersion: pack.version });
    return showSetup(ctx, id);
  });
}

export function changeSetup(
  ctx: Ctx,
  id: SetupId,
  { version, name, content }: { version: number; name: string; content: SetupContent },
): Promise<SetupDetail> {
  return changed(ctx, id, version, async (ctx, row) => {
    const pack = await packOf(ctx, row);
    // Mode and SOP come from the plan that was made, after the research.
    if (content.plan && !row.content.plan) throw setupErrors.researchFirst({ id });
    const known = new Set(pack.audiences.map(({ key }) => key));
    for (const [key, audienceId] of Object.entries(content.audiences)) {
      if (!known.has(key)) throw setupErrors.audienceUnknown({ key });
      if (row.content.audiences[key] !== audienceId) await requireAudience(ctx, audienceId);
    }
    // Other answers, other customers: whoever confirmed the research confirms it again.
    const asked = JSON.stringify(content.research) !== JSON.stringify(row.content.research);
    const researchState = asked && row.researchState === 'finished' ? 'open' : row.researchState;
    await setSetup(ctx, id, { name, content, researchState, version: row.version + 1 });
    tell(ctx, 'segments.setup-changed', { id, name }, row.unit.id, { version: row.version + 1 });
  });
}

export function finishResearch(ctx: Ctx, id: SetupId, version: number): Promise<SetupDetail> {
  return changed(ctx, id, version, async (ctx, row) => {
    const fields = openQuestions(await packOf(ctx, row), row.content);
    if (!row.content.research.industry) fields.unshift('行业');
    if (fields.length > 0) throw setupErrors.researchIncomplete({ fields });
    await setSetup(ctx, id, {
      researchState: 'finished',
      researchBy: ctx.actor.name,
      researchAt: ctx.now(),
    });
    tell(ctx, 'segments.research-finished', row, row.unit.id, {
      industry: row.content.research.industry,
    });
  });
}

export function makePlan(
  ctx: Ctx,
  id: SetupId,
  { version, style }: { version: number; style: Style },
): Promise<SetupDetail> {
  return changed(ctx, id, version, async (ctx, row) => {
    if (row.researchState !== 'finished') throw setupErrors.researchFirst({ id });
    const plan = planOf(await packOf(ctx, row), style, row.content.brief.mode);
    const content = { ...row.content, plan };
    await setSetup(ctx, id, { content, version: row.version + 1 });
    tell(ctx, 'segments.plan-made', row, row.unit.id, { style, version: row.version + 1 });
  });
}

/** What a pack says of a style; the mode of the brief holds where a scene is decided so. */
export function planOf(pack: PackContent, style: Style, mode: 'central' | 'branch' | null): Plan {
  const scenes = pack.scenes.map((scene) => (mode === 'central' ? { ...scene, mode } : scene));
  return { style, ...pack.styles[style], scenes };
}

export function copySetup(
  ctx: Ctx,
  id: SetupId,
  { name, unitId, industry }: { name: string; unitId: string; industry: string },
): Promise<SetupDetail> {
  return inTx(ctx, async (ctx) => {
    const row = await needSetup(ctx, id);
    await demandUnit(ctx, unitId);
    const same = industry === row.content.research.industry;
    const copy = newId(ctx.now()) as SetupId;
    await insertSetup(ctx, {
      id: copy,
      ...{ packKey: row.packKey, packVersion: row.packVersion, name, unitId },
      content: {
        ...row.content,
        research: { ...row.content.research, industry },
        // Audiences and preparations are those of the other unit.
        audiences: {},
        done: [],
      },
      researchState: same ? row.researchState : 'unconfirmed',
    });
    tell(ctx, 'segments.setup-copied', { id: copy, name }, unitId, { from: id, industry });
    return showSetup(ctx, copy);
  });
}

/** Stops at once; what was learned is shared when a second person has read it. */
export function endSetup(
  ctx: Ctx,
  id: SetupId,
  { version, review }: { version: number; review: Review },
): Promise<SetupDetail> {
  return changed(ctx, id, version, async (ctx, row) => {
    if (row.state !== 'active') throw setupErrors.setupState({ state: row.state });
    await setSetup(ctx, id, {
      ...{ state: 'ended', review, endedAt: ctx.now() },
      version: row.version + 1,
      content: row.content,
    });
    tell(ctx, 'segments.setup-ended', row, row.unit.id, { review });
  });
}

export function packFromSetup(
  ctx: Ctx,
  id: SetupId,
  { key, name }: { key: string; name: string },
): Promise<{ key: string; version: number }> {
  return inTx(ctx, async (ctx) => {
    const row = await needSetup(ctx, id);
    if (row.reviewState !== 'approved' || !row.review)
      throw setupErrors.reviewNotApproved({ state: row.reviewState });
    const pack = await packOf(ctx, row);
    const { plan, brief } = row.content;
    const { version } = await importPack(ctx, {
      ...pack,
      key,
      order: 100,
      name: [name, name],
      summary: [row.review.reuse.slice(0, 200), row.review.reuse.slice(0, 300)],
      recommended_first: null,
      launch_brief: { ...pack.launch_brief, need: brief.need || pack.launch_brief.need },
      ...(plan ? { scenes: plan.scenes, style: plan.style } : {}),
      ...(brief.mode ? { mode: brief.mode, modes: [...new Set([...pack.modes, brief.mode])] } : {}),
      // They stand with the pack that they came with.
      attributes: [],
      import_profiles: [],
    });
    return { key, version };
  });
}

/** What a group is run by today; null while it is not launched. */
export const setupInForce = (ctx: Ctx, id: SetupId): Promise<SetupContent | null> =>
  contentInForce(ctx, id);

export async function changed(
  ctx: Ctx,
  id: SetupId,
  version: number,
  work: (ctx: TxCtx, row: SetupRow) => Promise<void>,
): Promise<SetupDetail> {
  return inTx(ctx, async (ctx) => {
    await lockSetup(ctx, id);
    const row = await needSetup(ctx, id);
    if (!mayAt(ctx, MANAGE, row.unit.path)) throw setupErrors.setupNotFound({ id });
    if (row.submitted) throw setupErrors.setupSubmitted({ id });
    if (row.state === 'ended') throw setupErrors.setupState({ state: row.state });
    if (row.version !== version)
      throw setupErrors.setupChangedMeanwhile({ version: row.version, by: row.changedBy });
    await work(ctx, row);
    return showSetup(ctx, id);
  });
}

async function demandUnit(ctx: Ctx, unitId: string): Promise<void> {
  const [unit] = await findOpenUnits(ctx, [unitId]);
  if (!unit || !mayAt(ctx, MANAGE, unit.path)) throw setupErrors.setupUnit({ unitId });
}

export const tell = (
  ctx: TxCtx,
  action: string,
  { id, name }: Pick<SetupRow, 'id' | 'name'>,
  unitId: string,
  after: object,
) => audit(ctx, { action, subject: { kind: 'segment_setup', id, name }, unitId, after });
