import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { visibleCustomers } from '#modules/customers/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { RunId } from '../../contract/run.ts';
import { visible } from '../run/run.repo.ts';

export interface EnrolmentRow {
  readonly customerId: number;
  readonly rm: string | null;
  readonly startedOn: string;
  readonly anchor: string;
  readonly version: number;
  readonly round: number;
  readonly day: number;
  readonly stage: number;
  readonly step: number;
  readonly mode: 'aida' | 'three_w';
  readonly skipped: number;
  readonly needStage: number;
  readonly cell: number;
  readonly shownStep: number;
  readonly state: 'active' | 'paused' | 'ended';
  readonly exitReason: string | null;
  readonly endedAt: Date | null;
  readonly resumeOn: string | null;
  readonly nextAt: Date | null;
  readonly lastSignalAt: Date | null;
  readonly generic: boolean;
}

const columns = sql`e.customer_id as "customerId", s.name as rm, e.started_on as "startedOn",
  e.anchor, e.version, e.round, e.day, e.stage, e.step, e.mode, e.skipped,
  e.need_stage as "needStage", e.cell, e.shown_step as "shownStep", e.state,
  e.exit_reason as "exitReason", e.ended_at as "endedAt", e.resume_on as "resumeOn",
  e.next_at as "nextAt", e.last_signal_at as "lastSignalAt",
  e.generic`;

export interface EnrolmentFilter {
  readonly state?: readonly string[] | undefined;
  readonly exit?: readonly string[] | undefined;
  readonly step?: number | undefined;
  readonly page: number;
  readonly size: number;
}

/** Of customers the caller sees; who stands furthest first. */
export async function pageOfEnrolments(
  ctx: Ctx,
  planId: string,
  { state, exit, step, page, size }: EnrolmentFilter,
): Promise<{ items: EnrolmentRow[]; total: number }> {
  const where: RawBuilder<SqlBool>[] = [
    sql`e.org_id = ${ctx.orgId} and e.plan_id = ${planId} and ${visibleCustomers(ctx, 'c')}`,
  ];
  if (state?.length) where.push(sql`e.state = any (${[...state]}::text[])`);
  if (exit?.length) where.push(sql`e.exit_reason = any (${[...exit]}::text[])`);
  if (step) where.push(sql`e.step = ${step}`);
  const { rows } = await sql<EnrolmentRow & { total: number }>`
    select ${columns}, count(*) over ()::int as total
      from sequences.enrolment e
      join customers.customer c on c.customer_id = e.customer_id
      left join org.staff s on s.org_id = e.org_id and s.id = e.staff_id
     where ${sql.join(where, sql` and `)}
     order by e.last_signal_at desc nulls last, e.step desc, e.customer_id
     limit ${size} offset ${(page - 1) * size}`.execute(ctx.db);
  return { items: rows, total: rows[0]?.total ?? 0 };
}

export async function findShown(
  ctx: Ctx,
  planId: string,
  customerId: number,
): Promise<EnrolmentRow | null> {
  const { rows } = await sql<EnrolmentRow>`
    select ${columns} from sequences.enrolment e
      join customers.customer c on c.customer_id = e.customer_id
      left join org.staff s on s.org_id = e.org_id and s.id = e.staff_id
     where e.org_id = ${ctx.orgId} and e.plan_id = ${planId} and e.customer_id = ${customerId}
       and ${visibleCustomers(ctx, 'c')}`.execute(ctx.db);
  return rows[0] ?? null;
}

/** The runs a customer is or was in, of those the caller sees; the latest first. */
export async function enrolmentsOf(
  ctx: Ctx,
  customerId: number,
  permission: string,
): Promise<(EnrolmentRow & { runId: RunId; runName: string })[]> {
  const { rows } = await sql<EnrolmentRow & { runId: RunId; runName: string }>`
    select ${columns}, r.id as "runId", r.name as "runName" from sequences.enrolment e
      join sequences.run r on r.org_id = e.org_id and r.plan_id = e.plan_id
      join org.unit u on u.org_id = r.org_id and u.id = r.unit_id
      left join org.staff s on s.org_id = e.org_id and s.id = e.staff_id
     where e.org_id = ${ctx.orgId} and e.customer_id = ${customerId}
       and ${visible(ctx, permission)}
     order by e.started_on desc, r.id`.execute(ctx.db);
  return rows;
}

export interface MovementRow {
  readonly at: Date;
  readonly kind: string;
  readonly cause: string | null;
  readonly detail: Record<string, unknown>;
  readonly need: number | null;
  readonly recognition: number | null;
  readonly cell: number | null;
  readonly needStage: number | null;
}

export async function findMovements(
  ctx: Ctx,
  planId: string,
  customerId: number,
): Promise<MovementRow[]> {
  const { rows } = await sql<MovementRow>`
    select at, kind, cause, detail, need, recognition, cell, need_stage as "needStage"
      from sequences.movement
     where org_id = ${ctx.orgId} and plan_id = ${planId} and customer_id = ${customerId}
     order by at, kind, movement_id limit 2000`.execute(ctx.db);
  return rows;
}

export interface TouchRow {
  readonly itemKey: string;
  readonly touchId: string;
  readonly state: string;
  readonly plannedAt: Date;
}

export async function findTouches(
  ctx: Ctx,
  planId: string,
  customerId: number,
): Promise<TouchRow[]> {
  const { rows } = await sql<TouchRow>`
    select item_key as "itemKey", touch_id as "touchId", state, planned_at as "plannedAt"
      from outreach.touch
     where org_id = ${ctx.orgId} and plan_id = ${planId} and customer_id = ${customerId}
     order by planned_at`.execute(ctx.db);
  return rows;
}

export async function findStanding(
  ctx: Ctx,
  customerId: number,
): Promise<{ need: number; recognition: number; cell: number; needStage: number } | null> {
  const { rows } = await sql<{
    need: number;
    recognition: number;
    cell: number;
    needStage: number;
  }>`
    select need, recognition, cell, need_stage as "needStage" from audiences.standing
     where customer_id = ${customerId} and org_id = ${ctx.orgId}`.execute(ctx.db);
  return rows[0] ?? null;
}
