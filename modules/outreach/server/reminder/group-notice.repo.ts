import { sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';
import type { Reminder } from './reminder.repo.ts';

/** Words and notice in bytes, with places still to be filled. */
const MOST_BYTES = 3_600;

/**
 * Adds the notice to marketing that is due to group chats in which it has not stood since a moment: to one
 * message of each, the earliest. What never arrived does not count.
 */
export async function putGroupNotices(ctx: TxCtx, notice: Reminder, since: Date): Promise<number> {
  const most = MOST_BYTES - Buffer.byteLength(notice.text, 'utf8');
  const { numAffectedRows } = await sql`
    with due as materialized (
      select t.customer_id, t.touch_id, t.planned_at, t.recipient,
             row_number() over (partition by t.recipient order by t.due_at, t.touch_id) as nth
        from outreach.touch t
        join content.version v on v.org_id = t.org_id and v.item_id::text = t.content_id
                              and v.version = t.content_version
       where t.org_id = ${ctx.orgId} and t.state = 'reserved' and t.channel = 'group'
         and t.purpose = 'marketing' and t.content_kind = 'content.item'
         and t.handover_id is null and t.due_at <= ${ctx.now()}
         and octet_length(v.body ->> 'text') <= ${most}::int),
    told as materialized (
      select distinct r.recipient from outreach.touch r
       where r.customer_id = 0 and r.org_id = ${ctx.orgId} and r.channel = 'group'
         and r.planned_at >= ${since}::timestamptz - interval '31 days'
         and r.params -> 'reminder' ->> 'rule' = ${notice.rule}
         and coalesce(r.handed_at, r.due_at) >= ${since}
         and r.state in ('reserved', 'handed_over', 'confirmed', 'delivered'))
    update outreach.touch t
       set params = coalesce(t.params, '{}') || ${JSON.stringify({ reminder: notice })}::jsonb
      from due d
     where t.customer_id = d.customer_id and t.touch_id = d.touch_id
       and t.planned_at = d.planned_at and t.org_id = ${ctx.orgId} and t.state = 'reserved'
       and d.nth = 1 and d.recipient not in (select recipient from told)`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n);
}
