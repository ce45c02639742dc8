import { judgeSuitability, rulesAt, suitabilityRules } from '#modules/compliance/server/index.ts';
import { gradeOf, type Unfit, unfitFor } from '#modules/content/server/index.ts';
import type { Phrase } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import type { ShownZone } from '../../contract/shown.ts';
import { type BlockKey, blockOrder, entryKey, type ZoneDraft } from '../../contract/zone.ts';
import {
  disclosuresOf,
  ownProduct,
  type ReadEntry,
  readEntries,
  UNFILLED,
} from './entry.service.ts';
import { type Chosen, chosenFor, everybodys } from './match.ts';
import { steeringTags } from './steering.service.ts';
import type { Visitor } from './visitor.service.ts';

/** As many as a block shows. */
const MOST = 6;

export interface ShownEntry extends ReadEntry {
  readonly tag: string | null;
  /** What must stand beside it (CR-076). */
  readonly required: readonly string[];
}

export interface ShownBlock {
  readonly key: BlockKey;
  readonly entries: readonly ShownEntry[];
}

export interface Shown {
  readonly blocks: readonly ShownBlock[];
  readonly general: ShownZone['general'];
  readonly held: readonly { readonly title: string; readonly why: Phrase }[];
}

/**
 * The four blocks for one visitor: what their tags match and suits them; where nothing does,
 * what everybody sees.
 */
export async function showZone(ctx: Ctx, zone: ZoneDraft, visitor: Visitor): Promise<Shown> {
  const open = await steeringTags(ctx);
  const tags = visitor.tags.filter((tag) => open.has(tag));
  const general = whyGeneral(zone, { ...visitor, tags });
  const matched = chosenFor(zone, general === null ? tags : []);
  const common = everybodys(zone);
  const all = blockOrder.flatMap((key) => [...matched[key], ...common[key]]);
  const read = await readEntries(
    ctx,
    all.map(({ entry }) => entry),
  );
  const against = await objections(ctx, visitor);
  const required = await requiredBeside(ctx, [...read.values()]);
  const held = new Map<string, { title: string; why: Phrase }>();
  const suited = (chosen: readonly Chosen[]) =>
    chosen
      .flatMap(({ entry, tag }) => {
        const one = read.get(entryKey(entry))!;
        const beside = required.get(one.key);
        const why = one.why ?? (beside ? against(one) : UNFILLED);
        if (why) held.set(one.key, { title: one.title, why });
        return why === null ? [{ ...one, tag, required: beside! }] : [];
      })
      .slice(0, MOST);
  const blocks = blockOrder.map((key) => {
    const own = suited(matched[key]);
    return { key, entries: own.length > 0 ? own : suited(common[key]) };
  });
  return {
    blocks: blocks.filter(({ entries }) => entries.length > 0),
    general,
    held: [...held.values()],
  };
}

/** By key of the entry, what must stand beside it; those where it cannot be filled are missing. */
async function requiredBeside(
  ctx: Ctx,
  entries: readonly ReadEntry[],
): Promise<Map<string, readonly string[]>> {
  const products = entries.flatMap(ownProduct);
  const texts = await disclosuresOf(ctx, products);
  const of = new Map(products.map((product, i) => [product, texts[i] ?? null]));
  return new Map(
    entries.flatMap((entry) => {
      const all = ownProduct(entry).map((product) => of.get(product) ?? null);
      return all.includes(null) ? [] : [[entry.key, all.flatMap((text) => text ?? [])]];
    }),
  );
}

function whyGeneral(zone: ZoneDraft, { tags, member, agreed }: Visitor): ShownZone['general'] {
  if (!zone.personal) return 'same_for_all';
  if (!agreed) return 'no_consent';
  if (!member) return 'not_member';
  return zone.matches.some(({ tag }) => tags.includes(tag)) ? null : 'no_tag';
}

const unfitText: Record<Unfit, Phrase> = {
  age_unknown: [
    '产品限定年龄，客户出生日期未知',
    'The product has ages, the date of birth is unknown',
  ],
  age: ['客户不在产品的适用年龄内', 'The customer is not of the ages of the product'],
  without_tag: [
    '产品只面向有指定标签的客户',
    'The product is only for customers with certain tags',
  ],
  with_tag: ['产品不面向有此标签的客户', 'The product is not for customers with such a tag'],
};

/** What speaks of no product is marketing all the same: not to minors (CR-029). */
const NO_PRODUCT = { kind: 'other', grade: null, periodic: false } as const;

/** What is against showing something to one visitor: suitability, and whom a product is for. */
async function objections(ctx: Ctx, { facts, tags }: Visitor) {
  const rules = await rulesAt(ctx, suitabilityRules);
  const today = dayOf(ctx.now());
  return ({ products, marketing }: ReadEntry): Phrase | null => {
    for (const product of products) {
      const { kind, periodic, eligibility } = product;
      const grade = gradeOf(product);
      const unsuitable = judgeSuitability(facts, { kind, grade, periodic }, rules, today);
      if (unsuitable) return unsuitable.why;
      const unfit = unfitFor({ age: facts.age, tags }, eligibility);
      if (unfit) return unfitText[unfit];
    }
    return marketing ? (judgeSuitability(facts, NO_PRODUCT, rules, today)?.why ?? null) : null;
  };
}

/** The same as an answer: what a preview shows. */
export const asShown = ({ blocks, general, held }: Shown): ShownZone => ({
  blocks: blocks.map(({ key, entries }) => ({
    key,
    entries: entries.map(({ key, entry, title, note, tag }) => ({
      ...{ key, kind: entry.kind, title, note, tag },
    })),
  })),
  general,
  held: held.map(({ title, why: [zh, en] }) => ({ title, why: [zh, en] })),
});
