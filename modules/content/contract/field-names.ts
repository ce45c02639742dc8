import type { Phrase } from '#platform/contract/text.ts';
import { threeW } from './facets.ts';
import { placeName } from './places.ts';

const names: Readonly<Record<string, Phrase>> = {
  'body.text': ['正文', 'Text'],
  'body.human': ['客户经理口吻', 'In the RM’s voice'],
  'body.source': ['数据出处', 'Source of figures'],
  'body.carrier.title': ['标题', 'Title'],
  'body.carrier.summary': ['摘要', 'Summary'],
  'body.carrier.subtitles': ['字幕', 'Subtitles'],
  'body.carrier.url': ['链接', 'Link'],
};

/** What a part of a content is called on its form. */
export function fieldName(field: string): Phrase {
  const [, kind, at] = /^body\.(threeW|values|carrier\.blocks)\.(\w+)$/.exec(field) ?? [];
  if (kind === 'threeW') return threeW[at as keyof typeof threeW] ?? [field, field];
  if (kind === 'values') return placeName(at!);
  if (at) return [`第 ${Number(at) + 1} 段`, `Paragraph ${Number(at) + 1}`];
  return names[field] ?? [field, field];
}
