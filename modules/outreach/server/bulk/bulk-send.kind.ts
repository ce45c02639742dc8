import { meantFor } from '#modules/content/contract.ts';
import { findVersion, openPlacesOf } from '#modules/content/server/index.ts';
import { type ChangeLine, defineApprovalKind } from '#modules/org/server/index.ts';
import type { Phrase } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { BulkSendPayload, bulkSendKind } from '../../contract/bulk-send.ts';
import { channelText, placeOf } from '../../contract/channel.ts';
import { outreachErrors } from '../../contract/errors.ts';
import { contentOf } from '../decide/content-basis.service.ts';
import { type BulkRow, findChosenAudience, lockBulk, setBulk } from './bulk.repo.ts';
import { requireOwnBulk } from './bulk.service.ts';
import { countChosen, findChosen } from './group.repo.ts';

/** Bound to the version of the draft, of the audience’s rule and of the content: none may change after. */
defineApprovalKind({
  kind: bulkSendKind,
  name: ['群发', 'Bulk send'],
  payload: BulkSendPayload,
  draftPermission: 'outreach.bulk.manage',
  decidePermission: 'outreach.bulk.approve',
  deadlineWorkdays: 3,
  prepare: async (ctx, { id, version }) => {
    const row = await requireOwnBulk(ctx, id);
    if (row.state !== 'draft') throw outreachErrors.bulkSendNotDraft({ state: row.state });
    if (row.version !== version)
      throw outreachErrors.bulkSendChangedMeanwhile({ version: row.version });
    // What starts from no need of the customer is not put to a second person.
    if (!row.draft.need) throw outreachErrors.bulkSendNeedMissing({ field: 'need' });
    await demandUsable(ctx, row);
    return {
      subject: { id, name: row.draft.name, version },
      unitId: row.unitId,
      title: [`群发：${row.draft.name}`, `Bulk send: ${row.draft.name}`],
      changes: [
        line(['客户需求', 'Customer need'], row.draft.need),
        ...(await whomLines(ctx, row)),
        ...linesOf(row),
      ],
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
  if (new Date(draft.sendAt) < ctx.now()) throw outreachErrors.bulkSendTooLate({ field: 'sendAt' });
  if (draft.audienceId) {
    const audience = await findChosenAudience(ctx, draft.audienceId);
    if (!audience || audience.state === 'archived' || audience.ruleVersion !== audienceVersion)
      throw outreachErrors.bulkSendAudienceUnfit({ field: 'audienceId' });
  }
  const version = await findVersion(ctx, { ...draft.content, itemId: draft.content.id });
  const place = placeOf[draft.channel];
  if (version && place && !meantFor(place, version))
    throw outreachErrors.bulkSendContentElsewhere({ field: 'content' });
  // Nobody fills them later: it would be refused when it is handed over.
  const open = version ? await openPlacesOf(ctx, version) : [];
  if (open.length > 0)
    throw outreachErrors.bulkSendPlacesOpen({
      field: 'content',
      places: open.map(({ name }) => name[0]).join('、'),
      placesEn: open.map(({ name }) => name[1]).join(', '),
    });
  const { content } = await contentOf(ctx, {
    channel: draft.channel,
    contentKind: 'content.item',
    contentId: draft.content.id,
    contentVersion: draft.content.version,
    productId: draft.productId,
  });
  if (content.state !== 'approved' || content.words.length > 0 || content.missing.length > 0)
    throw outreachErrors.bulkSendContentUnfit({ field: 'content', state: content.state });
}

const line = (label: readonly [string, string], after: ChangeLine['after']): ChangeLine => ({
  label,
  before: null,
  after,
});

/** The same in both languages. */
const asItIs = (name: string): Phrase => [name, name];

const versionOf = (name: string | null, version: number): Phrase => [
  `${name ?? ''}（第 ${version} 版）`,
  `${name ?? ''}, version ${version}`,
];

/** As a clock in the bank shows it. */
const bankTime = (at: string): string =>
  new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ');

const linesOf = ({ draft, contentName }: BulkRow): ChangeLine[] => [
  line(['内容', 'Content'], versionOf(contentName, draft.content.version)),
  line(['渠道', 'Channel'], channelText[draft.channel]),
  line(['发送时间', 'To go out at'], bankTime(draft.sendAt)),
];

/** Whom it reaches: an audience with its share held out, or groups by the units of their owners. */
async function whomLines(ctx: Ctx, row: BulkRow): Promise<ChangeLine[]> {
  const { groups, controlShare } = row.draft;
  if (!groups)
    return [
      line(['客群', 'Audience'], versionOf(row.audienceName, row.audienceVersion)),
      line(['对照组比例', 'Held out'], `${Math.round(controlShare * 100)}%`),
    ];
  const all = { whole: true } as const;
  const { units, owners } = await findChosen(ctx, groups, all);
  const counted = await countChosen(ctx, groups, all);
  const chosen = [...units, ...owners].map(({ name }) => asItIs(name));
  return [
    line(['所选机构与群主', 'Units and owners chosen'], chosen),
    line(
      ['客户群（按群主所在机构）', 'Groups, by the unit of their owner'],
      counted.length > 0 ? counted.map(({ name, groups }) => asItIs(`${name} ${groups}`)) : '0',
    ),
  ];
}
