import { findAllOpen } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { mayAt } from '#platform/server/scope.ts';
import {
  contentErrors,
  type Item,
  type ItemDetail,
  type ItemId,
  releaseKind,
  type Version,
} from '../../contract/item.ts';
import { findItem, findVersions, type ItemRow, type VersionRow } from './item.repo.ts';
import { openPlacesOfEach } from './open-places.ts';
import { usesOf } from './uses.ts';

export const READ = 'content.item.read';
export const MANAGE = 'content.item.manage';

type Shown = ItemRow & { readonly shown: VersionRow };

/** Items as a list shows them, in their order. */
export async function asItems(ctx: Ctx, rows: readonly Shown[]): Promise<Item[]> {
  const open = await openPlacesOfEach(
    ctx,
    rows.map(({ shown }) => shown),
  );
  return rows.map(({ shown, ...row }, i) => ({
    id: row.id,
    name: row.name,
    format: row.format,
    owner: { id: row.ownerId, name: row.ownerName },
    central: row.central,
    usable: row.usable,
    open: row.open,
    state: shown.state,
    facets: shown.facets,
    validity: shown.validity,
    preview: shown.body.text.slice(0, 120),
    openPlaces: open[i]!,
    changedAt: row.changedAt.toISOString(),
    can: { change: mayAt(ctx, MANAGE, row.ownerPath) },
  }));
}

export const asVersion = ({ itemId: _, ...row }: VersionRow): Version => ({
  ...row,
  changedAt: row.changedAt.toISOString(),
  approvedAt: row.approvedAt?.toISOString() ?? null,
});

export async function showItem(ctx: Ctx, id: ItemId): Promise<ItemDetail> {
  const row = await findItem(ctx, id, READ);
  if (!row) throw contentErrors.itemNotFound({ id });
  const versions = await findVersions(ctx, id);
  const shown = versions.find((v) => v.version === row.usable) ?? versions[0]!;
  const pending = await findAllOpen(ctx, releaseKind);
  const [item] = await asItems(ctx, [{ ...row, shown }]);
  return {
    ...item!,
    versions: versions.map(asVersion),
    uses: await usesOf(ctx, id),
    pendingApprovalId: pending.get(id) ?? null,
  };
}
