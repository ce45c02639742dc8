import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { defineErrors } from '#platform/contract/errors.ts';
import { CustomerFilter, CustomerSort } from './customer.ts';

export const SavedViewId = z.uuid().brand<'SavedViewId'>();
export type SavedViewId = z.infer<typeof SavedViewId>;

/** Filters alone: a search text may be a phone, and names nobody keeps. */
const ViewQuery = CustomerFilter.omit({ q: true, ids: true }).extend({
  sort: CustomerSort.optional(),
});

const ViewDraft = z.object({
  name: z.string().trim().min(1).max(40),
  /** Everybody of the bank sees it; only its owner changes it. */
  shared: z.boolean().default(false),
  query: ViewQuery,
});

export const SavedView = ViewDraft.extend({
  id: SavedViewId,
  owner: z.object({ id: z.uuid(), name: z.string() }),
  mine: z.boolean(),
  savedAt: z.iso.datetime(),
});
export type SavedView = z.infer<typeof SavedView>;

const read = 'customers.customer.read';

export const listViews = endpoint({
  method: 'GET',
  path: '/api/v1/customers/views',
  permission: read,
  summary: ['我的与共享的视图', 'Saved views'],
  reply: z.object({ items: z.array(SavedView) }),
});

/** A view of the same name and owner is replaced. */
export const saveView = endpoint({
  method: 'PUT',
  path: '/api/v1/customers/views',
  permission: read,
  summary: ['保存视图', 'Save a view'],
  body: ViewDraft,
  reply: SavedView,
});

export const deleteView = endpoint({
  method: 'DELETE',
  path: '/api/v1/customers/views/:id',
  permission: read,
  summary: ['删除视图', 'Delete a view'],
  params: z.object({ id: SavedViewId }),
  reply: z.object({ deleted: z.boolean() }),
});

export const viewErrors = defineErrors('customers', { viewNotFound: 404 });
