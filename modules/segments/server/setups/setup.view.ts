import { countCells } from '#modules/content/server/index.ts';
import { findAllOpen } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { mayAt } from '#platform/server/scope.ts';
import { type PackContent, packErrors } from '../../contract/pack.ts';
import {
  type Coverage,
  type Setup,
  type SetupDetail,
  type SetupId,
  setupErrors,
  setupLaunchKind,
  setupReviewKind,
} from '../../contract/setup.ts';
import { findElements } from '../elements/element.repo.ts';
import { findPack } from '../packs/pack.repo.ts';
import { researchForm } from '../packs/templates.ts';
import { setupGaps } from './gaps.ts';
import { findSetup, listSetupRows, type SetupRow, setupVersions } from './setup.repo.ts';

export const READ = 'segments.pack.read';
export const MANAGE = 'segments.setup.manage';

export async function needSetup(ctx: Ctx, id: SetupId, permission = READ): Promise<SetupRow> {
  const row = await findSetup(ctx, id, permission);
  if (!row) throw setupErrors.setupNotFound({ id });
  return row;
}

export async function packOf(
  ctx: Ctx,
  { packKey, packVersion }: Pick<SetupRow, 'packKey' | 'packVersion'>,
): Promise<PackContent> {
  const pack = await findPack(ctx, packKey, packVersion);
  if (!pack) throw packErrors.packNotFound({ key: packKey });
  return pack.content;
}

/** Approved content of the pack's segment, stage by stage. */
export async function coverageOf(ctx: Ctx, pack: PackContent): Promise<Coverage[]> {
  const cells = await countCells(ctx, 'content.item.read', [pack.content.segment]);
  return pack.content.stages.map(({ stage, least }) => ({
    ...{ stage, least },
    items: cells.reduce((sum, cell) => sum + (cell.stage === stage ? cell.items : 0), 0),
  }));
}

export async function listSetups(ctx: Ctx, packKey?: string): Promise<Setup[]> {
  const rows = await listSetupRows(ctx, READ, packKey);
  return Promise.all(
    rows.map(async (row) => {
      const pack = await packOf(ctx, row);
      return asSetup(ctx, row, pack, await coverageOf(ctx, pack));
    }),
  );
}

export async function showSetup(ctx: Ctx, id: SetupId): Promise<SetupDetail> {
  const row = await needSetup(ctx, id);
  const pack = await packOf(ctx, row);
  const coverage = await coverageOf(ctx, pack);
  const launches = await findAllOpen(ctx, setupLaunchKind);
  const reviews = await findAllOpen(ctx, setupReviewKind);
  return {
    ...asSetup(ctx, row, pack, coverage),
    content: row.content,
    coverage,
    research: { by: row.researchBy, at: row.researchAt?.toISOString() ?? null },
    elements: await findElements(ctx, id),
    projectId: row.projectId,
    review: row.review,
    reviewState: row.reviewState,
    approvalId: launches.get(id) ?? reviews.get(id) ?? null,
    versions: await setupVersions(ctx, id),
  };
}

export async function reportOf(ctx: Ctx, id: SetupId) {
  const row = await needSetup(ctx, id);
  const pack = await packOf(ctx, row);
  const { industry, answers, attachments } = row.content.research;
  return {
    ...{ name: row.name, pack: pack.name, industry, attachments },
    ...{ state: row.researchState, by: row.researchBy },
    at: row.researchAt?.toISOString() ?? null,
    lines: researchForm(pack).flatMap(({ label: section, fields }) =>
      fields.map(({ key, label: field, required }) => ({
        ...{ section, field, required },
        answer: answers[key] ?? '',
      })),
    ),
  };
}

function asSetup(ctx: Ctx, row: SetupRow, pack: PackContent, coverage: readonly Coverage[]): Setup {
  const { content, researchState } = row;
  return {
    id: row.id,
    packKey: row.packKey,
    packVersion: row.packVersion,
    packName: pack.name,
    name: row.name,
    unit: row.unit,
    central: row.unit.kind === 'head_office',
    state: row.state,
    submitted: row.submitted,
    version: row.version,
    activeVersion: row.activeVersion,
    industry: content.research.industry,
    need: content.brief.need,
    researchState,
    gaps: setupGaps(pack, row, coverage, ctx.lang),
    changedBy: row.changedBy,
    changedAt: row.changedAt.toISOString(),
    can: { change: mayAt(ctx, MANAGE, row.unit.path) && row.state !== 'ended' },
  };
}
