import type { Ctx } from '#platform/server/ctx.ts';
import type { Draft, Item } from '../../contract/item.ts';
import { filledBySender, filledIn, placeName, placesOf } from '../../contract/places.ts';
import { findProducts } from '../products/product.repo.ts';
import { sharedValues } from '../rendering/values.ts';
import { valuesOfBank } from '../wording/wording.service.ts';

type Written = Pick<Draft, 'body' | 'facets'>;

/** What stands open in a text until somebody fills it: a page with an open place does not open. */
export async function openPlacesOf(ctx: Ctx, written: Written): Promise<Item['openPlaces']> {
  const open = await openPlacesOfEach(ctx, [written]);
  return open[0]!;
}

/** The same of many, in their order. */
export async function openPlacesOfEach(
  ctx: Ctx,
  written: readonly Written[],
): Promise<Item['openPlaces'][]> {
  const ofBank = await valuesOfBank(ctx);
  const products = await findProducts(ctx, [
    ...new Set(written.flatMap(({ facets }) => facets.productIds)),
  ]);
  return written.map(({ body, facets }) => {
    const own = products.filter(({ id }) => facets.productIds.includes(id));
    const known = {
      ...sharedValues(
        null,
        own.map(({ product }) => product),
        ofBank,
      ),
      ...filledIn(body),
    };
    return placesOf(body)
      .filter((place) => !filledBySender.has(place) && !known[place])
      .map((place) => {
        const [zh, en] = placeName(place);
        return { place, name: [zh, en] };
      });
  });
}
