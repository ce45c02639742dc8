import type { ContentFacts } from '#modules/compliance/contract.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import { filledIn } from '../../contract/places.ts';
import type { ProductDraft } from '../../contract/product.ts';
import { findNamed, findProducts } from './product.repo.ts';

type Master = ContentFacts['masters'][number];

/**
 * The masters by which a text is compared (CR-061): of the products it is about and of those it names.
 * One that is about none is held to what it names, as far as a name is no word for many products.
 */
export async function mastersOf(
  ctx: Ctx,
  productIds: readonly string[],
  text: string,
): Promise<Master[]> {
  const today = dayOf(ctx.now());
  const about = await findProducts(ctx, [...new Set(productIds)]);
  const named = (await findNamed(ctx, text)).filter(
    ({ id, product }) =>
      !about.some((one) => one.id === id) && (about.length > 0 || isOwnName(product.name)),
  );
  return [
    ...about.map(({ product }) => asMaster(product, today, true)),
    ...named.map(({ product }) => asMaster(product, today, false)),
  ].slice(0, MOST);
}

const MOST = 60;

/** 稳健一号, 安享180天 are one product; 定期存款 is what many are called. */
const isOwnName = (name: string) => /[号期款型\dA-Za-z]/.test(name) || [...name].length >= 6;

/** Offers of these days count among what is promised. */
const asMaster = (
  { name, kind, facts, offers }: ProductDraft,
  today: string,
  about: boolean,
): Master => ({
  ...{ name, kind, about },
  facts: {
    ...Object.fromEntries(
      offers.flatMap(({ name, from, to, terms }) =>
        terms && from <= today && today <= to ? [[name, terms]] : [],
      ),
    ),
    ...filledIn({ values: facts }),
  },
});
