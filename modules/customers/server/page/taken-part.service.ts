import { kindsOf } from '#modules/tracking/server/index.ts';
import { say } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { CustomerPage, TakenPart } from '../../contract/customer.ts';
import { attributeRegistry } from '../attributes/attribute.service.ts';
import { shownValue } from '../attributes/portrait.service.ts';
import { valuesOf } from '../attributes/value.service.ts';
import { isNumber, namesIn } from '../timeline/names.ts';
import { subjectWords } from '../timeline/subject-words.ts';
import { findTakenPart } from './taken-part.repo.ts';

const SHOWN = 30;
/** What somebody took part in, whichever module tells it: the whole family `activity.*`, and these. */
const ACTIVITIES = {
  kinds: [
    'form.submitted',
    'questionnaire.answered',
    'benefit.granted',
    'benefit.redeemed',
    'branch.visited',
  ],
  families: ['activity.'],
};
const DEALS = { kinds: ['product.bought', 'product.redeemed'], families: [] };
/** Attributes that say what is held. */
const HELD = ['products', 'wealth', 'funds', 'deposits', 'credit_card_level'];

export const activitiesOf = (ctx: Ctx, customerId: number) => told(ctx, customerId, ACTIVITIES);

export async function productsOf(ctx: Ctx, customerId: number): Promise<CustomerPage['products']> {
  const attributes = (await attributeRegistry(ctx)).filter(
    ({ code, state }) => state === 'active' && HELD.includes(code),
  );
  const held = (await valuesOf(ctx, [customerId], attributes)).get(customerId) ?? new Map();
  return {
    held: attributes.flatMap((attribute) => shownValue(ctx, attribute, held) ?? []),
    deals: await told(ctx, customerId, DEALS),
  };
}

async function told(
  ctx: Ctx,
  customerId: number,
  which: Parameters<typeof findTakenPart>[2],
): Promise<TakenPart[]> {
  const kinds = await kindsOf(ctx);
  const rows = await findTakenPart(ctx, customerId, which, SHOWN);
  const names = await namesIn(
    ctx,
    rows.map(({ subject }) => ({ data: { subject } })),
  );
  const subjectOf = (subject: string | null) => {
    if (subject === null) return null;
    const name = names.get(subject);
    if (name || isNumber(subject)) return name ?? null;
    const words = subjectWords(subject);
    return typeof words === 'string' ? words : say(words, ctx.lang);
  };
  return rows.map((row) => {
    const title = kinds.get(row.kind)?.title;
    return {
      kind: row.kind,
      title: title ? [title[0]!, title[1]!] : [row.kind, row.kind],
      subject: subjectOf(row.subject),
      times: row.times,
      amount: row.amount,
      lastAt: row.lastAt.toISOString(),
    };
  });
}
