import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { scopePaths } from '#platform/server/scope.ts';
import { Body, type Format } from '../../contract/body.ts';
import { Facets } from '../../contract/facets.ts';
import type { Draft, ItemId, VersionState } from '../../contract/item.ts';

export interface ItemRow {
  readonly id: ItemId;
  readonly name: string;
  readonly format: Format;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly ownerPath: string;
  readonly central: boolean;
  readonly usable: number | null;
  readonly open: number | null;
  readonly changedAt: Date;
}

export interface VersionRow extends Draft {
  readonly itemId: ItemId;
  readonly version: number;
  readonly revision: number;
  readonly state: VersionState;
  readonly changedBy: string;
  readonly changedAt: Date;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
  readonly approvalId: string | null;
}

const itemColumns = sql`i.id, i.name, i.format, i.usable, i.open, i.changed_at as "changedAt",
  u.id as "ownerId", u.name as "ownerName", u.path as "ownerPath", u.parent_id is null as central`;

/** What a unit writes its own people and those below see; what stands above holds for those below. */
export function visibleItems(ctx: Ctx, permission: string): RawBuilder<SqlBool> {
  const paths = [...scopePaths(ctx, permission)];
  return sql`exists (select from unnest(${paths}::text[]) as held (path)
    where starts_with(u.path, held.path) or starts_with(held.path, u.path))`;
}

export async function findItem(ctx: Ctx, id: ItemId, permission: string): Promise<ItemRow | null> {
  const { rows } = await sql<ItemRow>`
    select ${itemColumns}
      from content.item i
      join org.unit u on u.org_id = i.org_id and u.id = i.owner_unit_id
     where i.org_id = ${ctx.orgId} and i.id = ${id} and ${visibleItems(ctx, permission)}`.execute(
    ctx.db,
  );
  return rows[0] ?? null;
}

export interface ItemFilter {
  readonly q?: string | undefined;
  readonly format?: readonly string[] | undefined;
  readonly stage?: readonly string[] | undefined;
  readonly segment?: string | undefined;
  readonly state?: readonly string[] | undefined;
  readonly usable?: boolean | undefined;
  /** That it may go to. */
  readonly place?: string | undefined;
  readonly page: number;
  readonly size: number;
  readonly sort?: string | undefined;
}

/** Each item with the version that stands for it: the one that may be sent, else the newest. */
export async function pageOfItems(
  ctx: Ctx,
  permission: string,
  filter: ItemFilter,
): Promise<{ items: (ItemRow & { shown: VersionRow })[]; total: number }> {
  const order =
    {
      name: sql`i.name, i.id`,
      '-name': sql`i.name desc, i.id`,
      changedAt: sql`i.changed_at, i.id`,
    }[filter.sort ?? ''] ?? sql`i.changed_at desc, i.id`;
  const { rows } = await sql<ItemRow & { shown: RawVersion; total: number }>`
    select ${itemColumns}, to_jsonb(v) as shown, count(*) over () as total
      from content.item i
      join org.unit u on u.org_id = i.org_id and u.id = i.owner_unit_id
      join content.version v on v.org_id = i.org_id and v.item_id = i.id
       and v.version = coalesce(i.usable, (select max(n.version) from content.version n
             where n.org_id = i.org_id and n.item_id = i.id))
     where i.org_id = ${ctx.orgId} and ${visibleItems(ctx, permission)} and ${conditions(filter)}
     order by ${order}
     limit ${filter.size} offset ${(filter.page - 1) * filter.size}`.execute(ctx.db);
  return {
    items: rows.map(({ shown, total: _, ...item }) => ({ ...item, shown: fromJson(shown) })),
    total: rows[0]?.total ?? 0,
  };
}

function conditions({
  q,
  format,
  stage,
  segment,
  state,
  usable,
  place,
}: ItemFilter): RawBuilder<SqlBool> {
  const all: RawBuilder<SqlBool>[] = [sql`true`];
  if (q) {
    const like = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
    all.push(sql`(i.name ilike ${like} or v.body ->> 'text' ilike ${like})`);
  }
  if (format?.length) all.push(sql`i.format = any (${[...format]}::text[])`);
  if (stage?.length) all.push(sql`v.facets ->> 'stage' = any (${[...stage]}::text[])`);
  if (segment) all.push(sql`v.facets -> 'segments' ?| ${[segment, '*']}::text[]`);
  if (state?.length) all.push(sql`v.state = any (${[...state]}::text[])`);
  if (place) all.push(sql`v.facets -> 'places' ? ${place}`);
  if (usable !== undefined) all.push(usable ? sql`i.usable is not null` : sql`i.usable is null`);
  return sql.join(all, sql` and `);
}

interface RawVersion {
  item_id: string;
  version: number;
  revision: number;
  state: VersionState;
  name: string;
  body: unknown;
  facets: unknown;
  valid_from: string | null;
  valid_to: string | null;
  changed_by: string;
  changed_at: string | Date;
  approved_by: string | null;
  approved_at: string | Date | null;
  approval_id: string | null;
}

const fromJson = (raw: RawVersion): VersionRow => ({
  itemId: raw.item_id as ItemId,
  version: raw.version,
  revision: raw.revision,
  state: raw.state,
  name: raw.name,
  body: Body.parse(raw.body),
  facets: Facets.parse(raw.facets),
  validity: { from: raw.valid_from, to: raw.valid_to },
  changedBy: raw.changed_by,
  changedAt: new Date(raw.changed_at),
  approvedBy: raw.approved_by,
  approvedAt: raw.approved_at === null ? null : new Date(raw.approved_at),
  approvalId: raw.approval_id,
});

/** Newest first. */
export async function findVersions(ctx: Ctx, itemId: ItemId): Promise<VersionRow[]> {
  const { rows } = await sql<{ v: RawVersion }>`
    select to_jsonb(v) as v from content.version v
     where org_id = ${ctx.orgId} and item_id = ${itemId} order by version desc`.execute(ctx.db);
  return rows.map((row) => fromJson(row.v));
}

export async function findVersion(
  ctx: Ctx,
  { itemId, version }: { itemId: string; version: number },
): Promise<VersionRow | null> {
  const { rows } = await sql<{ v: RawVersion }>`
    select to_jsonb(v) as v from content.version v
     where org_id = ${ctx.orgId} and item_id = ${itemId} and version = ${version}`.execute(ctx.db);
  return rows[0] ? fromJson(rows[0].v) : null;
}

/** Versions that may be sent on a day, of the items named; no reader is asked. */
export async function findUsable(
  ctx: Ctx,
  itemIds: readonly string[],
  day: string,
): Promise<VersionRow[]> {
  const { rows } = await sql<{ v: RawVersion }>`
    select to_jsonb(v) as v from content.version v
     where org_id = ${ctx.orgId} and item_id = any (${[...itemIds]}::uuid[]) and state = 'approved'
       and (valid_from is null or valid_from <= ${day}) and (valid_to is null or valid_to >= ${day})`.execute(
    ctx.db,
  );
  return rows.map((row) => fromJson(row.v));
}

/** Versions that may be sent and are about a product, or name it. */
export async function findAbout(
  ctx: Ctx,
  { id, name }: { id: string; name: string },
): Promise<VersionRow[]> {
  const { rows } = await sql<{ v: RawVersion }>`
    select to_jsonb(v) as v from content.version v
     where org_id = ${ctx.orgId} and state = 'approved'
       and (facets -> 'productIds' ? ${id}::text or strpos(body::text, ${name}) > 0)`.execute(
    ctx.db,
  );
  return rows.map((row) => fromJson(row.v));
}

/** Holds one version still until the transaction ends. */
export async function lockVersion(
  ctx: TxCtx,
  itemId: ItemId,
  version: number,
): Promise<VersionRow | null> {
  const { rows } = await sql<{ v: RawVersion }>`
    select to_jsonb(v) as v from content.version v
     where org_id = ${ctx.orgId} and item_id = ${itemId} and version = ${version}
       for update of v`.execute(ctx.db);
  return rows[0] ? fromJson(rows[0].v) : null;
}

/** False when what came with the product under this key is there already. */
export async function insertItem(
  ctx: TxCtx,
  item: {
    id: ItemId;
    ownerUnitId: string;
    format: string;
    name: string;
    usable?: number;
    packKey?: string;
  },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('content.item')
    .values({
      ...item,
      orgId: ctx.orgId,
      usable: item.usable ?? null,
      open: item.usable ? null : 1,
      changedAt: ctx.now(),
    })
    .onConflict((c) => c.columns(['orgId', 'packKey']).doNothing())
    .executeTakeFirst();
  return Boolean(numInsertedOrUpdatedRows);
}

const asColumns = ({ name, body, facets, validity }: Draft) => ({
  name,
  body: JSON.stringify(body),
  facets: JSON.stringify(facets),
  validFrom: validity.from,
  validTo: validity.to,
});

export async function insertVersion(
  ctx: TxCtx,
  itemId: ItemId,
  version: number,
  draft: Draft,
  state: 'draft' | 'approved' = 'draft',
): Promise<void> {
  await ctx.db
    .insertInto('content.version')
    .values({
      ...asColumns(draft),
      orgId: ctx.orgId,
      itemId,
      version,
      revision: 1,
      state,
      changedBy: ctx.actor.name,
      changedAt: ctx.now(),
      approvedAt: state === 'approved' ? ctx.now() : null,
      approvedBy: state === 'approved' ? ctx.actor.name : null,
    })
    .execute();
}

export async function setDraft(
  ctx: TxCtx,
  itemId: ItemId,
  version: number,
  draft: Draft,
): Promise<void> {
  await ctx.db
    .updateTable('content.version')
    .set((eb) => ({
      ...asColumns(draft),
      revision: eb('revision', '+', 1),
      changedBy: ctx.actor.name,
      changedAt: ctx.now(),
    }))
    .where('orgId', '=', ctx.orgId)
    .where('itemId', '=', itemId)
    .where('version', '=', version)
    .execute();
}

/** States after which a version is in use no more: from then it is kept for its time. */
const OVER: readonly VersionState[] = ['replaced', 'withdrawn', 'expired'];

export async function setVersionState(
  ctx: TxCtx,
  itemId: ItemId,
  version: number,
  state: VersionState,
  approved: { approvedBy: string; approvedAt: Date; approvalId: string } | null = null,
): Promise<void> {
  const endedAt = OVER.includes(state) ? ctx.now() : null;
  await ctx.db
    .updateTable('content.version')
    .set({ state, endedAt, ...approved })
    .where('orgId', '=', ctx.orgId)
    .where('itemId', '=', itemId)
    .where('version', '=', version)
    .execute();
}

export async function setItem(
  ctx: TxCtx,
  id: ItemId,
  change: { usable?: number | null; open?: number | null; name?: string; format?: string },
): Promise<void> {
  await ctx.db
    .updateTable('content.item')
    .set({ ...change, changedAt: ctx.now() })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}

/** Usable versions whose last day was before a day, of every bank. */
export async function findOutlived(
  ctx: Ctx,
  day: string,
  limit: number,
): Promise<{ orgId: string; itemId: ItemId; version: number }[]> {
  const rows = await ctx.db
    .selectFrom('content.version')
    .select(['orgId', 'itemId', 'version'])
    .where('state', '=', 'approved')
    .where('validTo', '<', day)
    .orderBy('validTo')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, itemId: row.itemId as ItemId }));
}

export interface Cell {
  readonly segment: string;
  readonly stage: string;
  readonly format: string;
  readonly items: number;
}

/** Usable items by segment, stage and format; what is for everybody counts for every segment. */
export async function countCells(
  ctx: Ctx,
  permission: string,
  segments: readonly string[],
): Promise<Cell[]> {
  const { rows } = await sql<Cell>`
    select segment.key as segment, v.facets ->> 'stage' as stage, i.format, count(*)::int as items
      from content.item i
      join org.unit u on u.org_id = i.org_id and u.id = i.owner_unit_id
      join content.version v on v.org_id = i.org_id and v.item_id = i.id and v.version = i.usable
      join unnest(${[...segments]}::text[]) as segment (key)
        on v.facets -> 'segments' ?| array[segment.key, '*']
     where i.org_id = ${ctx.orgId} and ${visibleItems(ctx, permission)} and v.facets ->> 'stage' is not null
     group by 1, 2, 3`.execute(ctx.db);
  return rows;
}

export async function countUnplaced(ctx: Ctx, permission: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n
      from content.item i
      join org.unit u on u.org_id = i.org_id and u.id = i.owner_unit_id
      join content.version v on v.org_id = i.org_id and v.item_id = i.id and v.version = i.usable
     where i.org_id = ${ctx.orgId} and ${visibleItems(ctx, permission)}
       and (v.facets ->> 'stage' is null or v.facets -> 'segments' = '[]' or v.facets -> 'scenes' = '[]')`.execute(
    ctx.db,
  );
  return rows[0]!.n;
}

export async function findUnitAt(ctx: Ctx, path: string): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('org.unit')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('path', '=', path)
    .executeTakeFirst();
  return row?.id ?? null;
}
