import { checkDraft, findProducts, findVersion, gradeOf } from '#modules/content/server/index.ts';
import { findApprovedVersions } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { type Channel, type PlanPurpose, placeOf } from '../../contract/channel.ts';
import type { ContentBasis, ContentFinding, ProductBasis } from '../rules/basis.ts';

export interface ContentOfTouch {
  readonly channel: Channel;
  readonly contentKind: string;
  readonly contentId: string;
  readonly contentVersion: number;
  readonly productId: string | null;
}

export interface SaidContent {
  readonly content: ContentBasis;
  readonly products: readonly (ProductBasis | null)[];
  /** What the content itself says it is for; null: it does not say. */
  readonly purpose: PlanPurpose | null;
}

/** What content keeps itself, with states and days; everything else by the approval of its kind. */
export const CONTENT_ITEM = 'content.item';
/** A work item may come without anything to say. */
export const NO_CONTENT = 'none';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * What would be said, whether it may be, and of which products it speaks. In a plan of marketing words
 * that call themselves a service have to carry what marketing has to.
 */
export async function contentOf(
  ctx: Ctx,
  touch: ContentOfTouch,
  planPurpose: PlanPurpose = 'service',
): Promise<SaidContent> {
  const { contentKind: kind, contentId: id, contentVersion: version, productId } = touch;
  const bare = { kind, id, version, from: null, to: null, words: [], missing: [] };
  const own = productId === null ? [] : [productId];
  if (kind === NO_CONTENT)
    return {
      content: { ...bare, state: 'none' },
      products: await productsOf(ctx, own),
      purpose: null,
    };
  if (kind !== CONTENT_ITEM) {
    const [approval] = await findApprovedVersions(ctx, [{ kind, subjectId: id, version }]);
    const state = approval ? ('approved' as const) : ('unapproved' as const);
    return { content: { ...bare, state }, products: await productsOf(ctx, own), purpose: null };
  }
  const found = uuid.test(id) ? await findVersion(ctx, { itemId: id, version }) : null;
  if (!found)
    return {
      content: { ...bare, state: 'unknown' },
      products: await productsOf(ctx, own),
      purpose: null,
    };
  const place = placeOf[touch.channel];
  const purpose = planPurpose === 'marketing' ? planPurpose : found.facets.purpose;
  const { findings } = place
    ? await checkDraft(
        ctx,
        { ...found, facets: { ...found.facets, purpose, places: [place] } },
        { productIds: own },
      )
    : { findings: [] };
  const blocking = findings.filter((finding) => finding.level === 'block');
  const kept = (sources: readonly string[]): ContentFinding[] =>
    blocking
      .filter(({ source }) => sources.includes(source))
      .map(({ rule, version, why: [zh, en] }) => ({ rule, version, why: [zh, en] }));
  const state =
    found.state === 'draft' || found.state === 'submitted' ? ('unapproved' as const) : found.state;
  return {
    content: {
      kind,
      id,
      version,
      state,
      from: found.validity.from,
      to: found.validity.to,
      words: kept(['lexicon', 'sensitive', 'claim']),
      missing: kept(['disclosure', 'stop']),
    },
    products: await productsOf(ctx, [...new Set([...own, ...found.facets.productIds])]),
    purpose: found.facets.purpose,
  };
}

async function productsOf(ctx: Ctx, ids: readonly string[]): Promise<(ProductBasis | null)[]> {
  const found = new Map((await findProducts(ctx, ids)).map((row) => [row.id as string, row]));
  return ids.map((id) => {
    const row = found.get(id);
    if (!row) return null;
    const { product, state } = row;
    return {
      name: product.name,
      subjects: [row.id, product.code],
      kind: product.kind,
      grade: gradeOf(product),
      periodic: product.periodic,
      privateOffering: product.privateOffering,
      listed: state === 'listed',
      saleFrom: product.saleFrom,
      saleTo: product.saleTo,
      eligibility: product.eligibility,
    };
  });
}
