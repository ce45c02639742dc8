import { LexiconScope } from '#modules/compliance/contract.ts';
import { checkTexts } from '#modules/compliance/server/index.ts';
import { headsOf } from '#modules/customers/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { workbenchErrors } from '../../contract/item.ts';
import { type Advise, adviceFor } from './advice.ts';

/** Nobody knows what a colleague speaks of before he has written it: what holds for any product holds. */
const spoken = LexiconScope.options.filter((scope) => scope !== 'wecom_tag' && scope !== 'remark');

/** Words of a colleague before they are sent: what the lexicon finds, and whether now is allowed. */
export async function checkWords(
  ctx: Ctx,
  { customerId, text }: { customerId: number; text: string },
  advise: Advise,
) {
  const [head] = await headsOf(ctx, [customerId]);
  if (!head) throw workbenchErrors.notYourCustomer({ customerId });
  const [check] = await checkTexts(ctx, [text], spoken);
  return {
    advice: await adviceFor(ctx, customerId, advise, text),
    level: check!.level,
    hits: check!.hits.map((hit) => ({
      from: hit.from,
      to: hit.to,
      word: hit.text,
      level: hit.level,
      why: ctx.lang === 'en' ? hit.nameEn : hit.name,
      instead: hit.suggestion || null,
    })),
  };
}
