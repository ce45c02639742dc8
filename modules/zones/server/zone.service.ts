import { findAudience } from '#modules/audiences/server/index.ts';
import { pageOfProducts, usableFor } from '#modules/content/server/index.ts';
import { requireVisibleCustomers } from '#modules/customers/server/index.ts';
import { unitScope } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import { newId } from '#platform/server/ids.ts';
import type { ShownZone } from '../contract/shown.ts';
import {
  type BlockKey,
  blocks,
  type Entry,
  entryKey,
  type ZoneDetail,
  type ZoneDraft,
  type ZoneId,
  zoneErrors,
} from '../contract/zone.ts';
import { readEntries } from './shown/entry.service.ts';
import { asShown, showZone } from './shown/show.service.ts';
import { anybodyWith, visitorOf } from './shown/visitor.service.ts';
import { insertZone, lockZone, setDraft, setWithdrawn } from './zone.repo.ts';
import { MANAGE, needOwnZone, showZoneDetail } from './zone.view.ts';

export function createZone(ctx: Ctx, unitId: string, draft: ZoneDraft): Promise<ZoneDetail> {
  return inTx(ctx, async (ctx) => {
    const scope = await unitScope(ctx, MANAGE, unitId);
    if (!scope.whole && !scope.units.includes(unitId)) throw zoneErrors.zoneNotFound({ unitId });
    await demandAudience(ctx, draft);
    const id = newId(ctx.now()) as ZoneId;
    await insertZone(ctx, id, unitId, draft);
    audit(ctx, {
      action: 'zones.zone-created',
      subject: { kind: 'zone', id, name: draft.name },
      unitId,
      after: draft,
    });
    return showZoneDetail(ctx, id);
  });
}

export function changeZone(
  ctx: Ctx,
  id: ZoneId,
  version: number,
  draft: ZoneDraft,
): Promise<ZoneDetail> {
  return inTx(ctx, async (ctx) => {
    await lockZone(ctx, id);
    const before = await needOwnZone(ctx, id);
    if (before.version !== version)
      throw zoneErrors.zoneChangedMeanwhile({ version: before.version, by: before.changedBy });
    await demandAudience(ctx, draft);
    await setDraft(ctx, id, draft);
    audit(ctx, {
      action: 'zones.zone-changed',
      subject: { kind: 'zone', id, name: draft.name },
      unitId: before.unit.id,
      before: before.draft,
      after: draft,
    });
    return showZoneDetail(ctx, id);
  });
}

export function withdrawZone(ctx: Ctx, id: ZoneId, version: number): Promise<ZoneDetail> {
  return inTx(ctx, async (ctx) => {
    await lockZone(ctx, id);
    const before = await needOwnZone(ctx, id);
    if (before.state !== 'approved') throw zoneErrors.zoneNotOnline({ state: before.state });
    if (before.version !== version)
      throw zoneErrors.zoneChangedMeanwhile({ version: before.version, by: before.changedBy });
    await setWithdrawn(ctx, id);
    audit(ctx, {
      action: 'zones.zone-withdrawn',
      subject: { kind: 'zone', id, name: before.draft.name },
      unitId: before.unit.id,
      before: { released: before.released },
      after: null,
    });
    return showZoneDetail(ctx, id);
  });
}

async function demandAudience(ctx: Ctx, { audienceId }: ZoneDraft): Promise<void> {
  if (!audienceId) return;
  const scope = await unitScope(ctx, 'audiences.audience.read');
  if (!(await findAudience(ctx, audienceId, scope))) throw zoneErrors.zoneNotFound({ audienceId });
}

/** As somebody with some tags would see it, or as one of the caller's customers does. */
export async function previewZone(
  ctx: Ctx,
  draft: ZoneDraft,
  as: { readonly tags: readonly string[] } | { readonly customerId: number },
): Promise<ShownZone> {
  if ('tags' in as)
    return asShown(await showZone(ctx, draft, anybodyWith(as.tags, dayOf(ctx.now()))));
  await requireVisibleCustomers(ctx, [as.customerId]);
  return asShown(await showZone(ctx, draft, await visitorOf(ctx, as.customerId, draft)));
}

const MOST = 50;

/** What may stand in a block today: approved and valid content for pages, products on sale, their offers. */
export async function choicesFor(ctx: Ctx, block: BlockKey, q: string | undefined) {
  const takes: readonly string[] = blocks[block].takes;
  const found: Entry[] = [];
  if (takes.includes('content'))
    for (const { itemId } of await usableFor(ctx, { place: 'page', q }))
      found.push({ kind: 'content', itemId });
  if (takes.includes('product') || takes.includes('offer')) {
    const asked = { onSale: true, page: 1, size: MOST, ...(takes.includes('product') && { q }) };
    const { items } = await pageOfProducts(ctx, asked, dayOf(ctx.now()));
    for (const { id, product } of items)
      if (takes.includes('product')) found.push({ kind: 'product', productId: id });
      else
        for (const { name } of product.offers)
          if (!q || name.includes(q)) found.push({ kind: 'offer', productId: id, name });
  }
  const read = await readEntries(ctx, found);
  return found
    .map((entry) => ({ entry, ...known(read.get(entryKey(entry))!) }))
    .filter(({ why }) => why === null)
    .slice(0, MOST)
    .map(({ why: _, ...choice }) => choice);
}

const known = ({
  key,
  title,
  note,
  why,
}: {
  key: string;
  title: string;
  note: string;
  why: unknown;
}) => ({
  ...{ key, title, note, why },
});
