import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { HandoverRow, Recipient } from './handover.ts';

/** A touch of a handover; `target` is null when there is no way to whom it is meant for. */
export type Addressed = Omit<Recipient, 'target'> & { readonly target: string | null };

/** By its key for each touch `t`, never as a set: what was filled a moment ago would be read whole. */
const externalIdOf = (corpId: string | null) => sql`(
  select i.value, i.at from customers.identity i
   where i.customer_id = t.customer_id and i.org_id = t.org_id
     and i.kind = 'external_userid' and i.scope = ${corpId} offset 0) i`;

/** Everything that is about to leave of handovers of one channel and corp, each with where it goes. */
export async function recipientsOf(
  ctx: TxCtx,
  ids: readonly string[],
  { channel, corpId }: Pick<HandoverRow, 'channel' | 'corpId'>,
): Promise<(Addressed & { readonly handoverId: string })[]> {
  type Leaving = Addressed & { handoverId: string };
  const mine = sql`t.org_id = ${ctx.orgId} and t.handover_id = any(${[...ids]}::uuid[])
    and t.state = 'handed_over'`;
  const columns = sql`t.handover_id, t.customer_id, t.planned_at, t.touch_id, t.staff_id`;
  switch (channel) {
    case 'one_to_one':
    case 'moments': {
      // Who is no friend any more has no target. Merged customers may carry two ids: the latest.
      const { rows } = await sql<Leaving>`
        select distinct on (t.customer_id, t.touch_id) ${columns}, r.userid,
               case when r.userid is not null then i.value end as target
          from outreach.touch t
          join outreach.handover h on h.org_id = t.org_id and h.id = t.handover_id
          left join lateral (
            select r.userid from customers.relationship r
             where r.customer_id = t.customer_id and r.org_id = t.org_id
               and r.corp_id = t.corp_id and r.staff_id = t.staff_id and r.state = 'active'
               and (${channel} = 'moments' or lower(r.userid) = lower(h.userid))
            offset 0) r on true
          left join lateral ${externalIdOf(corpId)} on true
         where ${mine}
         order by t.customer_id, t.touch_id, i.at desc nulls last`.execute(ctx.db);
      return rows;
    }
    case 'group': {
      const { rows } = await sql<Leaving>`
        select ${columns}, null as userid, t.recipient as target
          from outreach.touch t where ${mine}`.execute(ctx.db);
      return rows;
    }
    case 'app_message': {
      const { rows } = await sql<Leaving>`
        select ${columns}, s.wecom_user_id as userid, s.wecom_user_id as target
          from outreach.touch t
          left join org.staff s on s.org_id = t.org_id and s.id::text = t.recipient
                               and s.state = 'active'
         where ${mine}`.execute(ctx.db);
      return rows;
    }
    // For each person by itself: a text message, a chat on the colleague's phone.
    default: {
      const { rows } = await sql<Leaving>`
        select ${columns}, null as userid, t.customer_id::text as target
          from outreach.touch t where ${mine}`.execute(ctx.db);
      return rows;
    }
  }
}

/** The targets of a handover that is out, for finding it again. */
export async function targetsOf(ctx: Ctx, { id, channel, corpId }: HandoverRow): Promise<string[]> {
  const { rows } =
    channel === 'group'
      ? await sql<{ target: string }>`
          select recipient as target from outreach.touch
           where org_id = ${ctx.orgId} and handover_id = ${id}`.execute(ctx.db)
      : await sql<{ target: string }>`
          select i.value as target from outreach.touch t
            cross join lateral ${externalIdOf(corpId)}
           where t.org_id = ${ctx.orgId} and t.handover_id = ${id}`.execute(ctx.db);
  return rows.map(({ target }) => target);
}

/** What of a handover is still to be told of, with the target WeCom names it by; of all colleagues or of some. */
export async function underWay(
  ctx: Ctx,
  { id, channel, corpId }: HandoverRow,
  staff: readonly (string | null)[] | null = null,
): Promise<Addressed[]> {
  const mine = sql`t.org_id = ${ctx.orgId} and t.handover_id = ${id}
    and t.state in ('handed_over', 'confirmed')
    and (${staff === null}::bool or t.staff_id = any(${[...(staff ?? [])]}::uuid[]))`;
  const columns = sql`t.customer_id, t.planned_at, t.touch_id, t.staff_id`;
  const { rows } =
    channel === 'group'
      ? await sql<Addressed>`select ${columns}, null as userid, t.recipient as target
          from outreach.touch t where ${mine}`.execute(ctx.db)
      : await sql<Addressed>`
          select distinct on (t.customer_id, t.touch_id) ${columns}, null as userid,
                 i.value as target
            from outreach.touch t
            left join lateral ${externalIdOf(corpId)} on true
           where ${mine}
           order by t.customer_id, t.touch_id, i.at desc nulls last`.execute(ctx.db);
  return rows;
}
