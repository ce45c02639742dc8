import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

export interface OwnGroup {
  readonly corpId: string;
  readonly chatId: string;
  readonly name: string;
}

/** Groups that a colleague leads in WeCom, the newest first. */
export async function groupsLedBy(ctx: Ctx, staffId: string): Promise<OwnGroup[]> {
  const { rows } = await sql<OwnGroup>`
    select g.corp_id as "corpId", g.chat_id as "chatId", g.name from org.staff s
      join wecom.group_chat g on g.org_id = s.org_id and g.owner = s.wecom_user_id
     where s.org_id = ${ctx.orgId} and s.id = ${staffId}::uuid and g.gone_at is null
     order by g.created_at desc nulls last, g.chat_id limit 20`.execute(ctx.db);
  return rows;
}

export interface Candidate {
  readonly customerId: number;
  readonly invitedAt: Date | null;
  readonly joinedAt: Date | null;
}

/** How a customer came to be known whom the bank had before: by its files and systems. */
const EXISTING = ['import', 'api'];

/** The colleague's own friends among the bank's existing customers, and how each stands with a group. */
export async function candidatesFor(
  ctx: Ctx,
  staffId: string,
  { corpId, chatId }: Omit<OwnGroup, 'name'>,
  limit: number,
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select c.customer_id as "customerId", i.invited_at as "invitedAt", m.joined_at as "joinedAt"
      from customers.customer c
      left join workbench.group_invite i on i.customer_id = c.customer_id
       and i.corp_id = ${corpId}::uuid and i.chat_id = ${chatId}
      left join lateral (
        select min(m.joined_at) as joined_at from customers.identity k
          join wecom.group_member m on m.org_id = k.org_id and m.corp_id = ${corpId}::uuid
           and m.chat_id = ${chatId} and m.member_id = k.value and m.left_at is null
         where k.customer_id = c.customer_id and k.kind = 'external_userid'
           and k.scope = ${corpId}::text) m on true
     where c.org_id = ${ctx.orgId} and c.rm_id = ${staffId}::uuid and c.state = 'active'
       and c.source = any(${EXISTING}::text[])
       and exists (select from customers.relationship r
             where r.customer_id = c.customer_id and r.corp_id = ${corpId}::uuid
               and r.staff_id = ${staffId}::uuid and r.state = 'active')
       -- Who was in the group before anybody asked is not to be invited.
       and (i.invited_at is not null or m.joined_at is null)
     order by (m.joined_at is not null), (i.invited_at is not null), i.invited_at desc,
              c.customer_id
     limit ${limit}`.execute(ctx.db);
  return rows;
}

export async function putInvite(
  ctx: TxCtx,
  { corpId, chatId, customerId }: { corpId: string; chatId: string; customerId: number },
): Promise<void> {
  await sql`
    insert into workbench.group_invite (customer_id, corp_id, chat_id, org_id, staff_id, invited_at)
    values (${customerId}, ${corpId}, ${chatId}, ${ctx.orgId}, ${ctx.actor.id}, ${ctx.now()})
    on conflict (customer_id, corp_id, chat_id) do nothing`.execute(ctx.db);
}

export async function dropInvite(
  ctx: TxCtx,
  { corpId, chatId, customerId }: { corpId: string; chatId: string; customerId: number },
): Promise<void> {
  await sql`
    delete from workbench.group_invite i
     where i.customer_id = ${customerId} and i.corp_id = ${corpId}::uuid and i.chat_id = ${chatId}
       and i.org_id = ${ctx.orgId}`.execute(ctx.db);
}
