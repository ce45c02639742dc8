import { findOpenUnits } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import { mayAt } from '#platform/server/scope.ts';
import {
  contentErrors,
  type Draft,
  type ItemDetail,
  type ItemId,
  itemApproved,
  itemUnusable,
} from '../../contract/item.ts';
import { unknownMedia } from '../media/media.service.ts';
import { findProducts } from '../products/product.repo.ts';
import { filesOf } from './files.ts';
import {
  findItem,
  findVersions,
  type ItemFilter,
  type ItemRow,
  insertItem,
  insertVersion,
  lockVersion,
  pageOfItems,
  setDraft,
  setItem,
  setVersionState,
  type VersionRow,
} from './item.repo.ts';
import { asItems, MANAGE, READ, showItem } from './item.view.ts';

export async function listItems(ctx: Ctx, filter: ItemFilter) {
  const { items, total } = await pageOfItems(ctx, READ, filter);
  return { items: await asItems(ctx, items), total };
}

export function createItem(
  ctx: Ctx,
  { ownerUnitId, ...draft }: Draft & { ownerUnitId: string },
): Promise<ItemDetail> {
  return inTx(ctx, async (ctx) => {
    const [unit] = await findOpenUnits(ctx, [ownerUnitId]);
    if (!unit || !mayAt(ctx, MANAGE, unit.path)) throw contentErrors.unitUnknown({ ownerUnitId });
    await demandKnown(ctx, draft);
    const id = newId(ctx.now()) as ItemId;
    const { name, body } = draft;
    await insertItem(ctx, { id, ownerUnitId, name, format: body.carrier.format });
    await insertVersion(ctx, id, 1, draft);
    audit(ctx, {
      action: 'content.item-created',
      subject: { kind: 'content', id, name },
      unitId: ownerUnitId,
      after: draft,
    });
    return showItem(ctx, id);
  });
}

export function changeItem(
  ctx: Ctx,
  id: ItemId,
  { version, revision, ...draft }: Draft & { version: number; revision: number },
): Promise<ItemDetail> {
  return inTx(ctx, async (ctx) => {
    const item = await managed(ctx, id);
    const before = await lockVersion(ctx, id, version);
    if (before?.state !== 'draft') throw contentErrors.itemNotDraft({ state: before?.state });
    if (before.revision !== revision)
      throw contentErrors.itemChangedMeanwhile({ revision: before.revision, by: before.changedBy });
    await demandKnown(ctx, draft);
    await setDraft(ctx, id, version, draft);
    // Until something of it may be sent, an item is called what its draft is called.
    await setItem(
      ctx,
      id,
      item.usable === null ? { name: draft.name, format: draft.body.carrier.format } : {},
    );
    audit(ctx, {
      action: 'content.item-changed',
      subject: { kind: 'content', id, name: draft.name },
      unitId: item.ownerId,
      before: contentOf(before),
      after: draft,
    });
    return showItem(ctx, id);
  });
}

/** A copy of what may be sent, to be changed while that goes on being sent. */
export function newVersion(ctx: Ctx, id: ItemId): Promise<ItemDetail> {
  return inTx(ctx, async (ctx) => {
    const item = await managed(ctx, id);
    if (item.open !== null) throw contentErrors.itemDraftOpen({ version: item.open });
    const [newest] = await findVersions(ctx, id);
    const from = item.usable === null ? newest! : (await lockVersion(ctx, id, item.usable))!;
    const version = newest!.version + 1;
    await insertVersion(ctx, id, version, contentOf(from));
    await setItem(ctx, id, { open: version });
    audit(ctx, {
      action: 'content.version-begun',
      subject: { kind: 'content', id, name: item.name },
      unitId: item.ownerId,
      after: { version, from: from.version },
    });
    return showItem(ctx, id);
  });
}

/** Takes what may be sent out of everything that would send it. */
export function withdrawItem(ctx: Ctx, id: ItemId, reason: string): Promise<ItemDetail> {
  return inTx(ctx, async (ctx) => {
    const item = await managed(ctx, id);
    if (item.usable === null) throw contentErrors.itemNothingUsable({ id });
    await makeUnusable(ctx, id, item.usable, 'withdrawn');
    audit(ctx, {
      action: 'content.item-withdrawn',
      subject: { kind: 'content', id, name: item.name },
      unitId: item.ownerId,
      before: { version: item.usable },
      reason,
    });
    return showItem(ctx, id);
  });
}

export async function makeUnusable(
  ctx: TxCtx,
  itemId: ItemId,
  version: number,
  why: 'expired' | 'withdrawn',
): Promise<void> {
  await setVersionState(ctx, itemId, version, why);
  await setItem(ctx, itemId, { usable: null });
  await publish(ctx, itemUnusable, { itemId, version, why });
}

/** What another person has approved: from now on this version and no other may be sent. */
export async function release(
  ctx: TxCtx,
  itemId: ItemId,
  version: number,
  approvalId: string,
): Promise<void> {
  const versions = await findVersions(ctx, itemId);
  const { name, body } = versions.find((v) => v.version === version)!;
  const replaced = versions.find((v) => v.state === 'approved')?.version ?? null;
  if (replaced !== null) await setVersionState(ctx, itemId, replaced, 'replaced');
  await setVersionState(ctx, itemId, version, 'approved', {
    approvedBy: ctx.actor.name,
    approvedAt: ctx.now(),
    approvalId,
  });
  await setItem(ctx, itemId, { usable: version, open: null, name, format: body.carrier.format });
  await publish(ctx, itemApproved, { itemId, version, replaced });
  audit(ctx, {
    action: 'content.item-released',
    subject: { kind: 'content', id: itemId, name },
    before: { version: replaced },
    after: { version },
  });
}

/** The item, when the caller may change it; what he may only read he may not change, and is told so. */
async function managed(ctx: TxCtx, id: ItemId): Promise<ItemRow> {
  const item = await findItem(ctx, id, READ);
  if (!item || !mayAt(ctx, MANAGE, item.ownerPath)) throw contentErrors.itemNotFound({ id });
  return item;
}

export const contentOf = ({ name, body, facets, validity }: VersionRow): Draft => ({
  name,
  body,
  facets,
  validity,
});

async function demandKnown(ctx: Ctx, { body, facets }: Draft): Promise<void> {
  const files = await unknownMedia(ctx, filesOf(body));
  if (files.length > 0) throw contentErrors.fileUnknown({ files });
  const known = new Set(
    (await findProducts(ctx, facets.productIds)).map((row) => row.id as string),
  );
  const unknown = facets.productIds.filter((id) => !known.has(id));
  if (unknown.length > 0) throw contentErrors.productUnknown({ productIds: unknown });
}
