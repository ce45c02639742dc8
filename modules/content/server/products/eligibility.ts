import type { Eligibility } from '../../contract/product.ts';

export type Unfit = 'age_unknown' | 'age' | 'without_tag' | 'with_tag';

/** Why a product is not for somebody. Whoever is not known to be of the age is not of it. */
export function unfitFor(
  { age, tags }: { readonly age: number | null; readonly tags: readonly string[] },
  { ageFrom, ageTo, anyTag, noTag }: Eligibility,
): Unfit | null {
  if (ageFrom !== null || ageTo !== null) {
    if (age === null) return 'age_unknown';
    if ((ageFrom !== null && age < ageFrom) || (ageTo !== null && age > ageTo)) return 'age';
  }
  if (anyTag.length > 0 && !anyTag.some((tag) => tags.includes(tag))) return 'without_tag';
  return noTag.some((tag) => tags.includes(tag)) ? 'with_tag' : null;
}
