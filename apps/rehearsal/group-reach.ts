import { sql } from 'kysely';
import type { RehearsalReport } from '#modules/rehearsal/contract.ts';
import type { Ctx } from '#platform/server/ctx.ts';

type Groups = NonNullable<RehearsalReport['groups']>;

interface Line {
  readonly id: string;
  readonly name: string;
  readonly members: number;
  readonly customers: number;
  readonly left: number;
  readonly state: string;
  readonly rule: string | null;
  readonly failure: string | null;
  readonly confirmedAt: Date | null;
}

/**
 * In the bank of a rehearsal, at its end: what came of each group chat that the plan was to reach, and
 * how many people that were. Null when it reaches no groups.
 */
export async function groupReach(
  ctx: Ctx,
  nameRule: (ctx: Ctx, rule: string) => string,
  planId: string,
): Promise<Groups | null> {
  const { rows } = await sql<Line>`
    select t.recipient as id, g.name, t.state, t.rule, t.failure, t.confirmed_at as "confirmedAt",
           m.members, m.customers, m.left
      from outreach.touch t
      join wecom.group_chat g on g.org_id = t.org_id and g.corp_id = t.corp_id
       and g.chat_id = t.recipient
      cross join lateral (
        select count(*) filter (where m.left_at is null or m.left_at >= t.confirmed_at)::int as members,
               count(i.customer_id) filter (where m.left_at is null
                 or m.left_at >= t.confirmed_at)::int as customers,
               count(*) filter (where m.left_at >= t.confirmed_at)::int as left
          from wecom.group_member m
          left join customers.identity i on i.org_id = m.org_id and i.kind = 'external_userid'
           and i.scope = m.corp_id::text and i.value = m.member_id
         where m.org_id = g.org_id and m.corp_id = g.corp_id and m.chat_id = g.chat_id
           and m.kind = 2) m
     where t.org_id = ${ctx.orgId} and t.plan_id = ${planId} and t.customer_id = 0
       and t.channel = 'group'
     order by t.planned_at, g.name`.execute(ctx.db);
  if (rows.length === 0) return null;
  const reached = await sql<{ times: number; members: number; customers: number }>`
    select times, count(*)::int as members, count(customer_id)::int as customers from (
      select m.member_id, min(i.customer_id) as customer_id, count(distinct m.chat_id)::int as times
        from outreach.touch t
        join wecom.group_member m on m.org_id = t.org_id and m.corp_id = t.corp_id
         and m.chat_id = t.recipient and m.kind = 2
         and (m.left_at is null or m.left_at >= t.confirmed_at)
        left join customers.identity i on i.org_id = m.org_id and i.kind = 'external_userid'
         and i.scope = m.corp_id::text and i.value = m.member_id
       where t.org_id = ${ctx.orgId} and t.plan_id = ${planId} and t.state = 'delivered'
         and t.customer_id = 0
       group by m.member_id) reached group by times order by times`.execute(ctx.db);
  const sum = (key: 'members' | 'customers') =>
    reached.rows.reduce((all, row) => all + row[key], 0);
  return {
    members: sum('members'),
    customers: sum('customers'),
    severalTimes: reached.rows
      .filter(({ times }) => times > 1)
      .reduce((all, { members }) => all + members, 0),
    left: rows.reduce((all, row) => all + row.left, 0),
    chats: rows.map(({ rule, confirmedAt, ...line }) => ({
      ...line,
      rule,
      ruleName: rule && nameRule(ctx, rule),
      confirmedAt: confirmedAt?.toISOString() ?? null,
    })),
  };
}
