import { z } from 'zod';
import { type ChangeLine, defineApprovalKind } from '#modules/org/server/index.ts';
import type { Phrase } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { type Definition, type Item, lanes } from '../../contract/definition.ts';
import { releaseKind, SequenceId, sequenceErrors } from '../../contract/sequence.ts';
import { check, errorsOf } from '../../definition/check.ts';
import { difference } from '../../definition/difference.ts';
import { promoShare } from '../../definition/layout.ts';
import { contentFacts, namedContents } from './content-fact.repo.ts';
import { findSequence, findVersion, setVersionState } from './sequence.repo.ts';
import { release } from './sequence.service.ts';
import { READ } from './sequence.view.ts';

const Payload = z.object({
  id: SequenceId,
  version: z.int().min(1),
  revision: z.int().min(1),
});

/** A sequence runs as one person wrote it and another approved it, at exactly this revision. */
defineApprovalKind({
  kind: releaseKind,
  name: ['序列发布', 'Release of a sequence'],
  payload: Payload,
  draftPermission: 'sequences.sequence.manage',
  decidePermission: 'sequences.sequence.approve',
  deadlineWorkdays: 3,
  prepare: async (ctx, { id, version, revision }) => {
    const row = await findSequence(ctx, id, READ);
    const draft = await findVersion(ctx, id, version);
    if (!row || !draft) throw sequenceErrors.sequenceNotFound({ id });
    if (draft.state !== 'draft') throw sequenceErrors.notDraft({ state: draft.state });
    if (draft.revision !== revision)
      throw sequenceErrors.changedMeanwhile({ revision: draft.revision, by: draft.changedBy });
    await demandRunnable(ctx, draft.definition);
    const before = row.usable === null ? null : await findVersion(ctx, id, row.usable);
    return {
      subject: { id, name: row.name, version: revision },
      unitId: row.ownerId,
      title: [
        `序列：${draft.definition.title}（第 ${version} 版）`,
        `Sequence: ${draft.definition.title}, version ${version}`,
      ],
      changes: changedLines(before?.definition ?? null, draft.definition),
      link: `/sequences/${id}`,
    };
  },
  lockVersion: async (ctx, { payload }) =>
    (await findVersion(ctx, payload.id, payload.version, true))?.revision ?? null,
  onSubmitted: (ctx, { payload }) => setVersionState(ctx, payload.id, payload.version, 'submitted'),
  onApproved: async (ctx, { payload }) => {
    // A content may have been withdrawn since it was submitted.
    const { definition } = (await findVersion(ctx, payload.id, payload.version))!;
    await demandRunnable(ctx, definition);
    await release(ctx, payload.id, payload.version);
  },
  onClosed: (ctx, { payload }) => setVersionState(ctx, payload.id, payload.version, 'draft'),
});

async function demandRunnable(ctx: Ctx, definition: Definition): Promise<void> {
  const facts = await contentFacts(ctx, namedContents(definition));
  const findings = errorsOf(check(definition, facts));
  if (findings.length > 0) throw sequenceErrors.hasErrors({ count: findings.length, findings });
}

const named = ({ lane, title }: Item): Phrase => [
  `${lanes[lane][0]} · ${title}`,
  `${lanes[lane][1]} · ${title}`,
];

function changedLines(before: Definition | null, after: Definition): ChangeLine[] {
  const share = (d: Definition) => `${Math.round(promoShare(d.items) * 100)}%`;
  const lines: ChangeLine[] = [
    { label: ['名称', 'Name'], before: before?.title ?? null, after: after.title },
    {
      label: ['天数', 'Days'],
      before: before?.method.total_days ?? null,
      after: after.method.total_days,
    },
    {
      label: ['内容条数', 'Items'],
      before: before?.items.length ?? null,
      after: after.items.length,
    },
    {
      label: ['促销占比', 'Promotional share'],
      before: before === null ? null : share(before),
      after: share(after),
    },
  ];
  const changed = lines.filter((line) => line.before !== line.after);
  if (!before) return changed;
  const known = new Map([...before.items, ...after.items].map((item) => [item.id, item]));
  return [
    ...changed,
    ...difference(before, after).map(
      ({ item, kind, words }): ChangeLine => ({
        label: named(known.get(item)!),
        before: kind === 'added' ? null : words.before,
        after: kind === 'removed' ? null : words.after,
      }),
    ),
  ];
}
