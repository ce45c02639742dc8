import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { scopePaths } from '#platform/server/scope.ts';
import { Definition } from '../../contract/definition.ts';
import type { SequenceId, VersionState } from '../../contract/sequence.ts';

export interface SequenceRow {
  readonly id: SequenceId;
  readonly name: string;
  readonly ownerId: string;
  readonly ownerName: string;
  readonly ownerPath: string;
  readonly usable: number | null;
  readonly open: number | null;
  readonly changedAt: Date;
}

/** What lists show of a version without reading its definition. */
export interface Figures {
  readonly days: number;
  readonly rounds: number;
  readonly items: number;
  readonly promoShare: number;
}

export interface VersionRow {
  readonly version: number;
  readonly revision: number;
  readonly state: VersionState;
  readonly changedBy: string;
  readonly changedAt: Date;
  readonly approvedBy: string | null;
  readonly approvedAt: Date | null;
}
export interface FullVersion extends VersionRow {
  readonly definition: Definition;
}

const columns = sql`s.id, s.name, s.usable, s.open, s.changed_at as "changedAt",
  u.id as "ownerId", u.name as "ownerName", u.path as "ownerPath"`;

/** What a unit writes its own people and those below see; what stands above holds for those below. */
function visible(ctx: Ctx, permission: string): RawBuilder<SqlBool> {
  return sql`exists (select from unnest(${[...scopePaths(ctx, permission)]}::text[]) as held (path)
    where starts_with(u.path, held.path) or starts_with(held.path, u.path))`;
}

export async function findSequence(
  ctx: Ctx,
  id: SequenceId,
  permission: string,
): Promise<SequenceRow | null> {
  const { rows } = await sql<SequenceRow>`
    select ${columns} from sequences.sequence s
      join org.unit u on u.org_id = s.org_id and u.id = s.owner_unit_id
     where s.org_id = ${ctx.orgId} and s.id = ${id} and ${visible(ctx, permission)}`.execute(
    ctx.db,
  );
  return rows[0] ?? null;
}

export interface SequenceFilter {
  readonly q?: string | undefined;
  readonly state?: readonly string[] | undefined;
  readonly usable?: boolean | undefined;
  readonly page: number;
  readonly size: number;
  readonly sort?: string | undefined;
}

export type ListedRow = SequenceRow &
  Figures & { state: VersionState; running: number; enrolled: number };

export async function pageOfSequences(
  ctx: Ctx,
  permission: string,
  { q, state, usable, page, size, sort }: SequenceFilter,
): Promise<{ items: ListedRow[]; total: number }> {
  const where: RawBuilder<SqlBool>[] = [sql`true`];
  if (q) where.push(sql`s.name ilike ${`%${q.replace(/[\\%_]/g, '\\$&')}%`}`);
  if (state?.length) where.push(sql`v.state = any (${[...state]}::text[])`);
  if (usable !== undefined) where.push(usable ? sql`s.usable is not null` : sql`s.usable is null`);
  const order =
    {
      name: sql`s.name, s.id`,
      '-name': sql`s.name desc, s.id`,
      changedAt: sql`s.changed_at, s.id`,
    }[sort ?? ''] ?? sql`s.changed_at desc, s.id`;
  const { rows } = await sql<ListedRow & { figures: Figures; total: number }>`
    select ${columns}, v.state, v.figures, count(*) over ()::int as total,
           (select count(*)::int from sequences.run r where r.org_id = s.org_id
             and r.sequence_id = s.id and r.state in ('running', 'paused')) as running,
           (select count(*)::int from sequences.run r
              join sequences.enrolment e on e.plan_id = r.plan_id and e.state <> 'ended'
             where r.org_id = s.org_id and r.sequence_id = s.id
               and r.state in ('running', 'paused')) as enrolled
      from sequences.sequence s
      join org.unit u on u.org_id = s.org_id and u.id = s.owner_unit_id
      join sequences.version v on v.org_id = s.org_id and v.sequence_id = s.id
       and v.version = coalesce(s.usable, s.open)
     where s.org_id = ${ctx.orgId} and ${visible(ctx, permission)} and ${sql.join(where, sql` and `)}
     order by ${order} limit ${size} offset ${(page - 1) * size}`.execute(ctx.db);
  return {
    items: rows.map(({ figures, total: _, ...row }) => ({ ...row, ...figures })),
    total: rows[0]?.total ?? 0,
  };
}

const versionColumns = sql`version, revision, state, changed_by as "changedBy",
  changed_at as "changedAt", approved_by as "approvedBy", approved_at as "approvedAt"`;

/** Newest first, without what they say. */
export async function findVersions(ctx: Ctx, id: SequenceId): Promise<VersionRow[]> {
  const { rows } = await sql<VersionRow>`
    select ${versionColumns} from sequences.version
     where org_id = ${ctx.orgId} and sequence_id = ${id} order by version desc`.execute(ctx.db);
  return rows;
}

export async function findVersion(
  ctx: Ctx,
  id: string,
  version: number,
  lock = false,
): Promise<FullVersion | null> {
  const { rows } = await sql<FullVersion>`
    select ${versionColumns}, definition from sequences.version
     where org_id = ${ctx.orgId} and sequence_id = ${id} and version = ${version}
     ${lock ? sql`for update` : sql``}`.execute(ctx.db);
  const row = rows[0];
  return row ? { ...row, definition: Definition.parse(row.definition) } : null;
}

/** False when what came with the product under this key is there already. */
export async function insertSequence(
  ctx: TxCtx,
  given: { id: SequenceId; ownerUnitId: string; name: string; usable?: number; packKey?: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('sequences.sequence')
    .values({
      ...given,
      orgId: ctx.orgId,
      usable: given.usable ?? null,
      open: given.usable ? null : 1,
      changedAt: ctx.now(),
    })
    .onConflict((c) => c.columns(['orgId', 'packKey']).doNothing())
    .executeTakeFirst();
  return Boolean(numInsertedOrUpdatedRows);
}

export async function insertVersion(
  ctx: TxCtx,
  id: SequenceId,
  version: number,
  definition: Definition,
  figures: Figures,
  state: 'draft' | 'approved' = 'draft',
): Promise<void> {
  await ctx.db
    .insertInto('sequences.version')
    .values({
      orgId: ctx.orgId,
      sequenceId: id,
      version,
      revision: 1,
      state,
      definition: JSON.stringify(definition),
      figures: JSON.stringify(figures),
      changedBy: ctx.actor.name,
      changedAt: ctx.now(),
      approvedBy: state === 'approved' ? ctx.actor.name : null,
      approvedAt: state === 'approved' ? ctx.now() : null,
    })
    .execute();
}

export async function setDefinition(
  ctx: TxCtx,
  id: SequenceId,
  version: number,
  definition: Definition,
  figures: Figures,
): Promise<void> {
  await ctx.db
    .updateTable('sequences.version')
    .set((eb) => ({
      definition: JSON.stringify(definition),
      figures: JSON.stringify(figures),
      revision: eb('revision', '+', 1),
      changedBy: ctx.actor.name,
      changedAt: ctx.now(),
    }))
    .where('orgId', '=', ctx.orgId)
    .where('sequenceId', '=', id)
    .where('version', '=', version)
    .execute();
}

export async function setVersionState(
  ctx: TxCtx,
  id: SequenceId,
  version: number,
  state: VersionState,
): Promise<void> {
  const approved =
    state === 'approved' ? { approvedBy: ctx.actor.name, approvedAt: ctx.now() } : {};
  await ctx.db
    .updateTable('sequences.version')
    .set({ state, ...approved })
    .where('orgId', '=', ctx.orgId)
    .where('sequenceId', '=', id)
    .where('version', '=', version)
    .execute();
}

export async function setSequence(
  ctx: TxCtx,
  id: SequenceId,
  change: { usable?: number | null; open?: number | null; name?: string },
): Promise<void> {
  await ctx.db
    .updateTable('sequences.sequence')
    .set({ ...change, changedAt: ctx.now() })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}
