import { type RawBuilder, sql } from 'kysely';
import { unassessedSql } from '#modules/compliance/server/index.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

/** Notes whose RM is to ask them. Whoever was asked about a short while ago is left alone. */
export async function wantAsked(
  ctx: TxCtx,
  planId: string,
  customerIds: readonly number[],
  askedBefore: Date,
): Promise<void> {
  await sql`
    insert into workbench.assessment_ask as held (customer_id, org_id, plan_id, wanted_at, next_at)
    select id, ${ctx.orgId}::uuid, ${planId}::uuid, ${ctx.now()}::timestamptz, ${ctx.now()}::timestamptz
      from unnest(${[...new Set(customerIds)]}::bigint[]) as c (id)
    on conflict (customer_id, org_id) do update
       set plan_id = excluded.plan_id, wanted_at = excluded.wanted_at, next_at = excluded.next_at
     where held.next_at is null and (held.asked_at is null or held.asked_at <= ${askedBefore})`.execute(
    ctx.db,
  );
}

export const nextAskAt = sql<Date | null>`
  select min(next_at) from workbench.assessment_ask where next_at is not null`;

export async function banksWithAsks(ctx: Ctx): Promise<string[]> {
  const { rows } = await sql<{ orgId: string }>`
    select distinct org_id as "orgId" from workbench.assessment_ask where next_at <= ${ctx.now()}`.execute(
    ctx.db,
  );
  return rows.map(({ orgId }) => orgId);
}

export interface Ask {
  readonly customerId: number;
  readonly planId: string;
  readonly wantedAt: Date;
  /** Whose list it goes on; null: nobody looks after the customer, or the list holds no more today. */
  readonly staffId: string | null;
  /** There is still no assessment that holds, and somebody to be asked. */
  readonly wanted: boolean;
}

interface Holding {
  /** How long a list may be. */
  readonly limit: number;
  readonly most: number;
  readonly months: number;
  readonly today: string;
}

/**
 * The asks that are due, each with the RM whose list has a place for it: as many for each as the list
 * holds besides what customers and plans asked for, the longest waiting first.
 */
export async function dueAsks(ctx: TxCtx, { limit, most, months, today }: Holding): Promise<Ask[]> {
  const { rows } = await sql<Ask>`
    with due as materialized (
      select a.customer_id, a.plan_id, a.wanted_at, rm.id as staff_id,
             coalesce(c.state = 'active', false)
               and ${unassessed(ctx, sql`a.customer_id`, months, today)} as wanted
        from workbench.assessment_ask a
        left join customers.customer c on c.customer_id = a.customer_id and c.org_id = a.org_id
        left join lateral (select s.id from org.staff s
              where s.org_id = ${ctx.orgId} and s.id = c.rm_id and s.state = 'active'
                -- The account of a pool is nobody who works off a list (R-045).
                and not exists (select from customers.pool p
                      where p.org_id = s.org_id and p.staff_id = s.id)) rm on true
       where a.org_id = ${ctx.orgId} and a.next_at <= ${ctx.now()}
       order by a.wanted_at, a.customer_id limit ${most}),
    held as (
      select i.staff_id, count(*) as items from workbench.item i
       where i.org_id = ${ctx.orgId} and i.staff_id in (select staff_id from due)
         and i.state in ('open', 'snoozed') and i.kind <> 'care'
       group by 1),
    ranked as (
      select d.*, row_number() over (partition by d.staff_id, d.wanted
                                     order by d.wanted_at, d.customer_id) as nth
        from due d)
    select r.customer_id as "customerId", r.plan_id as "planId", r.wanted_at as "wantedAt", r.wanted,
           case when r.wanted and r.nth <= ${limit}::int - coalesce(h.items, 0)
             then r.staff_id end as "staffId"
      from ranked r left join held h on h.staff_id = r.staff_id
     order by r.wanted_at, r.customer_id`.execute(ctx.db);
  return rows;
}

/** Asked now, tried again later, or not wanted any more. */
export async function settleAsks(
  ctx: TxCtx,
  asks: readonly {
    readonly customerId: number;
    readonly asked: boolean;
    readonly again: boolean;
  }[],
  againAt: Date,
): Promise<void> {
  await sql`
    update workbench.assessment_ask a
       set next_at = case when s.again then ${againAt}::timestamptz end,
           asked_at = case when s.asked then ${ctx.now()}::timestamptz else a.asked_at end
      from jsonb_to_recordset(${JSON.stringify(asks)}::jsonb)
        as s ("customerId" bigint, asked boolean, again boolean)
     where a.customer_id = s."customerId" and a.org_id = ${ctx.orgId}`.execute(ctx.db);
}

/** Who has been assessed since needs no reminder: the item leaves the list of the RM. */
export async function dropAssessed(
  ctx: TxCtx,
  staffId: string,
  months: number,
  today: string,
): Promise<void> {
  await sql`
    update workbench.item i set state = 'withdrawn', version = i.version + 1
     where i.org_id = ${ctx.orgId} and i.staff_id = ${staffId}::uuid and i.kind = 'assessment'
       and i.state in ('open', 'snoozed')
       and not ${unassessed(ctx, sql`i.customer_id`, months, today)}`.execute(ctx.db);
}

/** By the attributes of the customer, each looked up by its key. */
const unassessed = (
  ctx: Ctx,
  customerId: RawBuilder<unknown>,
  months: number,
  today: string,
): RawBuilder<boolean> => {
  const of = (code: string, column: RawBuilder<unknown>) => sql`(
    select ${column} from customers.attribute n
      join customers.attribute_value v on v.attribute_id = n.attribute_id
     where n.org_id = ${ctx.orgId} and n.code = ${code} and v.customer_id = ${customerId})`;
  return sql`(select ${unassessedSql({ riskGrade: sql`k.grade`, assessedOn: sql`k.assessed_on` }, months, today)}
    from (select ${of('risk_level', sql`v.words[1]`)} as grade,
                 ${of('risk_assessed_on', sql`v.day`)} as assessed_on) k)`;
};
