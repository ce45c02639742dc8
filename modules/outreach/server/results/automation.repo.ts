import { type SqlBool, sql } from 'kysely';
import { unitScope } from '#modules/org/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { addDays, startOfDay } from '#platform/server/holidays.ts';
import type { AutomationShare } from '../../contract/handover.ts';

/**
 * What went out in these days: by a plan, or by a colleague of their own accord. Colleagues' own mass
 * messages at WeCom are no touches; they count as manual as far as WeCom tells of them.
 */
export async function automationShare(
  ctx: Ctx,
  { from, to }: { from: string; to: string },
): Promise<AutomationShare> {
  const scope = await unitScope(ctx, 'outreach.handover.read');
  const here = scope.whole
    ? sql<SqlBool>`true`
    : sql<SqlBool>`t.unit_id = any(${scope.units}::uuid[])`;
  const [since, until] = [startOfDay(from), startOfDay(addDays(to, 1))];
  const { rows } = await sql<{ channel: string; automated: number; manual: number }>`
    select channel, sum(automated)::int as automated, sum(manual)::int as manual from (
      select t.channel, count(*) filter (where p.kind <> 'own') as automated,
             count(*) filter (where p.kind = 'own') as manual
        from outreach.touch t
        join outreach.plan p on p.org_id = t.org_id and p.plan_id = t.plan_id
       where t.org_id = ${ctx.orgId} and t.handed_at >= ${since} and t.handed_at < ${until}
         and ${here}
       group by 1
      union all
      select case m.chat_type when 'group' then 'group' else 'one_to_one' end, 0,
             sum(coalesce(m.reached, 0))
        from outreach.own_mass m
        left join org.staff s on s.org_id = m.org_id and lower(s.wecom_user_id) = lower(m.userid)
       where m.org_id = ${ctx.orgId} and m.made_at >= ${since} and m.made_at < ${until}
         and ${scope.whole ? sql<SqlBool>`true` : sql<SqlBool>`s.unit_id = any(${scope.units}::uuid[])`}
       group by 1) c
     group by 1 having sum(automated) + sum(manual) > 0 order by 1`.execute(ctx.db);
  const total = (pick: (row: (typeof rows)[number]) => number) =>
    rows.reduce((sum, row) => sum + pick(row), 0);
  const automated = total((row) => row.automated);
  const manual = total((row) => row.manual);
  return {
    from,
    to,
    automated,
    manual,
    share: automated + manual > 0 ? automated / (automated + manual) : null,
    channels: rows,
  };
}
