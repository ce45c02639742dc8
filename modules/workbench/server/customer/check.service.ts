import { ContentFacts, LexiconScope } from '#modules/compliance/contract.ts';
import { checkContent, worst } from '#modules/compliance/server/index.ts';
import { mastersOf } from '#modules/content/server/index.ts';
import { headsOf } from '#modules/customers/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { workbenchErrors } from '../../contract/item.ts';
import { type Advise, adviceFor } from './advice.ts';

/** Nobody knows what a colleague speaks of before he has written it: what holds for any product holds. */
const spoken = LexiconScope.options.filter((scope) => scope !== 'wecom_tag' && scope !== 'remark');

/**
 * Words of a colleague before they are sent: all that content is checked for and that has a place in
 * them, with what they say of products they name (CR-061), and whether now is allowed.
 */
export async function checkWords(
  ctx: Ctx,
  { customerId, text }: { customerId: number; text: string },
  advise: Advise,
) {
  const [head] = await headsOf(ctx, [customerId]);
  if (!head) throw workbenchErrors.notYourCustomer({ customerId });
  const facts = ContentFacts.parse({
    place: 'one_to_one',
    purpose: 'service',
    masters: await mastersOf(ctx, [], text),
  });
  const { findings } = await checkContent(ctx, text, facts, { scopes: spoken });
  const hits = findings.flatMap(({ place, level, why, proposal }) =>
    place ? [{ place, level, why, proposal }] : [],
  );
  return {
    advice: await adviceFor(ctx, customerId, advise, text),
    level: worst(hits.map(({ level }) => level)),
    hits: hits.map(({ place: { from, to, text: word }, level, why: [zh, en], proposal }) => ({
      ...{ from, to, word, level, why: ctx.lang === 'en' ? en : zh, instead: proposal },
    })),
  };
}
