import type { Finding } from '#modules/compliance/contract.ts';
import { checkContent } from '#modules/compliance/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Draft } from '../../contract/item.ts';
import { placesIn } from '../rendering/fill.ts';
import { factsOf } from './check.service.ts';

/**
 * What may not be said once somebody’s own words stand in the places of a text, also of the product that
 * is offered with it: that the text itself was approved says nothing of them (CR-072, CR-042, CR-061). What was to be found without them is left out.
 */
export async function checkFilled(
  ctx: Ctx,
  draft: Draft,
  values: Readonly<Record<string, string>>,
  productIds: readonly string[] = [],
): Promise<Finding[]> {
  const { text, human } = draft.body;
  const filled = [text, human ?? ''].filter((words) => placesIn(words).some((p) => values[p]));
  if (filled.length === 0) return [];
  const words = filled.map((one) => put(one, values));
  const facts = await factsOf(ctx, draft, { productIds, words });
  const stopping = async (words: string) =>
    (await checkContent(ctx, words, facts)).findings.filter(
      ({ level, place }) => level === 'block' && place !== null,
    );
  const fresh: Finding[] = [];
  for (const words of filled) {
    const found = await stopping(put(words, values));
    const known = new Set(found.length === 0 ? [] : (await stopping(words)).map(keyOf));
    fresh.push(...found.filter((finding) => !known.has(keyOf(finding))));
  }
  return fresh;
}

const put = (words: string, values: Readonly<Record<string, string>>): string =>
  words.replace(/\{([a-z][a-z0-9_]*)\}/g, (place, name: string) => values[name] || place);

const keyOf = ({ rule, place }: Finding) => `${rule} ${place?.text}`;
