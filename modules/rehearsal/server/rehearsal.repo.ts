import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { inScope } from '#platform/server/scope.ts';
import {
  type Rehearsal,
  type RehearsalId,
  type RehearsalOptions,
  RehearsalReport,
  type RehearsalSubject,
} from '../contract.ts';

export interface RehearsalRow {
  readonly id: RehearsalId;
  readonly orgId: string;
  readonly unitId: string;
  readonly subject: RehearsalSubject;
  readonly name: string;
  readonly version: number | null;
  readonly options: RehearsalOptions;
  readonly state: Rehearsal['state'];
  readonly phase: Rehearsal['phase'];
  readonly daysDone: number;
  readonly taskId: string | null;
  readonly databases: readonly string[];
  readonly startedBy: string;
  readonly startedByName: string;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly error: string | null;
}

const columns = sql`
  r.rehearsal_id as id, r.org_id, r.unit_id,
  jsonb_build_object('kind', r.subject_kind, 'id', r.subject_id) as subject,
  r.subject_name as name, r.subject_version as version, r.options, r.state, r.phase, r.days_done,
  r.task_id, r.databases, r.started_by, r.started_by_name, r.created_at, r.ended_at, r.error`;

export async function insertRehearsal(
  ctx: TxCtx,
  row: Pick<RehearsalRow, 'id' | 'unitId' | 'subject' | 'name' | 'version' | 'options'>,
): Promise<void> {
  await sql`
    insert into rehearsal.rehearsal (rehearsal_id, org_id, unit_id, subject_kind, subject_id,
      subject_name, subject_version, options, state, phase, days_done, databases, started_by,
      started_by_name, created_at)
    values (${row.id}, ${ctx.orgId}, ${row.unitId}, ${row.subject.kind}, ${row.subject.id},
      ${row.name}, ${row.version}, ${JSON.stringify(row.options)}::jsonb, 'queued', 'waiting', 0,
      '{}', ${ctx.actor.id}, ${ctx.actor.name}, ${ctx.now()})`.execute(ctx.db);
}

export async function findRehearsal(
  ctx: Ctx,
  permission: string,
  id: string,
): Promise<RehearsalRow | undefined> {
  const { rows } = await sql<RehearsalRow>`
    select ${columns} from rehearsal.rehearsal r
      join org.unit u on u.org_id = r.org_id and u.id = r.unit_id
     where r.org_id = ${ctx.orgId} and r.rehearsal_id = ${id}
       and ${inScope(ctx, permission, 'u.path')}`.execute(ctx.db);
  return rows[0];
}

export async function listRehearsalRows(
  ctx: Ctx,
  permission: string,
  { page, size, subjectId }: { page: number; size: number; subjectId?: string | undefined },
): Promise<{ rows: RehearsalRow[]; total: number }> {
  const { rows } = await sql<RehearsalRow & { total: number }>`
    select ${columns}, count(*) over ()::int as total from rehearsal.rehearsal r
      join org.unit u on u.org_id = r.org_id and u.id = r.unit_id
     where r.org_id = ${ctx.orgId} and (${subjectId ?? null}::uuid is null
           or r.subject_id = ${subjectId ?? null})
       and ${inScope(ctx, permission, 'u.path')}
     order by r.created_at desc, r.rehearsal_id limit ${size} offset ${(page - 1) * size}`.execute(
    ctx.db,
  );
  return { rows, total: rows[0]?.total ?? 0 };
}

/** Under way in the bank: one takes the machine as it is. */
export async function underWay(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from rehearsal.rehearsal
     where org_id = ${ctx.orgId} and state in ('queued', 'running')`.execute(ctx.db);
  return rows[0]!.n;
}

/** As reports are today: one that was kept before a figure was told has none of it. */
export async function findReport(ctx: Ctx, id: string): Promise<RehearsalReport | null> {
  const { rows } = await sql<{ report: unknown }>`
    select report from rehearsal.rehearsal
     where org_id = ${ctx.orgId} and rehearsal_id = ${id}`.execute(ctx.db);
  const kept = rows[0]?.report ?? null;
  return kept === null ? null : RehearsalReport.parse(kept);
}

/** `ended` is the business time at which it came to its end. */
export async function setRehearsal(
  ctx: TxCtx | Ctx,
  id: string,
  set: Partial<
    Pick<RehearsalRow, 'state' | 'phase' | 'daysDone' | 'taskId' | 'databases' | 'error'>
  > & {
    endedAt?: Date | null;
    report?: RehearsalReport | null;
  },
): Promise<void> {
  const { report, ...columns } = set;
  await ctx.db
    .updateTable('rehearsal.rehearsal')
    .set({
      ...columns,
      ...(columns.databases ? { databases: [...columns.databases] } : {}),
      ...(report === undefined ? {} : { report: report && JSON.stringify(report) }),
    } as never)
    .where('orgId', '=', ctx.orgId)
    .where('rehearsalId', '=', id)
    .execute();
}

/** Ended, and its databases are still there: whoever ran it died. */
export async function leftDatabases(
  ctx: Ctx,
): Promise<{ id: string; orgId: string; databases: string[] }[]> {
  const { rows } = await sql<{ id: string; orgId: string; databases: string[] }>`
    select rehearsal_id as id, org_id, databases from rehearsal.rehearsal
     where state in ('done', 'failed', 'cancelled') and databases <> '{}' limit 20`.execute(ctx.db);
  return rows;
}
