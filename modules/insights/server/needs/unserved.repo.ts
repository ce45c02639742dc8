import { type RawBuilder, sql } from 'kysely';
import { visibleCustomers } from '#modules/customers/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';

/** Which need a product of this kind serves. */
const NEED_OF_KIND: Readonly<Record<string, string>> = {
  credit_card: 'need_card',
  deposit: 'need_deposit',
  structured_deposit: 'need_deposit',
  wealth: 'need_wealth',
  precious_metal: 'need_wealth',
  fund: 'need_fund',
  insurance: 'need_insurance',
  loan: 'need_loan',
  pension: 'need_pension',
};
/** A contact that was planned so long before it was delivered still counts. */
const PLANNED_DAYS = 31;
const DAY_MS = 86_400_000;

const needOfKind = (kind: RawBuilder<unknown>) =>
  sql`case ${kind} ${sql.join(
    Object.entries(NEED_OF_KIND).map(([k, need]) => sql`when ${k}::text then ${need}::text`),
    sql` `,
  )} end`;

/** What each product and content is about, and the line of each running sequence: small tables. */
const subjects = (ctx: Ctx) => sql`
  product_need as materialized (
    select p.id, ${needOfKind(sql`p.kind`)} as need from content.product p
     where p.org_id = ${ctx.orgId}),
  item_need as materialized (
    select distinct v.item_id::text as item_id, n.need
      from content.version v
      cross join lateral jsonb_array_elements_text(v.facets->'productIds') as of (id)
      join product_need n on n.id = of.id::uuid
     where v.org_id = ${ctx.orgId} and n.need is not null),
  plan_need as materialized (
    select r.plan_id, 'need_' || (r.draft->>'productLine') as need from sequences.run r
     where r.org_id = ${ctx.orgId} and r.plan_id is not null)`;

/** When content about a need last reached or was read by a customer: delivered contacts, readings. */
const served = (ctx: Ctx, since: Date | null) => {
  const moment = sql`coalesce(t.settled_at, t.confirmed_at, t.handed_at, t.planned_at)`;
  const touches = since
    ? sql`t.planned_at >= ${new Date(since.getTime() - PLANNED_DAYS * DAY_MS)} and ${moment} >= ${since}`
    : sql`true`;
  const delivered = sql`t.org_id = ${ctx.orgId} and t.state = 'delivered'
    and t.channel <> 'work_item' and ${touches}`;
  return sql`
    served as (
      select s.customer_id, s.need, max(s.at) as at from (
        select t.customer_id, n.need, ${moment} as at
          from outreach.touch t join product_need n on n.id = t.product_id where ${delivered}
        union all
        select t.customer_id, n.need, ${moment}
          from outreach.touch t join item_need n on n.item_id = t.content_id
         where t.content_kind = 'content.item' and ${delivered}
        union all
        select t.customer_id, n.need, ${moment}
          from outreach.touch t join plan_need n on n.plan_id = t.plan_id where ${delivered}
        union all
        select e.customer_id, n.need, e.at
          from tracking.event e join item_need n on n.item_id = e.subject
         where e.org_id = ${ctx.orgId} and e.kind in ('content.read', 'content.finished')
           and ${since ? sql`e.at >= ${since}` : sql`true`}
        union all
        select e.customer_id, n.need, e.at
          from tracking.event e join product_need n on n.id::text = e.subject
         where e.org_id = ${ctx.orgId} and e.kind = 'product.viewed'
           and ${since ? sql`e.at >= ${since}` : sql`true`}) s
       where s.need is not null and s.at <= ${ctx.now()}
       group by s.customer_id, s.need)`;
};

const held = (ctx: Ctx) => sql`
  held as (
    select ct.customer_id, t.code as need, t.name, t.position, ct.strength, ct.since
      from customers.tag t
      join customers.tag_group g on g.group_id = t.group_id and g.kind = 'need'
      join customers.customer_tag ct on ct.org_id = t.org_id and ct.tag_id = t.tag_id
       and (ct.expires_at is null or ct.expires_at > ${ctx.now()})
      join customers.customer c on c.customer_id = ct.customer_id and c.state = 'active'
     where t.org_id = ${ctx.orgId} and t.state = 'active' and ${visibleCustomers(ctx)})`;

export interface NeedCount {
  readonly need: string;
  readonly name: [string, string];
  readonly holders: number;
  readonly unserved: number;
}

/** By need, in the order of the dictionary; the row without a need counts customers once. */
export async function countUnserved(
  ctx: Ctx,
  since: Date,
): Promise<{ needs: NeedCount[]; holders: number; unserved: number }> {
  const { rows } = await sql<NeedCount & { customers: number; lacking: number }>`
    with ${subjects(ctx)}, ${served(ctx, since)}, ${held(ctx)},
    judged as materialized (
      select h.*, s.customer_id is null as lacking from held h
        left join served s on s.customer_id = h.customer_id and s.need = h.need)
    select j.need, j.name, count(*)::int as holders,
           count(*) filter (where j.lacking)::int as unserved,
           (select count(distinct a.customer_id)::int from judged a) as customers,
           (select count(distinct a.customer_id)::int from judged a where a.lacking) as lacking
      from judged j group by j.need, j.name, j.position order by j.position, j.need`.execute(
    ctx.db,
  );
  return {
    needs: rows.map(({ need, name, holders, unserved }) => ({ need, name, holders, unserved })),
    holders: rows[0]?.customers ?? 0,
    unserved: rows[0]?.lacking ?? 0,
  };
}

export interface UnservedRow {
  readonly customerId: number;
  readonly strength: number;
  readonly since: Date;
  readonly servedAt: Date | null;
}

export async function findUnserved(
  ctx: Ctx,
  need: string,
  since: Date,
  after: number,
  size: number,
): Promise<UnservedRow[]> {
  const { rows } = await sql<UnservedRow>`
    with ${subjects(ctx)}, ${served(ctx, null)}, ${held(ctx)}
    select h.customer_id as "customerId", h.strength, h.since, s.at as "servedAt"
      from held h
      left join served s on s.customer_id = h.customer_id and s.need = h.need
     where h.need = ${need} and h.customer_id > ${after} and (s.at is null or s.at < ${since})
     order by h.customer_id limit ${size}`.execute(ctx.db);
  return rows;
}
