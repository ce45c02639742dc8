import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { type SavedView, type SavedViewId, viewErrors } from '../../contract/view.ts';
import { deleteOwnView, findViews, putView } from './view.repo.ts';

export async function listViews(ctx: Ctx): Promise<{ items: SavedView[] }> {
  const rows = await findViews(ctx);
  return {
    items: rows.map((row) => ({
      id: row.id as SavedViewId,
      name: row.name,
      shared: row.shared,
      query: row.query as SavedView['query'],
      owner: { id: row.ownerId, name: row.ownerName },
      mine: row.ownerId === ctx.actor.id,
      savedAt: row.savedAt.toISOString(),
    })),
  };
}

export function saveView(
  ctx: Ctx,
  { name, shared, query }: Pick<SavedView, 'name' | 'shared' | 'query'>,
): Promise<SavedView> {
  return inTx(ctx, async (ctx) => {
    const id = await putView(ctx, { id: newId(ctx.now()), name, shared, query });
    audit(ctx, {
      action: 'customers.view-saved',
      subject: { kind: 'customer-view', id, name },
      after: { shared },
    });
    return (await listViews(ctx)).items.find((view) => view.id === id)!;
  });
}

export function deleteView(ctx: Ctx, id: SavedViewId): Promise<{ deleted: boolean }> {
  return inTx(ctx, async (ctx) => {
    const name = await deleteOwnView(ctx, id);
    if (name === null) throw viewErrors.viewNotFound({ id });
    audit(ctx, { action: 'customers.view-deleted', subject: { kind: 'customer-view', id, name } });
    return { deleted: true };
  });
}
