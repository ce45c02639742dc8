import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { scopePaths } from '#platform/server/scope.ts';
import { ZoneDraft, type ZoneId, type ZoneState } from '../contract/zone.ts';

export interface ZoneRow {
  readonly id: ZoneId;
  readonly unit: { readonly id: string; readonly name: string; readonly path: string };
  readonly state: ZoneState;
  readonly version: number;
  /** The version that customers see. */
  readonly released: number | null;
  readonly document: ZoneDraft | null;
  readonly draft: ZoneDraft;
  readonly changedBy: string;
  readonly changedAt: Date;
}

const columns = sql`z.id, jsonb_build_object('id', u.id, 'name', u.name, 'path', u.path) as unit,
  z.state, z.version, z.released, z.document, z.draft, z.changed_by as "changedBy",
  z.changed_at as "changedAt"`;
const from = sql`zones.zone z join org.unit u on u.org_id = z.org_id and u.id = z.unit_id`;

/** What a unit keeps its own people, those below and those above see; a sibling does not. */
function visible(ctx: Ctx, permission: string): RawBuilder<SqlBool> {
  const paths = [...scopePaths(ctx, permission)];
  return sql`exists (select from unnest(${paths}::text[]) as held (path)
    where starts_with(u.path, held.path) or starts_with(held.path, u.path))`;
}

const read = (row: ZoneRow): ZoneRow => ({
  ...row,
  document: row.document && ZoneDraft.parse(row.document),
  draft: ZoneDraft.parse(row.draft),
});

export async function listZoneRows(ctx: Ctx, permission: string): Promise<ZoneRow[]> {
  const { rows } = await sql<ZoneRow>`
    select ${columns} from ${from}
     where z.org_id = ${ctx.orgId} and ${visible(ctx, permission)}
     order by z.changed_at desc, z.id limit 500`.execute(ctx.db);
  return rows.map(read);
}

export async function findZone(ctx: Ctx, id: string, permission: string): Promise<ZoneRow | null> {
  const { rows } = await sql<ZoneRow>`
    select ${columns} from ${from}
     where z.org_id = ${ctx.orgId} and z.id = ${id} and ${visible(ctx, permission)}`.execute(
    ctx.db,
  );
  return rows[0] ? read(rows[0]) : null;
}

/** One that is online for customers of this unit: kept by it, or by one above. */
export async function findOpenZone(
  ctx: Ctx,
  id: string,
  unitId: string,
): Promise<ZoneDraft | null> {
  const { rows } = await sql<{ document: unknown }>`
    select z.document from ${from}
      join org.unit own on own.org_id = z.org_id and own.id = ${unitId}
     where z.org_id = ${ctx.orgId} and z.id = ${id} and z.state = 'approved'
       and starts_with(own.path, u.path)`.execute(ctx.db);
  return rows[0] ? ZoneDraft.parse(rows[0].document) : null;
}

/** Holds it still until the transaction ends. */
export async function lockZone(ctx: TxCtx, id: string): Promise<{ version: number } | null> {
  const { rows } = await sql<{ version: number }>`
    select version from zones.zone where org_id = ${ctx.orgId} and id = ${id} for update`.execute(
    ctx.db,
  );
  return rows[0] ?? null;
}

export async function insertZone(
  ctx: TxCtx,
  id: ZoneId,
  unitId: string,
  draft: ZoneDraft,
): Promise<void> {
  await ctx.db
    .insertInto('zones.zone')
    .values({
      ...{ orgId: ctx.orgId, id, unitId, state: 'draft', version: 1 },
      ...{ draft: JSON.stringify(draft), audienceId: draft.audienceId },
      ...{ changedBy: ctx.actor.name, changedAt: ctx.now() },
    })
    .execute();
}

export async function setDraft(ctx: TxCtx, id: ZoneId, draft: ZoneDraft): Promise<void> {
  await sql`
    update zones.zone
       set draft = ${JSON.stringify(draft)}::jsonb, audience_id = ${draft.audienceId},
           version = version + 1, changed_by = ${ctx.actor.name}, changed_at = ${ctx.now()}
     where org_id = ${ctx.orgId} and id = ${id}`.execute(ctx.db);
}

/** From now on customers see this version; the one before has ended. */
export async function setReleased(
  ctx: TxCtx,
  { id, version, draft }: ZoneRow,
  approvalId: string,
): Promise<void> {
  await endReleased(ctx, id);
  await sql`
    insert into zones.released (org_id, zone_id, version, document, approval_id, released_by, released_at)
    values (${ctx.orgId}, ${id}, ${version}, ${JSON.stringify(draft)}::jsonb, ${approvalId},
            ${ctx.actor.name}, ${ctx.now()})`.execute(ctx.db);
  await sql`
    update zones.zone set state = 'approved', document = draft, released = ${version}
     where org_id = ${ctx.orgId} and id = ${id}`.execute(ctx.db);
}

/** Nobody sees it any more; released again, it is another version. */
export async function setWithdrawn(ctx: TxCtx, id: ZoneId): Promise<void> {
  await endReleased(ctx, id);
  await sql`
    update zones.zone
       set state = 'withdrawn', document = null, released = null, version = version + 1,
           changed_by = ${ctx.actor.name}, changed_at = ${ctx.now()}
     where org_id = ${ctx.orgId} and id = ${id}`.execute(ctx.db);
}

const endReleased = (ctx: TxCtx, id: ZoneId) =>
  sql`update zones.released set ended_at = ${ctx.now()}
       where org_id = ${ctx.orgId} and zone_id = ${id} and ended_at is null`.execute(ctx.db);

interface UseRow {
  readonly id: ZoneId;
  readonly name: string;
  readonly online: boolean;
}

/** Zones that are the home of an audience. */
export async function findZonesOf(ctx: Ctx, audienceId: string): Promise<UseRow[]> {
  const { rows } = await sql<UseRow>`
    select id, draft ->> 'name' as name, state = 'approved' as online from zones.zone
     where org_id = ${ctx.orgId} and state <> 'withdrawn'
       and (audience_id = ${audienceId} or document ->> 'audienceId' = ${audienceId})
     order by id`.execute(ctx.db);
  return rows;
}

/** Zones in which an item of content stands today. */
export async function findZonesWith(ctx: Ctx, itemId: string): Promise<UseRow[]> {
  const { rows } = await sql<UseRow>`
    select id, document ->> 'name' as name, true as online from zones.zone
     where org_id = ${ctx.orgId} and state = 'approved'
       and jsonb_path_exists(document, '$.**.itemId ? (@ == $id)',
             jsonb_build_object('id', ${itemId}::text))
     order by id`.execute(ctx.db);
  return rows;
}
