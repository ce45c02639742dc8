import type { Ctx } from '#platform/server/ctx.ts';
import type { Draft, ItemDetail } from '../../contract/item.ts';
import { filledBySender, filledIn, placeName, placesOf } from '../../contract/places.ts';
import { findProducts } from '../products/product.repo.ts';
import { sharedValues } from '../rendering/values.ts';
import { valuesOfBank } from '../wording/wording.service.ts';

/** What stands open in a text until somebody fills it: a page with an open place does not open. */
export async function openPlacesOf(
  ctx: Ctx,
  { body, facets }: Pick<Draft, 'body' | 'facets'>,
): Promise<ItemDetail['openPlaces']> {
  const products = await findProducts(ctx, facets.productIds);
  const known = {
    ...sharedValues(
      null,
      products.map(({ product }) => product),
      await valuesOfBank(ctx),
    ),
    ...filledIn(body),
  };
  return placesOf(body)
    .filter((place) => !filledBySender.has(place) && !known[place])
    .map((place) => {
      const [zh, en] = placeName(place);
      return { place, name: [zh, en] };
    });
}
