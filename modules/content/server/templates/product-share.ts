import type { Template, TemplateCheck } from '../../contract/template.ts';

/**
 * Which product lines have more of a week than the limit. Counted among all that the week
 * brings: a week of ten with one word about cards is no week of cards.
 */
export function productShares({ parts }: Template, limitPercent: number): TemplateCheck['shares'] {
  return parts.flatMap((given, part) => {
    if (given.part !== 'week') return [];
    const all = given.slots.length;
    const counts = new Map<string, number>();
    for (const { productLine } of given.slots)
      if (productLine !== null) counts.set(productLine, (counts.get(productLine) ?? 0) + 1);
    return [...counts]
      .filter(([, slots]) => slots * 100 > limitPercent * all)
      .map(([line, slots]) => ({ part, line, slots, all, limitPercent }));
  });
}
