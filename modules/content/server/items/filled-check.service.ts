import type { Ctx } from '#platform/server/ctx.ts';
import type { Draft, DraftCheck } from '../../contract/item.ts';
import { placesIn } from '../rendering/fill.ts';
import { checkDraft } from './check.service.ts';

type Finding = DraftCheck['findings'][number];

/**
 * What may not be said once somebody’s own words stand in the places of a text: that the text itself was
 * approved says nothing of them (CR-072, CR-042). What was to be found without them is left out.
 */
export async function checkFilled(
  ctx: Ctx,
  draft: Draft,
  values: Readonly<Record<string, string>>,
): Promise<Finding[]> {
  const { text, human } = draft.body;
  const fills = (words: string) => placesIn(words).some((place) => values[place]);
  if (!fills(text) && !fills(human ?? '')) return [];
  const put = (words: string) =>
    words.replace(/\{([a-z][a-z0-9_]*)\}/g, (all, name) => values[name] || all);
  const filled = { ...draft, body: { ...draft.body, text: put(text), human: human && put(human) } };
  const found = await stopping(ctx, filled);
  if (found.length === 0) return [];
  const known = new Set((await stopping(ctx, draft)).map(keyOf));
  return found.filter((finding) => !known.has(keyOf(finding)));
}

const stopping = async (ctx: Ctx, draft: Draft): Promise<Finding[]> =>
  (await checkDraft(ctx, draft)).findings.filter((f) => f.level === 'block' && f.place !== null);

const keyOf = ({ rule, place }: Finding) => `${rule} ${place?.text}`;
