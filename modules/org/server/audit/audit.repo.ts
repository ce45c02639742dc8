import { type RawBuilder, sql } from 'kysely';
import type { AuditEntry } from '#platform/server/audit.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { UnitRef } from '../../contract/unit.ts';
import { beginningWith, containing } from '../like-pattern.ts';
import type { UnitScope } from '../unit-scope.repo.ts';

export interface AuditFilter {
  from?: string;
  to?: string;
  actorId?: string;
  actor?: string;
  action?: readonly string[];
  subjectKind?: string;
  subjectId?: string;
  unitId?: string;
  q?: string;
}

export interface AuditRow extends Omit<AuditEntry, 'orgId'> {
  unit: UnitRef | null;
  hash: Buffer;
  prevHash: Buffer;
}

const columns = sql`e.seq, e.at, e.real_at, e.actor_kind, e.actor_id, e.actor_name, e.action,
  e.subject_kind, e.subject_id, e.subject_name, e.unit_id, e.before, e.after, e.reason, e.ip,
  e.request_id, e.prev_hash, e.hash,
  case when u.id is null then null else jsonb_build_object('id', u.id, 'code', u.code,
    'name', u.name, 'kind', u.kind, 'path', u.path) end as unit`;

/** More units than these are not worth looking through one by one. */
const MANY_UNITS = 500;

/**
 * The newest entries below `before` that fit. A reader of a few units gets the newest of each unit
 * from its own stretch of the index, so a small outlet in a long chain is as fast as the whole bank.
 */
export async function findEntries(
  ctx: Ctx,
  filter: AuditFilter,
  scope: UnitScope,
  { before, notBelow, size }: { before: number; notBelow: number; size: number },
): Promise<AuditRow[]> {
  const fits = sql`e.org_id = ${ctx.orgId} and e.seq < ${before} and e.seq >= ${notBelow}
    and ${conditions(filter)}`;
  const found = scope.whole
    ? sql`select e.seq from platform.audit_entry e where ${fits} order by e.seq desc limit ${size}`
    : scope.units.length > MANY_UNITS
      ? sql`select e.seq from platform.audit_entry e
             where ${fits} and e.unit_id = any(${scope.units}::uuid[])
             order by e.seq desc limit ${size}`
      : sql`select found.seq from unnest(${scope.units}::uuid[]) as its (unit_id)
             cross join lateral (select e.seq from platform.audit_entry e
               where ${fits} and e.unit_id = its.unit_id order by e.seq desc limit ${size}) as found
             order by found.seq desc limit ${size}`;
  const { rows } = await sql<AuditRow>`
    select ${columns}
      from (${found}) as wanted
      join platform.audit_entry e on e.org_id = ${ctx.orgId} and e.seq = wanted.seq
      left join org.unit u on u.org_id = e.org_id and u.id = e.unit_id
     order by e.seq desc`.execute(ctx.db);
  return rows;
}

/** The stretch of the chain that a time in the past covers; business time may jump, so it is looked up. */
export async function findStretch(
  ctx: Ctx,
  { from, to }: { from?: string; to: string },
): Promise<{ first: number; last: number } | null> {
  const { rows } = await sql<{ first: number | null; last: number | null }>`
    select min(seq) as first, max(seq) as last from (
      select seq from platform.audit_entry
       where org_id = ${ctx.orgId} and at < ${new Date(to)}
         and at >= ${from ? new Date(from) : new Date(0)} offset 0) as stretch`.execute(ctx.db);
  const { first, last } = rows[0]!;
  return first === null || last === null ? null : { first, last };
}

function conditions(filter: AuditFilter): RawBuilder<unknown> {
  const all = [sql`true`];
  if (filter.from) all.push(sql`e.at >= ${new Date(filter.from)}`);
  if (filter.to) all.push(sql`e.at < ${new Date(filter.to)}`);
  if (filter.actorId) all.push(sql`e.actor_id = ${filter.actorId}`);
  if (filter.actor) all.push(sql`e.actor_name ilike ${containing(filter.actor)}`);
  if (filter.subjectKind) all.push(sql`e.subject_kind = ${filter.subjectKind}`);
  if (filter.subjectId) all.push(sql`e.subject_id = ${filter.subjectId}`);
  if (filter.q) {
    const pattern = containing(filter.q);
    all.push(sql`(e.reason ilike ${pattern} or e.subject_name ilike ${pattern})`);
  }
  if (filter.action?.length) {
    const exact = filter.action.filter((action) => !action.endsWith('.'));
    const modules = filter.action.filter((action) => action.endsWith('.')).map(beginningWith);
    const any = [
      ...(exact.length > 0 ? [sql`e.action = any(${exact}::text[])`] : []),
      ...(modules.length > 0 ? [sql`e.action like any(${modules}::text[])`] : []),
    ];
    all.push(sql`(${sql.join(any, sql` or `)})`);
  }
  return sql.join(all, sql` and `);
}

export async function findEntry(ctx: Ctx, seq: number): Promise<AuditRow | null> {
  const { rows } = await sql<AuditRow>`
    select ${columns} from platform.audit_entry e
      left join org.unit u on u.org_id = e.org_id and u.id = e.unit_id
     where e.org_id = ${ctx.orgId} and e.seq = ${seq}`.execute(ctx.db);
  return rows[0] ?? null;
}

/** What the same call left beside this entry; its transactions stand close together. */
export async function findSameRequest(ctx: Ctx, entry: AuditRow): Promise<AuditRow[]> {
  const { rows } = await sql<AuditRow>`
    select ${columns} from platform.audit_entry e
      left join org.unit u on u.org_id = e.org_id and u.id = e.unit_id
     where e.org_id = ${ctx.orgId} and e.request_id = ${entry.requestId}
       and e.seq between ${entry.seq - 500} and ${entry.seq + 500} and e.seq <> ${entry.seq}
     order by e.seq limit 50`.execute(ctx.db);
  return rows;
}

/** The different values of an indexed column, by hopping along its index. */
async function distinct(ctx: Ctx, column: 'action' | 'subject_kind'): Promise<string[]> {
  const name = sql.ref(column);
  const { rows } = await sql<{ value: string }>`
    with recursive hop (value) as (
      (select min(${name}) from platform.audit_entry where org_id = ${ctx.orgId})
      union all
      select (select min(e.${name}) from platform.audit_entry e
               where e.org_id = ${ctx.orgId} and e.${name} > hop.value)
        from hop where hop.value is not null)
    select value from hop where value is not null`.execute(ctx.db);
  return rows.map((row) => row.value);
}

export const findActions = (ctx: Ctx) => distinct(ctx, 'action');
export const findSubjectKinds = (ctx: Ctx) => distinct(ctx, 'subject_kind');

export async function findHead(ctx: Ctx): Promise<{ seq: number; hash: Buffer } | null> {
  const row = await ctx.db
    .selectFrom('platform.auditHead')
    .select(['seq', 'hash'])
    .where('orgId', '=', ctx.orgId)
    .executeTakeFirst();
  return row ?? null;
}

export async function findCheck(ctx: Ctx) {
  const row = await ctx.db
    .selectFrom('platform.auditCheck')
    .select(['checkedAt', 'throughSeq', 'broken', 'findings'])
    .where('orgId', '=', ctx.orgId)
    .executeTakeFirst();
  return row ?? null;
}
