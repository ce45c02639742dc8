import { type ContentFact, type Definition, isOffer } from '../../contract.ts';
import { knownPlaces } from '../../definition/places.ts';
import type { Choices } from './RunSetupPage.tsx';

/** Places of the texts of a product line that nobody fills by themselves. */
export function placesToFill(
  definition: Definition,
  contents: readonly ContentFact[],
  { productLine = 'deposit', productId }: Choices,
  /** What the product fills by itself. */
  own: Readonly<Record<string, string>>,
): { name: string; label: string; example: string }[] {
  const facts = new Map(contents.map((fact) => [`${fact.id}/${fact.version}`, fact]));
  const used = new Set<string>();
  for (const item of definition.items) {
    // Without a product no offer goes out, so nobody fills its places.
    if (isOffer(definition, item) && !productId) continue;
    const content = item.variants ? item.variants[productLine]?.content : item.content;
    if (!content) continue;
    for (const place of facts.get(`${content.id}/${content.version}`)?.places ?? [])
      used.add(place);
  }
  const known = new Map(definition.variables.map((place) => [place.name, place]));
  return [...used]
    .filter((name) => !knownPlaces.has(name) && !own[name])
    .map((name) => ({
      name,
      label: known.get(name)?.label ?? name,
      example: known.get(name)?.example ?? '',
    }));
}
