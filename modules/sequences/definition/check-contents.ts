import { aidaLetters, contentTypes } from '#modules/content/contract.ts';
import type { ContentRef, Definition, Item } from '../contract/definition.ts';
import { productLines } from '../contract/definition.ts';
import type { ContentFact } from '../contract/sequence.ts';
import type { Report } from './check.ts';

/** What an item binds, line by line; `null`: one for all lines. */
export function bindings(item: Item): { line: string | null; content: ContentRef | null }[] {
  if (!item.variants) return [{ line: null, content: item.content }];
  return Object.entries(item.variants).map(([line, variant]) => ({
    line,
    content: variant?.content ?? null,
  }));
}

/** The content items that are named: there, approved, and what the item says they are. */
export function checkContents(
  { items }: Definition,
  contents: readonly ContentFact[],
  report: Report,
): void {
  const known = new Map(contents.map((fact) => [`${fact.id}/${fact.version}`, fact]));
  for (const item of items) {
    const place = { kind: 'item', item: item.id } as const;
    for (const { line, content } of bindings(item)) {
      const of = line ? `（${productLines[line as keyof typeof productLines]?.[0] ?? line}）` : '';
      if (!content) {
        report('content_missing', place, [
          `还没有选择素材${of}`,
          `No content is chosen${line ? ` for ${line}` : ''}`,
        ]);
        continue;
      }
      const fact = known.get(`${content.id}/${content.version}`);
      if (!fact) {
        report('content_unknown', place, [
          `素材已不存在${of}`,
          'The content is not there any more',
        ]);
        continue;
      }
      checkFact(item, fact, of, report);
    }
  }
}

function checkFact(item: Item, fact: ContentFact, of: string, report: Report): void {
  const place = { kind: 'item', item: item.id } as const;
  if (fact.usable === null)
    report('content_not_approved', place, [
      `素材“${fact.name}”还没有通过审批${of}`,
      `The content “${fact.name}” is not approved`,
    ]);
  else if (fact.usable !== fact.version)
    report('content_replaced', place, [
      `素材“${fact.name}”已有第 ${fact.usable} 版，请改用新版${of}`,
      `“${fact.name}” has version ${fact.usable} now: take that`,
    ]);
  if (fact.aida !== null && fact.aida !== item.aida)
    report('content_letter', place, [
      `素材标的是 ${fact.aida}（${aidaLetters[fact.aida as 'A'][0]}），这里要 ${item.aida}${of}`,
      `The content is marked ${fact.aida}; this place takes ${item.aida}`,
    ]);
  if (fact.type !== null && fact.type !== item.content_type)
    report('content_type', place, [
      `素材类型是“${contentTypes[fact.type as 'values'].text[0]}”，这里要“${contentTypes[item.content_type].text[0]}”${of}`,
      `The content is a “${contentTypes[fact.type as 'values'].text[1]}”, not what stands here`,
    ]);
  if (fact.promotional && !item.promotional)
    report('promotion_unmarked', place, [
      '素材是促销内容，请在这里也标为促销',
      'The content is promotional: mark the item as such',
    ]);
  const hurts = item.pain_point ?? fact.need;
  if (item.aida === 'I' && (!(item.scene ?? fact.scenes[0]) || !hurts))
    report('no_scene', place, [
      '兴趣类内容要写明场景和痛点',
      'Content for interest names a scene and what hurts in it',
    ]);
  if (item.aida === 'D' && !(item.detail ?? fact.need) && fact.productIds.length === 0)
    report('no_detail', place, [
      '意向类内容要写明产品或服务的细节',
      'Content for desire names a detail of product or service',
    ]);
}
