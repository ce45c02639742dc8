import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { UnitScope } from '#modules/org/server/index.ts';
import type { Phrase } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { startOfDay } from '#platform/server/holidays.ts';
import type { Channel, Mode, PlanPurpose, TouchClass } from '../../contract/channel.ts';
import type { Decision } from '../../contract/gate.ts';
import type { TouchState } from '../../contract/touch.ts';

export interface TouchRow {
  readonly customerId: number;
  readonly touchId: string;
  readonly plannedAt: Date;
  readonly dueAt: Date;
  readonly planId: string;
  readonly planName: string;
  readonly itemKey: string;
  readonly channel: Channel;
  readonly mode: Mode | null;
  readonly class: TouchClass;
  readonly purpose: PlanPurpose;
  /** A group by its name, where it has one. */
  readonly recipient: string | null;
  readonly staffId: string | null;
  readonly staffName: string | null;
  readonly unitId: string;
  readonly contentKind: string;
  readonly contentId: string;
  readonly contentVersion: number;
  readonly contentName: string | null;
  readonly state: TouchState;
  readonly decidedAt: Date | null;
  readonly decided: number;
  readonly outcome: Decision['outcome'] | null;
  readonly rule: string | null;
  readonly ruleVersion: number | null;
  readonly verdict: string | null;
  readonly untilAt: Date | null;
  readonly facts: unknown;
  readonly basisId: string | null;
  readonly handedAt: Date | null;
  readonly confirmedAt: Date | null;
  readonly settledAt: Date | null;
  readonly failure: string | null;
  /** What its handover waits for before it leaves. */
  readonly waitsFor: string | null;
  readonly waitsSince: Date | null;
  /** What was added to its words for this customer (CR-154). */
  readonly reminder: { readonly rule: string; readonly text: string } | null;
  /** Why it was withdrawn, when somebody said so. */
  readonly reason: Phrase | null;
}

const columns = sql`
  t.customer_id as "customerId", t.touch_id as "touchId", t.planned_at as "plannedAt",
  t.due_at as "dueAt", t.plan_id as "planId", p.name as "planName", t.item_key as "itemKey",
  t.channel, t.mode, t.class, t.purpose,
  case when t.channel = 'group' then coalesce((select nullif(g.name, '') from wecom.group_chat g
    where g.org_id = t.org_id and g.chat_id = t.recipient limit 1), t.recipient)
       else t.recipient end as recipient, t.staff_id as "staffId",
  s.name as "staffName", t.unit_id as "unitId", t.content_kind as "contentKind",
  t.content_id as "contentId", t.content_version as "contentVersion", i.name as "contentName",
  t.state, t.decided_at as "decidedAt", t.decided, t.outcome, t.rule,
  t.rule_version as "ruleVersion", t.verdict, t.until_at as "untilAt",
  to_jsonb(t.facts) as facts,
  t.basis_id as "basisId", t.handed_at as "handedAt", t.confirmed_at as "confirmedAt",
  t.settled_at as "settledAt", t.failure, h.failure as "waitsFor", h.formed_at as "waitsSince",
  t.params -> 'reminder' as reminder`;

const from = sql`outreach.touch t
  join outreach.plan p on p.org_id = t.org_id and p.plan_id = t.plan_id
  left join org.staff s on s.org_id = t.org_id and s.id = t.staff_id
  left join content.item i on t.content_kind = 'content.item' and i.org_id = t.org_id
   and i.id::text = t.content_id
  left join outreach.handover h on h.org_id = t.org_id and h.id = t.handover_id
   and t.state = 'reserved' and h.state = 'prepared' and h.failure is not null`;

/** Whose: of the reader's units, and what goes through the reader. */
export const seenBy = (ctx: Ctx, scope: UnitScope): RawBuilder<SqlBool> =>
  scope.whole
    ? sql`true`
    : sql`(t.unit_id = any (${scope.units}::uuid[])${
        ctx.actor.kind === 'staff' ? sql` or t.staff_id = ${ctx.actor.id}::uuid` : sql``
      })`;

function asRow(row: TouchRow): TouchRow {
  const { failure } = row;
  const reason = failure?.startsWith('["') ? (JSON.parse(failure) as Phrase) : null;
  return { ...row, reason, failure: reason ? null : failure };
}

export interface TouchFilter {
  readonly page: number;
  readonly size: number;
  readonly customerId?: number | undefined;
  readonly planId?: string | undefined;
  readonly staffId?: string | undefined;
  readonly rule?: string | undefined;
  readonly state?: string | undefined;
  readonly channel?: string | undefined;
  readonly mode?: string | undefined;
  readonly outcome?: string | undefined;
  readonly day?: string | undefined;
}

export async function listTouchRows(
  ctx: Ctx,
  filter: TouchFilter,
  scope: UnitScope,
): Promise<{ rows: TouchRow[]; total: number }> {
  const is = (column: string, value: unknown) =>
    value === undefined ? [] : [sql`${sql.ref(column)} = ${value}`];
  const all = [
    sql`t.org_id = ${ctx.orgId}::uuid`,
    seenBy(ctx, scope),
    ...is('t.customer_id', filter.customerId),
    ...is('t.plan_id', filter.planId),
    ...is('t.staff_id', filter.staffId),
    ...is('t.rule', filter.rule),
    ...is('t.state', filter.state),
    ...is('t.channel', filter.channel),
    ...is('t.mode', filter.mode),
    ...is('t.outcome', filter.outcome),
    ...(filter.day === undefined ? [] : [onDays(filter.day, filter.day)]),
  ];
  const where = sql.join(all, sql` and `);
  const { rows } = await sql<TouchRow>`
    select ${columns} from ${from} where ${where}
     order by t.planned_at desc, t.touch_id limit ${filter.size}
    offset ${(filter.page - 1) * filter.size}`.execute(ctx.db);
  const counted = await sql<{ total: number }>`
    select count(*) as total from outreach.touch t where ${where}`.execute(ctx.db);
  return { rows: rows.map(asRow), total: counted.rows[0]!.total };
}

/** Due on these days of the bank, both included; planned at most a month before. */
export const onDays = (first: string, last: string): RawBuilder<SqlBool> => {
  const end = new Date(startOfDay(last).getTime() + 86_400_000);
  return sql`t.due_at >= ${startOfDay(first)} and t.due_at < ${end}
    and t.planned_at >= ${startOfDay(first)}::timestamptz - interval '31 days'
    and t.planned_at < ${end}`;
};

export async function findTouch(
  ctx: Ctx,
  customerId: number,
  touchId: string,
  scope: UnitScope,
): Promise<TouchRow | null> {
  const { rows } = await sql<TouchRow>`
    select ${columns} from ${from}
     where t.org_id = ${ctx.orgId}::uuid and t.customer_id = ${customerId}
       and t.touch_id = ${touchId}::uuid and ${seenBy(ctx, scope)}`.execute(ctx.db);
  return rows[0] ? asRow(rows[0]) : null;
}

export interface EarlierDecision {
  readonly decidedAt: Date;
  readonly outcome: Decision['outcome'];
  readonly untilAt: Date | null;
  readonly facts: unknown;
  readonly basisId: string | null;
}

/** The latest first. */
export async function findEarlier(
  ctx: Ctx,
  customerId: number,
  touchId: string,
): Promise<EarlierDecision[]> {
  const { rows } = await sql<EarlierDecision>`
    select decided_at as "decidedAt", outcome, until_at as "untilAt",
           to_jsonb(facts) as facts, basis_id as "basisId"
      from outreach.decision
     where org_id = ${ctx.orgId}::uuid and customer_id = ${customerId} and touch_id = ${touchId}::uuid
     order by nth desc`.execute(ctx.db);
  return rows;
}

export async function touchesOfDays(
  ctx: Ctx,
  customerId: number,
  first: string,
  last: string,
  scope: UnitScope,
): Promise<TouchRow[]> {
  const { rows } = await sql<TouchRow>`
    select ${columns} from ${from}
     where t.org_id = ${ctx.orgId}::uuid and t.customer_id = ${customerId}
       and ${onDays(first, last)} and ${seenBy(ctx, scope)}
     order by t.due_at, t.touch_id limit 2000`.execute(ctx.db);
  return rows.map(asRow);
}

export interface StaffDayRow {
  readonly day: string;
  readonly planId: string;
  readonly planName: string;
  readonly itemKey: string;
  readonly channel: Channel;
  readonly state: TouchState;
  readonly count: number;
}

/** Whether this colleague belongs to what the reader may see. */
export async function isWithin(ctx: Ctx, staffId: string, scope: UnitScope): Promise<boolean> {
  const { rows } = await sql`
    select 1 from org.staff s
     where s.org_id = ${ctx.orgId}::uuid and s.id = ${staffId}::uuid
       and ${scope.whole ? sql`true` : sql`s.unit_id = any(${scope.units}::uuid[])`}`.execute(
    ctx.db,
  );
  return rows.length > 0;
}

export async function staffDays(
  ctx: Ctx,
  staffId: string,
  first: string,
  last: string,
  scope: UnitScope,
): Promise<StaffDayRow[]> {
  const { rows } = await sql<StaffDayRow>`
    select (((t.due_at at time zone 'UTC') + interval '8 hours')::date)::text as day,
           t.plan_id as "planId", p.name as "planName", t.item_key as "itemKey", t.channel,
           t.state, count(*)::int as count
      from outreach.touch t
      join outreach.plan p on p.org_id = t.org_id and p.plan_id = t.plan_id
     where t.org_id = ${ctx.orgId}::uuid and t.staff_id = ${staffId}::uuid
       and ${onDays(first, last)} and ${seenBy(ctx, scope)}
     group by 1, 2, 3, 4, 5, 6
     order by 1, count(*) desc`.execute(ctx.db);
  return rows;
}

/** How often rules refused contacts in a stretch of time: for the list of rules in compliance. */
export async function countRefused(
  ctx: Ctx,
  from: Date,
  to: Date,
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ rule: string; count: number }>`
    select t.rule, count(*)::int as count from outreach.touch t
     where t.org_id = ${ctx.orgId}::uuid and t.outcome = 'refused' and t.rule is not null
       and t.decided_at >= ${from} and t.decided_at < ${to}
       and t.planned_at >= ${from}::timestamptz - interval '31 days'
       and t.planned_at < ${to}::timestamptz + interval '31 days'
     group by 1`.execute(ctx.db);
  return new Map(rows.map((row) => [row.rule, row.count]));
}
