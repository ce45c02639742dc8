import { z } from 'zod';
import { listAudiences } from '#modules/audiences/contract.ts';
import {
  createItem,
  createProduct,
  type ItemDetail,
  ProductDraft,
  productChangeKind,
  releaseKind,
} from '#modules/content/contract.ts';
import { headOffice } from '#modules/org/server/index.ts';
import { createZone, type Entry, ZoneDraft, zoneReleaseKind } from '#modules/zones/contract.ts';
import { addDays, dayOf } from '#platform/server/holidays.ts';
import { readPack } from '#platform/server/packs.ts';
import type { HeadlessBank } from '../rehearsal/headless/open-bank.ts';
import { approved } from '../rehearsal/headless/plan.ts';

const PackEntry = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('link'), title: z.string(), note: z.string(), path: z.string() }),
  z.object({ kind: z.literal('content'), key: z.string() }),
  z.object({ kind: z.literal('product'), code: z.string() }),
  z.object({ kind: z.literal('offer'), code: z.string() }),
]);
const PackEntries = z.object({
  scenes: z.array(PackEntry),
  products: z.array(PackEntry),
  campaigns: z.array(PackEntry),
  benefits: z.array(PackEntry),
});
const Pack = z.object({
  title: z.string(),
  lead: z.string(),
  audience: z.string(),
  products: z.array(
    ProductDraft.omit({ offers: true, eligibility: true }).extend({
      offer: z.object({ name: z.string(), terms: z.string() }).optional(),
    }),
  ),
  contents: z.array(
    z.object({
      ...{ key: z.string(), title: z.string(), summary: z.string(), type: z.string() },
      purpose: z.enum(['marketing', 'service']),
      text: z.array(z.string()),
    }),
  ),
  defaults: PackEntries,
  matches: z.array(z.object({ tag: z.string(), entries: PackEntries })),
});

const MOBILE_BANK = 'https://m.bank.example/';
const OFFER_DAYS = 90;

/**
 * A zone of the demo bank with what stands in it: products, contents and the zone, each written by one
 * person and approved by another.
 */
export async function openZone(bank: HeadlessBank): Promise<void> {
  const pack = Pack.parse(readPack('zone-car-owners'));
  const { desk, operator, ctx } = bank;
  const head = (await headOffice(ctx))!;
  const products = new Map<string, { id: string; offer: string | null }>();
  for (const { offer, ...given } of pack.products) {
    const today = dayOf(ctx.now());
    const days = { from: today, to: addDays(today, OFFER_DAYS) };
    const draft = ProductDraft.parse({ ...given, offers: offer ? [{ ...offer, ...days }] : [] });
    const { id, version } = await desk.ask(operator, createProduct, { body: draft });
    await approved(bank, productChangeKind, { id, version, state: 'listed', product: draft });
    products.set(given.code, { id, offer: offer?.name ?? null });
  }
  const contents = new Map<string, string>();
  for (const { key, title, summary, type, purpose, text } of pack.contents) {
    const blocks = text.map((words) => ({ kind: 'text' as const, text: words }));
    const item: ItemDetail = await desk.ask(operator, createItem, {
      body: {
        name: title,
        body: { text: '', carrier: { format: 'article', title, summary, coverId: null, blocks } },
        facets: {
          ...{ stage: 'interest', type: type as never, segments: ['*'], scenes: ['车主生活'] },
          ...{ places: ['page'], purpose, need: summary },
        },
        validity: {},
        ownerUnitId: head.id,
      },
    });
    const { version, revision } = item.versions[0]!;
    await approved(bank, releaseKind, { id: item.id, version, revision });
    contents.set(key, item.id);
  }
  const entryOf = (entry: z.infer<typeof PackEntry>): Entry => {
    if (entry.kind === 'link')
      return {
        ...{ kind: 'link', title: entry.title, note: entry.note },
        url: MOBILE_BANK + entry.path,
      };
    if (entry.kind === 'content') return { kind: 'content', itemId: contents.get(entry.key)! };
    const { id, offer } = products.get(entry.code)!;
    return entry.kind === 'product'
      ? { kind: 'product', productId: id }
      : { kind: 'offer', productId: id, name: offer! };
  };
  const entriesOf = (entries: z.infer<typeof PackEntries>) =>
    Object.fromEntries(Object.entries(entries).map(([key, list]) => [key, list.map(entryOf)]));
  const { items } = await desk.ask(operator, listAudiences, { query: { size: 200 } });
  const draft = ZoneDraft.parse({
    ...{ name: pack.title, lead: pack.lead },
    audienceId: items.find(({ ready }) => ready === pack.audience)?.id ?? null,
    defaults: entriesOf(pack.defaults),
    matches: pack.matches.map(({ tag, entries }) => ({ tag, entries: entriesOf(entries) })),
  });
  const zone = await desk.ask(operator, createZone, {
    body: { ...draft, unitId: head.id as never },
  });
  await approved(bank, zoneReleaseKind, { id: zone.id, version: zone.version });
}
