import { type UnitScope, unitScope } from '#modules/org/server/index.ts';
import type { Reply } from '#platform/contract/endpoint.ts';
import { platformErrors } from '#platform/contract/errors.ts';
import { audit } from '#platform/server/audit.ts';
import { asSystem, type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type {
  BulkSend,
  BulkSendDraft,
  countGroups,
  GroupChoice,
  ReachPreview,
} from '../../contract/bulk-send.ts';
import { outreachErrors } from '../../contract/errors.ts';
import { definePlan, setPlanState } from '../plans/plan.service.ts';
import { type PlanLike, previewReach } from '../preview/preview.service.ts';
import { findSettings } from '../settings/setting.repo.ts';
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
import { countChosen, findChosen } from './group.repo.ts';

type GroupCount = Reply<typeof countGroups>;

const READ = 'outreach.plan.read';
const MANAGE = 'outreach.bulk.manage';

const asBulk = (row: BulkRow, changeable: boolean, chosen: BulkSend['chosen']): BulkSend => ({
  ...row.draft,
  id: row.id,
  unit: { id: row.unitId, name: row.unitName },
  can: { change: changeable },
  chosen,
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
  const own = await unitScope(ctx, MANAGE);
  return { items: items.map((row) => asBulk(row, holds(own, row.unitId), null)), total };
}

const holds = (scope: UnitScope, unitId: string): boolean =>
  scope.whole || scope.units.includes(unitId);

/** One that the caller may read. */
async function requireShown(ctx: Ctx, id: string): Promise<BulkRow> {
  const row = await findBulk(ctx, id, await unitScope(ctx, READ));
  if (!row) throw outreachErrors.bulkSendNotFound({ id });
  return row;
}

/** One that the caller may change: what another unit publishes is read and no more. */
export async function requireOwnBulk(ctx: Ctx, id: string): Promise<BulkRow> {
  const row = await requireShown(ctx, id);
  if (!holds(await unitScope(ctx, MANAGE), row.unitId))
    throw outreachErrors.bulkSendReadOnly({ unit: row.unitName });
  return row;
}

async function show(ctx: Ctx, row: BulkRow): Promise<BulkSend> {
  const { groups } = row.draft;
  const chosen =
    groups && (await findChosen(ctx, groups, await unitScope(ctx, READ), { above: true }));
  return asBulk(row, holds(await unitScope(ctx, MANAGE), row.unitId), chosen);
}

export const showBulkSend = async (ctx: Ctx, id: string): Promise<BulkSend> =>
  show(ctx, await requireShown(ctx, id));

async function demandOwnUnit(ctx: Ctx, unitId: string): Promise<void> {
  if (!holds(await unitScope(ctx, MANAGE), unitId)) throw platformErrors.notFound({ unitId });
}

/** How many groups a choice means, by unit: known while it is made. */
export async function countGroupChoice(ctx: Ctx, choice: GroupChoice): Promise<GroupCount> {
  const units = await countChosen(ctx, choice, await unitScope(ctx, MANAGE));
  const sum = (key: 'groups' | 'customers' | 'owners') =>
    units.reduce((total, unit) => total + unit[key], 0);
  return {
    groups: sum('groups'),
    customers: sum('customers'),
    owners: sum('owners'),
    units: units.map(({ id, name, groups }) => ({ id, name, groups })),
  };
}

/** Either an audience or groups: what a form still held of the other is let go. */
const oneWay = (draft: BulkSendDraft): BulkSendDraft =>
  draft.channel === 'group' ? { ...draft, audienceId: null } : { ...draft, groups: null };

/** Whom a draft means: groups of the caller's units, or an audience in the version of its rule. */
async function versionMeant(
  ctx: Ctx,
  { channel, audienceId, groups }: BulkSendDraft,
): Promise<number> {
  if (channel === 'group') {
    const found = groups && (await findChosen(ctx, groups, await unitScope(ctx, MANAGE)));
    if (
      !found ||
      found.units.length + found.owners.length === 0 ||
      found.units.length < new Set(groups.unitIds).size ||
      found.owners.length < new Set(groups.ownerIds).size
    )
      throw outreachErrors.bulkSendNobody({ channel });
    return 0;
  }
  if (!audienceId) throw outreachErrors.bulkSendNobody({ channel });
  const audience = await findChosenAudience(ctx, audienceId);
  if (!audience || audience.state === 'archived')
    throw outreachErrors.bulkSendAudienceUnfit({ field: 'audienceId' });
  return audience.ruleVersion;
}

export function createBulkSend(ctx: Ctx, given: BulkSendDraft): Promise<BulkSend> {
  const draft = oneWay(given);
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
    return show(ctx, (await findBulk(ctx, id))!);
  });
}

export function changeBulkSend(
  ctx: Ctx,
  id: string,
  { version, ...given }: BulkSendDraft & { version: number },
): Promise<BulkSend> {
  const draft = oneWay(given);
  return inTx(ctx, async (ctx) => {
    const before = await requireOwnBulk(ctx, id);
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
    return show(ctx, (await findBulk(ctx, id))!);
  });
}

/** Before its hour nothing goes out any more; after it the plan ends and what waits is withdrawn. */
export function cancelBulkSend(
  ctx: Ctx,
  id: string,
  { version, reason }: { version: number; reason: string },
): Promise<BulkSend> {
  return inTx(ctx, async (ctx) => {
    await requireOwnBulk(ctx, id);
    const row = (await lockBulk(ctx, id))!;
    if (row.state === 'cancelled') return show(ctx, row);
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
    return show(ctx, (await findBulk(ctx, id))!);
  });
}

const planLike = ({ draft }: Pick<BulkRow, 'draft'>): PlanLike => ({
  kind: 'bulk',
  projectId: draft.projectId,
  unitId: draft.unitId,
  class: 'campaign',
  purpose: draft.purpose,
  // Groups are not drawn into arms.
  controlShare: draft.groups ? 0 : draft.controlShare,
  need: draft.need || null,
});

/** What would come of it for the reader's units, as things stand now. */
export async function previewBulkSend(ctx: Ctx, id: string): Promise<ReachPreview> {
  const row = await requireShown(ctx, id);
  const { settings } = await findSettings(ctx);
  const scope = await unitScope(ctx, READ);
  const candidates = bulkCandidates(ctx, row, settings.spreadMinutes, scope);
  return previewReach(ctx, row.planId ?? planLike(row), candidates);
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
  const { audienceId } = row.draft;
  const audience = audienceId && (await findChosenAudience(ctx, audienceId));
  if (audience && audience.ruleVersion !== row.audienceVersion) {
    await setBulk(ctx, id, { state: 'failed', failure: 'audience-changed' });
    return;
  }
  const { settings } = await findSettings(ctx);
  const planId = await definePlan(ctx, {
    ...planLike(row),
    subjectId: id,
    name: row.draft.name,
    deletionLimit: row.draft.deletionLimit,
  });
  await propose(ctx, planId, bulkCandidates(ctx, row, settings.spreadMinutes));
  await setBulk(ctx, id, { state: 'proposed', planId });
}
