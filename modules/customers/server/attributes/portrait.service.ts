import type { Ctx } from '#platform/server/ctx.ts';
import {
  type Attribute,
  blocks,
  type Coverage,
  type Portrait,
  type SetPortrait,
  type ShownValue,
} from '../../contract/attribute.ts';
import { demandVisible } from '../known-customers.repo.ts';
import { tagByCode } from '../tags/dictionary.service.ts';
import { attributeRegistry } from './attribute.service.ts';
import { countChosen, countSources, countWords, type WordCount } from './portrait.repo.ts';
import { bandLabel, clearValue, shownText } from './shown.ts';
import { type HeldValues, valuesOf } from './value.service.ts';

/** Fewer than these are nobody's statistic. */
const LEAST = 5;

/** What is known of one customer, in three blocks. */
export async function showPortrait(ctx: Ctx, customerId: number): Promise<Portrait> {
  await demandVisible(ctx, customerId);
  return portraitOf(ctx, customerId);
}

export async function portraitOf(ctx: Ctx, customerId: number): Promise<Portrait> {
  const attributes = (await attributeRegistry(ctx)).filter((a) => a.state === 'active');
  const held = (await valuesOf(ctx, [customerId], attributes)).get(customerId) ?? new Map();
  return {
    blocks: blocks.map((block) => {
      const own = attributes.filter((a) => a.block === block);
      return {
        block,
        values: own.flatMap((a) => shownValue(ctx, a, held) ?? []),
        missing: own.filter((a) => !held.has(a.code)).map((a) => a.name),
      };
    }),
  };
}

export function shownValue(ctx: Ctx, attribute: Attribute, held: HeldValues): ShownValue | null {
  const found = held.get(attribute.code);
  if (!found) return null;
  const { code, name, type, unit } = attribute;
  return {
    code,
    name,
    type,
    unit,
    shown: shownText(attribute, found.value, ctx.lang),
    value: clearValue(attribute, found.value),
    source: found.source,
    at: found.at.toISOString(),
    stale: found.stale,
  };
}

/** The same for many customers: how many have a value, whence it is, how it is spread. */
export async function showSetPortrait(ctx: Ctx, tag: string | undefined): Promise<SetPortrait> {
  const tagId = tag ? (await tagByCode(ctx, tag)).id : null;
  const attributes = (await attributeRegistry(ctx)).filter((a) => a.state === 'active');
  const ids = (type: Attribute['type']) =>
    attributes.filter((a) => a.type === type).map((a) => a.id);
  const customers = await countChosen(ctx, tagId);
  const sources = await countSources(ctx, tagId);
  const words = await countWords(ctx, tagId, ids('money'), ids('flag'));
  const coverage = (attribute: Attribute): Coverage => {
    const own = sources.filter((s) => s.attributeId === attribute.id);
    const known = own.reduce((sum, s) => sum + s.count, 0);
    const { code, name, type, unit } = attribute;
    return {
      code,
      name,
      type,
      unit,
      known,
      percent: customers === 0 ? 0 : Math.round((known / customers) * 1000) / 10,
      sources: own
        .map(({ source, count }) => ({ source, count }))
        .sort((a, b) => b.count - a.count),
      spread: spreadOf(ctx, attribute, words),
    };
  };
  return {
    customers,
    blocks: blocks.map((block) => ({
      block,
      attributes: attributes.filter((a) => a.block === block).map(coverage),
    })),
  };
}

function spreadOf(ctx: Ctx, attribute: Attribute, words: readonly WordCount[]) {
  const own = words.filter((w) => w.attributeId === attribute.id && w.count >= LEAST);
  const label = (word: string) => {
    if (attribute.type === 'money') return bandLabel(Number(word), ctx.lang);
    if (attribute.type === 'flag') return shownText(attribute, word === '1', ctx.lang);
    return shownText({ ...attribute, type: 'choice' }, word, ctx.lang);
  };
  const ordered =
    attribute.type === 'money'
      ? own.sort((a, b) => Number(a.word) - Number(b.word))
      : own.sort((a, b) => b.count - a.count);
  return ordered.map(({ word, count }) => ({ label: label(word), count }));
}
