import { unitScope } from '#modules/org/server/index.ts';
import { platformErrors } from '#platform/contract/errors.ts';
import { audit } from '#platform/server/audit.ts';
import { asSystem, type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { outreachErrors } from '../../contract/errors.ts';
import type { BulkSend, BulkSendDraft, ReachPreview } from '../../contract/plan.ts';
import { definePlan, setPlanState } from '../plans/plan.service.ts';
import { type PlanLike, previewReach } from '../preview/preview.service.ts';
import { propose } from '../touches/propose.service.ts';
import {
  type BulkRow,
  bulkCandidates,
  dueBulk,
  findBulk,
  findChosenAudience,
  insertBulk,
  lockBulk,
  pageOfBulk,
  setBulk,
} from './bulk.repo.ts';

const READ = 'outreach.plan.read';
const MANAGE = 'outreach.bulk.manage';

export const asBulk = (row: BulkRow): BulkSend => ({
  ...row.draft,
  id: row.id,
  state: row.state,
  version: row.version,
  audienceName: row.audienceName,
  audienceVersion: row.audienceVersion,
  contentName: row.contentName,
  planId: row.planId as BulkSend['planId'],
  failure: row.failure,
  createdBy: row.createdBy,
  changedAt: row.changedAt.toISOString(),
});

export async function listBulkSends(ctx: Ctx, filter: Parameters<typeof pageOfBulk>[1]) {
  const { items, total } = await pageOfBulk(ctx, filter, await unitScope(ctx, READ));
  return { items: items.map(asBulk), total };
}

export async function requireBulk(ctx: Ctx, id: string, permission: string): Promise<BulkRow> {
  const row = await findBulk(ctx, id, await unitScope(ctx, permission));
  if (!row) throw outreachErrors.bulkSendNotFound({ id });
  return row;
}

export const showBulkSend = async (ctx: Ctx, id: string): Promise<BulkSend> =>
  asBulk(await requireBulk(ctx, id, READ));

async function demandOwnUnit(ctx: Ctx, unitId: string): Promise<void> {
  const scope = await unitScope(ctx, MANAGE);
  if (!scope.whole && !scope.units.includes(unitId)) throw platformErrors.notFound({ unitId });
}

/** The version of the audience's rule that a draft means. */
async function versionMeant(ctx: Ctx, { audienceId }: BulkSendDraft): Promise<number> {
  const audience = await findChosenAudience(ctx, audienceId);
  if (!audience || audience.state === 'archived')
    throw outreachErrors.bulkSendUnusable({ why: 'audience' });
  return audience.ruleVersion;
}

export function createBulkSend(ctx: Ctx, draft: BulkSendDraft): Promise<BulkSend> {
  return inTx(ctx, async (ctx) => {
    await demandOwnUnit(ctx, draft.unitId);
    const id = newId(ctx.now());
    await insertBulk(ctx, id, draft, await versionMeant(ctx, draft));
    audit(ctx, {
      action: 'outreach.bulk-drafted',
      subject: { kind: 'bulk_send', id, name: draft.name },
      unitId: draft.unitId,
      after: draft,
    });
    return asBulk((await findBulk(ctx, id))!);
  });
}

export function changeBulkSend(
  ctx: Ctx,
  id: string,
  { version, ...draft }: BulkSendDraft & { version: number },
): Promise<BulkSend> {
  return inTx(ctx, async (ctx) => {
    const before = await requireBulk(ctx, id, MANAGE);
    const row = (await lockBulk(ctx, id))!;
    if (row.state !== 'draft') throw outreachErrors.bulkSendNotDraft({ state: row.state });
    if (row.version !== version)
      throw outreachErrors.bulkSendChangedMeanwhile({ version: row.version });
    await demandOwnUnit(ctx, draft.unitId);
    await setBulk(ctx, id, { draft, audienceVersion: await versionMeant(ctx, draft) });
    audit(ctx, {
      action: 'outreach.bulk-changed',
      subject: { kind: 'bulk_send', id, name: draft.name },
      unitId: draft.unitId,
      before: before.draft,
      after: draft,
    });
    return asBulk((await findBulk(ctx, id))!);
  });
}

/** Before its hour nothing goes out any more; after it the plan ends and what waits is withdrawn. */
export function cancelBulkSend(
  ctx: Ctx,
  id: string,
  { version, reason }: { version: number; reason: string },
): Promise<BulkSend> {
  return inTx(ctx, async (ctx) => {
    await requireBulk(ctx, id, MANAGE);
    const row = (await lockBulk(ctx, id))!;
    if (row.state === 'cancelled') return asBulk(row);
    if (row.state === 'submitted') throw outreachErrors.bulkSendNotDraft({ state: row.state });
    if (row.version !== version)
      throw outreachErrors.bulkSendChangedMeanwhile({ version: row.version });
    if (row.planId) await setPlanState(ctx, row.planId, 'ended', [reason, reason]);
    await setBulk(ctx, id, { state: 'cancelled' });
    audit(ctx, {
      action: 'outreach.bulk-cancelled',
      subject: { kind: 'bulk_send', id, name: row.draft.name },
      unitId: row.unitId,
      before: { state: row.state },
      after: { state: 'cancelled' },
      reason,
    });
    return asBulk((await findBulk(ctx, id))!);
  });
}

const planLike = ({ draft }: Pick<BulkRow, 'draft'>): PlanLike => ({
  kind: 'bulk',
  projectId: draft.projectId,
  unitId: draft.unitId,
  class: 'campaign',
  purpose: draft.purpose,
  controlShare: draft.controlShare,
});

/** What would come of it, as things stand now. */
export async function previewBulkSend(ctx: Ctx, id: string): Promise<ReachPreview> {
  const row = await requireBulk(ctx, id, READ);
  return previewReach(ctx, row.planId ?? planLike(row), bulkCandidates(ctx, row));
}

/** Proposes what was approved, when its hour has come; an audience changed since is not what was approved. */
export async function runBulkSends(ctx: Ctx): Promise<number> {
  const due = await dueBulk(ctx, 20);
  for (const { orgId, id } of due) {
    const own = asSystem(ctx, orgId, 'outreach');
    await inTx(own, (own) => runOne(own, id));
  }
  return due.length;
}

async function runOne(ctx: TxCtx, id: string): Promise<void> {
  const row = await lockBulk(ctx, id);
  if (row?.state !== 'approved') return;
  const audience = await findChosenAudience(ctx, row.draft.audienceId);
  if (audience?.ruleVersion !== row.audienceVersion) {
    await setBulk(ctx, id, { state: 'failed', failure: 'audience-changed' });
    return;
  }
  const planId = await definePlan(ctx, {
    ...planLike(row),
    subjectId: id,
    name: row.draft.name,
    deletionLimit: row.draft.deletionLimit,
  });
  await propose(ctx, planId, bulkCandidates(ctx, row));
  await setBulk(ctx, id, { state: 'proposed', planId });
}
