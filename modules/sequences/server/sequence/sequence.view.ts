import { findAllOpen } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { mayAt } from '#platform/server/scope.ts';
import type { Definition } from '../../contract/definition.ts';
import {
  releaseKind,
  type Sequence,
  type SequenceDetail,
  type SequenceId,
  sequenceErrors,
} from '../../contract/sequence.ts';
import { check } from '../../definition/check.ts';
import { promoShare } from '../../definition/layout.ts';
import { contentFacts, namedContents } from './content-fact.repo.ts';
import {
  type Figures,
  findSequence,
  findVersion,
  findVersions,
  type ListedRow,
  pageOfSequences,
  type SequenceFilter,
} from './sequence.repo.ts';
import { countUse } from './use.repo.ts';

export const READ = 'sequences.sequence.read';
export const MANAGE = 'sequences.sequence.manage';

export const figuresOf = ({ method, items }: Definition): Figures => ({
  days: method.total_days,
  rounds: method.rounds,
  items: items.length,
  promoShare: promoShare(items),
});

const asSequence = (ctx: Ctx, row: ListedRow): Sequence => ({
  id: row.id,
  name: row.name,
  owner: { id: row.ownerId, name: row.ownerName },
  usable: row.usable,
  open: row.open,
  state: row.state,
  days: row.days,
  rounds: row.rounds,
  items: row.items,
  promoShare: row.promoShare,
  running: row.running,
  enrolled: row.enrolled,
  changedAt: row.changedAt.toISOString(),
  can: { change: mayAt(ctx, MANAGE, row.ownerPath) },
});

export async function listSequences(ctx: Ctx, filter: SequenceFilter) {
  const { items, total } = await pageOfSequences(ctx, READ, filter);
  return { items: items.map((row) => asSequence(ctx, row)), total };
}

/** One version with its findings: the one asked for, else what is written, else what may be run. */
export async function showSequence(
  ctx: Ctx,
  id: SequenceId,
  wanted?: number,
): Promise<SequenceDetail> {
  const row = await findSequence(ctx, id, READ);
  if (!row) throw sequenceErrors.sequenceNotFound({ id });
  const versions = await findVersions(ctx, id);
  const shown = await findVersion(ctx, id, wanted ?? row.open ?? row.usable ?? 1);
  if (!shown) throw sequenceErrors.versionNotFound({ version: wanted });
  const { definition } = shown;
  const contents = await contentFacts(ctx, namedContents(definition));
  const stands = versions.find((v) => v.version === (row.usable ?? row.open))!;
  const pending = await findAllOpen(ctx, releaseKind);
  return {
    ...asSequence(ctx, {
      ...row,
      ...figuresOf(definition),
      state: stands.state,
      ...(await countUse(ctx, id)),
    }),
    versions: versions.map((v) => ({
      ...v,
      changedAt: v.changedAt.toISOString(),
      approvedAt: v.approvedAt?.toISOString() ?? null,
    })),
    shown: shown.version,
    definition,
    contents,
    findings: check(definition, contents),
    pendingApprovalId: pending.get(id) ?? null,
  };
}
