import { contentLinks, senderOf, trackingFor } from '#modules/content/server/index.ts';
import { headsOf } from '#modules/customers/server/index.ts';
import { bankName } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import { ownProduct } from '../shown/entry.service.ts';
import { type ShownBlock, showZone } from '../shown/show.service.ts';
import { visitorOf } from '../shown/visitor.service.ts';
import { findOpenZone } from '../zone.repo.ts';
import { zonePage } from './zone-page.ts';

/** The page of a zone for one customer; null: there is no such zone for them. */
export async function openZone(ctx: Ctx, id: string, customerId: number): Promise<string | null> {
  const [head] = await headsOf(ctx, [customerId], { unseen: true });
  const zone = head && (await findOpenZone(ctx, id, head.unit.id));
  if (!zone) return null;
  const visitor = await visitorOf(ctx, customerId, zone);
  const { blocks, general } = await showZone(ctx, zone, visitor);
  const staffId = head.rm?.id ?? null;
  const addresses = await addressesOf(ctx, id, staffId, blocks);
  const staff = await senderOf(ctx, staffId);
  return zonePage({
    zone,
    blocks: blocks.map(({ key, entries }) => ({
      key,
      entries: entries.map((one) => {
        const [product = null] = ownProduct(one);
        return {
          ...one,
          href: one.entry.kind === 'link' ? one.entry.url : (addresses.get(one.key) ?? null),
          product,
        };
      }),
    })),
    general,
    bank: await bankName(ctx),
    staff,
    tracking: await trackingFor(ctx, customerId),
  });
}

/** Made this day, of whichever bank: asked for again, an address is the same. */
const made = new Map<string, string>();
const MOST = 20_000;

/** Where the contents of a zone are read, with the card of the customer's RM. */
async function addressesOf(
  ctx: Ctx,
  zoneId: string,
  staffId: string | null,
  blocks: readonly ShownBlock[],
): Promise<Map<string, string>> {
  const contents = blocks.flatMap(({ entries }) => entries.filter(({ version }) => version));
  const day = dayOf(ctx.now());
  const keyOf = ({ key, version }: (typeof contents)[number]) =>
    [day, ctx.orgId, zoneId, staffId, key, version!.version].join(' ');
  const fresh = contents.filter((one) => !made.has(keyOf(one)));
  if (fresh.length > 0) {
    const links = await contentLinks(
      ctx,
      fresh.map(({ version }) => ({
        ...{ itemId: version!.itemId, version: version!.version, customerId: null, staffId },
        mark: `zone/${zoneId}`,
      })),
    );
    if (made.size + fresh.length > MOST) made.clear();
    for (const [i, one] of fresh.entries()) made.set(keyOf(one), links[i]!);
  }
  return new Map(contents.map((one) => [one.key, new URL(made.get(keyOf(one))!).pathname]));
}
