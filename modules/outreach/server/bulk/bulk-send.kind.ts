import { type ChangeLine, defineApprovalKind } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { channelText } from '../../contract/channel.ts';
import { outreachErrors } from '../../contract/errors.ts';
import { BulkSendPayload, bulkSendKind } from '../../contract/plan.ts';
import { contentOf } from '../decide/content-basis.service.ts';
import { type BulkRow, findChosenAudience, lockBulk, setBulk } from './bulk.repo.ts';
import { requireBulk } from './bulk.service.ts';

/** Bound to the version of the draft, of the audience’s rule and of the content: none may change after. */
defineApprovalKind({
  kind: bulkSendKind,
  name: ['群发', 'Bulk send'],
  payload: BulkSendPayload,
  draftPermission: 'outreach.bulk.manage',
  decidePermission: 'outreach.bulk.approve',
  deadlineWorkdays: 3,
  prepare: async (ctx, { id, version }) => {
    const row = await requireBulk(ctx, id, 'outreach.bulk.manage');
    if (row.state !== 'draft') throw outreachErrors.bulkSendNotDraft({ state: row.state });
    if (row.version !== version)
      throw outreachErrors.bulkSendChangedMeanwhile({ version: row.version });
    await demandUsable(ctx, row);
    return {
      subject: { id, name: row.draft.name, version },
      unitId: row.unitId,
      title: [`群发：${row.draft.name}`, `Bulk send: ${row.draft.name}`],
      changes: linesOf(row),
      link: `/outreach/bulk/${id}`,
    };
  },
  lockVersion: async (ctx, { payload }) => (await lockBulk(ctx, payload.id))?.version ?? null,
  onSubmitted: (ctx, { payload }) => setBulk(ctx, payload.id, { state: 'submitted' }),
  onApproved: async (ctx, { payload }) => {
    await demandUsable(ctx, (await lockBulk(ctx, payload.id))!);
    await setBulk(ctx, payload.id, { state: 'approved' });
  },
  onClosed: (ctx, { payload }) => setBulk(ctx, payload.id, { state: 'draft' }),
});

/** What could never go out is not put to a second person. */
async function demandUsable(ctx: Ctx, { draft, audienceVersion }: BulkRow): Promise<void> {
  if (new Date(draft.sendAt) < ctx.now()) throw outreachErrors.bulkSendUnusable({ why: 'hour' });
  const audience = await findChosenAudience(ctx, draft.audienceId);
  if (!audience || audience.state === 'archived' || audience.ruleVersion !== audienceVersion)
    throw outreachErrors.bulkSendUnusable({ why: 'audience' });
  const { content } = await contentOf(ctx, {
    channel: draft.channel,
    contentKind: 'content.item',
    contentId: draft.content.id,
    contentVersion: draft.content.version,
    productId: draft.productId,
  });
  if (content.state !== 'approved' || content.words.length > 0 || content.missing.length > 0)
    throw outreachErrors.bulkSendUnusable({ why: 'content', state: content.state });
}

function linesOf({ draft, audienceName, audienceVersion, contentName }: BulkRow): ChangeLine[] {
  const line = (label: readonly [string, string], after: ChangeLine['after']): ChangeLine => ({
    label,
    before: null,
    after,
  });
  return [
    line(['客群', 'Audience'], `${audienceName}（第 ${audienceVersion} 版）`),
    line(['内容', 'Content'], `${contentName ?? ''}（第 ${draft.content.version} 版）`),
    line(['渠道', 'Channel'], channelText[draft.channel]),
    line(['发送时间', 'To go out at'], draft.sendAt),
    line(['对照组比例', 'Held out'], `${Math.round(draft.controlShare * 100)}%`),
  ];
}
