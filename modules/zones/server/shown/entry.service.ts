import { requiredTexts } from '#modules/compliance/server/index.ts';
import type { ProductDraft } from '#modules/content/contract.ts';
import {
  findProducts,
  findUsable,
  gradeOf,
  isOnSale,
  sharedValues,
  type VersionRow,
} from '#modules/content/server/index.ts';
import { bankName } from '#modules/org/server/index.ts';
import type { Phrase } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import { type Entry, entryKey } from '../../contract/zone.ts';

type ProductRow = Awaited<ReturnType<typeof findProducts>>[number];

/** An entry with what it is made of today. */
export interface ReadEntry {
  readonly key: string;
  readonly entry: Entry;
  readonly title: string;
  readonly note: string;
  /** Why nobody sees it today; null: whoever it suits does. */
  readonly why: Phrase | null;
  /** The content that it leads to. */
  readonly version: VersionRow | null;
  /** What it is, or speaks of. */
  readonly products: readonly ProductDraft[];
  /** Offered on the bank's behalf, not only told. */
  readonly marketing: boolean;
}

/** The entries of a zone by their keys: contents and products looked up once for all of them. */
export async function readEntries(
  ctx: Ctx,
  entries: readonly Entry[],
): Promise<Map<string, ReadEntry>> {
  const today = dayOf(ctx.now());
  const itemIds = entries.flatMap((entry) => (entry.kind === 'content' ? [entry.itemId] : []));
  const usable = itemIds.length === 0 ? [] : await findUsable(ctx, [...new Set(itemIds)], today);
  const versions = new Map<string, VersionRow>(usable.map((version) => [version.itemId, version]));
  const productIds = [
    ...entries.flatMap((entry) => ('productId' in entry ? [entry.productId] : [])),
    ...usable.flatMap(({ facets }) => facets.productIds),
  ];
  const rows = await findProducts(ctx, [...new Set(productIds)]);
  const products = new Map<string, ProductRow>(rows.map((row) => [row.id, row]));
  return new Map(
    entries.map((entry) => [entryKey(entry), readOne(entry, versions, products, today)]),
  );
}

function readOne(
  entry: Entry,
  versions: ReadonlyMap<string, VersionRow>,
  products: ReadonlyMap<string, ProductRow>,
  today: string,
): ReadEntry {
  const base = { key: entryKey(entry), entry, version: null, products: [], marketing: true };
  if (entry.kind === 'link')
    return { ...base, title: entry.title, note: entry.note, why: null, marketing: false };
  if (entry.kind === 'content') {
    const version = versions.get(entry.itemId) ?? null;
    if (!version) return { ...base, title: '', note: '', why: reasons.content };
    const of = version.facets.productIds.flatMap((id) => products.get(id) ?? []);
    return {
      ...base,
      ...wordsOf(version),
      version,
      products: of.map(({ product }) => product),
      marketing: version.facets.purpose === 'marketing',
      why: version.facets.places.includes('page') ? unsaleable(of, today) : reasons.place,
    };
  }
  const row = products.get(entry.productId);
  if (!row) return { ...base, title: '', note: '', why: reasons.product };
  const { product } = row;
  const of = { ...base, products: [product] };
  if (entry.kind === 'product')
    return { ...of, title: product.name, note: '', why: unsaleable([row], today) };
  const offer = product.offers.find(({ name }) => name === entry.name);
  if (!offer) return { ...of, title: entry.name, note: '', why: reasons.offer };
  const runs = offer.from <= today && today <= offer.to;
  return {
    ...of,
    title: offer.name,
    note: [offer.terms, `${product.name}，${offer.from} 至 ${offer.to}`].filter(Boolean).join(' '),
    why: unsaleable([row], today) ?? (runs ? null : reasons.offer),
  };
}

function wordsOf({ name, body }: VersionRow): { title: string; note: string } {
  const { carrier, text } = body;
  const [first = ''] = text.split('\n');
  return {
    title: 'title' in carrier ? carrier.title : name,
    note: ('summary' in carrier && carrier.summary) || first.slice(0, 60),
  };
}

const reasons = {
  content: [
    '内容未审批、已下架或不在有效期',
    'The content is not approved, withdrawn, or out of its days',
  ],
  place: ['内容没有勾选投放到“页面”', 'The content may not go to pages: its places do not say so'],
  product: ['产品不在准入名单或不在售（CR-058）', 'The product is not on sale (CR-058)'],
  private: [
    '私募产品只能一对一介绍，不能放进专区（CR-057）',
    'Private offerings go one-to-one only (CR-057)',
  ],
  offer: ['优惠不在期限内，或已取消', 'The offer is not in its days, or was taken back'],
} as const satisfies Record<string, Phrase>;

export const UNFILLED: Phrase = [
  '产品缺少要素，必须展示的提示填不完整（如贷款的“年化利率”）',
  'A fact of the product is missing: what must stand beside it cannot be filled (a loan’s 年化利率)',
];

function unsaleable(rows: readonly ProductRow[], today: string): Phrase | null {
  if (rows.some((row) => !isOnSale(row, today))) return reasons.product;
  return rows.some(({ product }) => product.privateOffering) ? reasons.private : null;
}

/** Beside what is a product, or an offer of one, the zone itself says what must be said. */
export const ownProduct = ({ entry, products }: Pick<ReadEntry, 'entry' | 'products'>) =>
  entry.kind === 'content' ? [] : products;

/**
 * What must stand beside each of these products wherever it is shown; null: a place in it has no value,
 * and the product is not shown.
 */
export async function disclosuresOf(
  ctx: Ctx,
  products: readonly ProductDraft[],
): Promise<(string[] | null)[]> {
  if (products.length === 0) return [];
  const bank = { bank_name: await bankName(ctx) };
  const texts = await requiredTexts(
    ctx,
    products.map((product) => ({
      ...{ place: 'page', purpose: 'marketing', nature: [], masters: [], source: '' },
      products: [
        {
          kind: product.kind,
          grade: gradeOf(product),
          periodic: product.periodic,
          agency: product.issuer !== null,
        },
      ],
      variables: {
        ...sharedValues(null, [product], bank),
        ...(product.facts.年化利率 && { apr_text: product.facts.年化利率 }),
      },
    })),
  );
  return texts.map((of) => (of.some((text) => /\{\w+\}/.test(text)) ? null : of));
}
