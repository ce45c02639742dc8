import { z } from 'zod';
import { rulesAt } from '#modules/compliance/server/index.ts';
import { defineApprovalKind } from '#modules/org/server/index.ts';
import { platformErrors } from '#platform/contract/errors.ts';
import type { Phrase } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import { formats } from '../../contract/body.ts';
import { contentTypes, places, segments, stages } from '../../contract/facets.ts';
import { fieldName } from '../../contract/field-names.ts';
import { contentErrors, type Draft, ItemId, releaseKind } from '../../contract/item.ts';
import { filledIn, placeName } from '../../contract/places.ts';
import { changedLines, type Line } from '../documents/changed-lines.ts';
import { findProducts } from '../products/product.repo.ts';
import { isOnSale } from '../products/product.view.ts';
import { checkDraft } from './check.service.ts';
import { filesOf } from './files.ts';
import { findItem, findVersions, lockVersion, setVersionState } from './item.repo.ts';
import { release } from './item.service.ts';
import { READ } from './item.view.ts';

const Payload = z.object({
  id: ItemId,
  version: z.int().min(1),
  revision: z.int().min(1),
});

/**
 * Nothing is said to customers that one person has not written and another approved, at exactly this
 * revision (CR-079, CR-144). What may not be said is not even put to the second.
 */
defineApprovalKind({
  kind: releaseKind,
  name: ['内容发布', 'Release of content'],
  payload: Payload,
  draftPermission: 'content.item.manage',
  decidePermission: 'content.item.approve',
  deadlineWorkdays: 3,
  prepare: async (ctx, { id, version, revision }) => {
    const item = await findItem(ctx, id, READ);
    const versions = await findVersions(ctx, id);
    const draft = versions.find((v) => v.version === version);
    if (!item || !draft) throw contentErrors.itemNotFound({ id });
    if (draft.state !== 'draft') throw contentErrors.itemNotDraft({ state: draft.state });
    if (draft.revision !== revision)
      throw contentErrors.itemChangedMeanwhile({ revision: draft.revision, by: draft.changedBy });
    await demandSayable(ctx, draft);
    const before = versions.find((v) => v.state === 'approved') ?? null;
    return {
      subject: { id, name: draft.name, version: revision },
      unitId: item.ownerId,
      title: [
        `内容：${draft.name}（第 ${version} 版）`,
        `Content: ${draft.name}, version ${version}`,
      ],
      changes: changedLines(lines, before, draft),
      link: `/content/items/${id}`,
    };
  },
  // No rule of words sees a picture: whoever approves it has looked (CR-082).
  attest: async (ctx, { id, version }) => {
    const { 'CR-082': rule } = await rulesAt(ctx, ['CR-082']);
    const draft = (await findVersions(ctx, id)).find((v) => v.version === version);
    return rule.on && draft && filesOf(draft.body).length > 0 ? [NO_SYMBOLS] : [];
  },
  lockVersion: async (ctx, { payload }) =>
    (await lockVersion(ctx, payload.id, payload.version))?.revision ?? null,
  onSubmitted: (ctx, { payload }) => setVersionState(ctx, payload.id, payload.version, 'submitted'),
  onApproved: async (ctx, { id, payload }) => {
    // A word may have been forbidden, a product taken off, since it was submitted.
    const versions = await findVersions(ctx, payload.id);
    await demandSayable(ctx, versions.find((v) => v.version === payload.version)!);
    await release(ctx, payload.id, payload.version, id);
  },
  onClosed: (ctx, { payload }) => setVersionState(ctx, payload.id, payload.version, 'draft'),
});

const NO_SYMBOLS: Phrase = [
  '已逐一看过图片、封面、视频和文件：没有国旗、国徽、国歌、军旗、军徽，也没有国家机关及其工作人员的名义或形象（CR-082）',
  'I have looked at every picture, cover, film and file: no flag, emblem or anthem of the state or army, no name or image of state organs or their staff (CR-082)',
];

async function demandSayable(ctx: Ctx, draft: Draft): Promise<void> {
  const { level, findings, limits } = await checkDraft(ctx, draft);
  if (level === 'block') {
    const blocking = findings.filter((f) => f.level === 'block');
    const said = [...blocking, ...limits].map(({ field, why }): Phrase => {
      const [zh, en] = fieldName(field);
      return [`${zh}：${why[0]}`, `${en}: ${why[1]}`];
    });
    const more = said.length > SAID ? said.length : 0;
    throw contentErrors.itemBlocked({
      ...{ findings: blocking, limits },
      words: `${joined(said, 0, '；')}${more ? `；共 ${more} 处` : ''}`,
      wordsEn: `${joined(said, 1, '; ')}${more ? `; ${more} in all` : ''}`,
    });
  }
  const fields = missingFields(draft);
  if (fields.length > 0) throw contentErrors.itemIncomplete({ fields });
  const today = dayOf(ctx.now());
  const off = (await findProducts(ctx, draft.facets.productIds)).filter((p) => !isOnSale(p, today));
  if (off.length > 0)
    throw contentErrors.itemIncomplete({
      fields: ['facets.productIds'],
      rule: 'CR-058',
      products: off.map(({ product }) => product.name),
    });
  if (draft.validity.to !== null && draft.validity.to < today)
    throw platformErrors.invalid({
      issues: [{ path: 'validity.to', message: '有效期已过 / the last day is over' }],
    });
}

const SAID = 3;
const joined = (said: readonly Phrase[], lang: 0 | 1, sign: string) =>
  said
    .slice(0, SAID)
    .map((one) => one[lang])
    .join(sign);

/** R-254: without segment, scene and stage nothing is used; R-004: without a need nothing is said. */
export function missingFields({ body, facets }: Draft): string[] {
  const missing: string[] = [];
  if (body.text === '' && body.carrier.format === 'text') missing.push('body.text');
  if (facets.stage === null) missing.push('facets.stage');
  if (facets.segments.length === 0) missing.push('facets.segments');
  if (facets.scenes.length === 0) missing.push('facets.scenes');
  if (facets.need === '') missing.push('facets.need');
  if (body.carrier.format === 'video' && body.carrier.subtitles.trim() === '')
    missing.push('body.carrier.subtitles');
  return missing;
}

const segmentName = (key: string): Phrase =>
  key === '*'
    ? ['所有客群', 'All segments']
    : ((segments as Record<string, Phrase>)[key] ?? [key, key]);

const lines: Line<Draft>[] = [
  [['名称', 'Name'], (d) => d.name],
  [['形式', 'Format'], (d) => formats[d.body.carrier.format]],
  [['正文', 'Text'], (d) => d.body.text || null],
  [['客户经理口吻', 'In the RM’s voice'], (d) => d.body.human],
  [['内容', 'Content'], (d) => carrierText(d)],
  [['阶段', 'Stage'], (d) => d.facets.stage && stages[d.facets.stage]],
  [['类型', 'Type'], (d) => d.facets.type && contentTypes[d.facets.type].text],
  [['3W', 'Three W'], (d) => (d.body.threeW ? Object.values(d.body.threeW).join('\n') : null)],
  [['填好的内容', 'Filled in'], (d) => valuesText(d)],
  [['数据出处', 'Source of figures'], (d) => d.body.source || null],
  [['人设', 'Persona'], (d) => d.facets.personaKey],
  [['用在哪里', 'Where it may go'], (d) => d.facets.places.map((key) => places[key])],
  [['客群', 'Segments'], (d) => d.facets.segments.map(segmentName)],
  [['场景', 'Scenes'], (d) => d.facets.scenes.join('、') || null],
  [['客户需求', 'Need'], (d) => d.facets.need || null],
  [['促销', 'Promotional'], (d) => d.facets.promotional],
  [['有效期自', 'Valid from'], (d) => d.validity.from],
  [['有效期至', 'Valid to'], (d) => d.validity.to],
];

const valuesText = ({ body }: Draft): string | null =>
  Object.entries(filledIn(body))
    .map(([place, text]) => `${placeName(place)[0]}：${text}`)
    .join('\n') || null;

function carrierText({ body: { carrier } }: Draft): string | null {
  if (carrier.format === 'text' || carrier.format === 'image') return null;
  if (carrier.format !== 'article') return carrier.title;
  const words = carrier.blocks.map((block) =>
    block.kind === 'list'
      ? block.items.join('\n')
      : block.kind === 'image'
        ? `[${block.alt}]`
        : block.text,
  );
  return [carrier.title, carrier.summary, ...words].filter((text) => text !== '').join('\n');
}
