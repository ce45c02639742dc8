import { type SqlBool, sql } from 'kysely';
import type { UnitScope } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';

export interface GroupRow {
  readonly corpId: string;
  readonly chatId: string;
  readonly name: string | null;
  readonly ownerId: string | null;
  readonly ownerName: string | null;
  /** Days with content from today on, as the bank counts days. */
  readonly days: string[];
  readonly planned: number;
  readonly unconfirmed: number;
}

/** Groups that have had content or are to have some, with the days on which they are to. */
export async function groupRows(ctx: Ctx, until: Date, scope: UnitScope): Promise<GroupRow[]> {
  const { rows } = await sql<GroupRow>`
    select t.corp_id, t.recipient as chat_id, max(g.name) as name, max(o.id::text)::uuid as owner_id,
           max(o.name) as owner_name,
           coalesce(array_agg(distinct to_char(t.due_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD'))
             filter (where t.due_at >= ${ctx.now()}
                       and t.state in ('proposed', 'deferred', 'reserved')), '{}') as days,
           (count(*) filter (where t.due_at >= ${ctx.now()}
                       and t.state in ('proposed', 'deferred', 'reserved')))::int as planned,
           (count(*) filter (where t.state = 'handed_over'))::int as unconfirmed
      from outreach.touch t
      left join wecom.group_chat g on g.org_id = t.org_id and g.corp_id = t.corp_id
       and g.chat_id = t.recipient
      left join org.staff o on o.org_id = t.org_id and o.id = t.staff_id
     where t.org_id = ${ctx.orgId} and t.customer_id = 0 and t.channel = 'group'
       and t.corp_id is not null and t.recipient is not null and t.due_at < ${until}
       and t.planned_at > ${new Date(ctx.now().getTime() - 60 * 86_400_000)}
       and ${scope.whole ? sql<SqlBool>`true` : sql<SqlBool>`t.unit_id = any(${scope.units}::uuid[])`}
     group by 1, 2 order by 1, 2`.execute(ctx.db);
  return rows;
}
