import { sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';

/** WeCom groups a customer is in now, by every account they have. */
export async function groupsOfCustomer(ctx: Ctx, customerId: number) {
  const { rows } = await sql<{
    corpId: string;
    chatId: string;
    name: string;
    joinedAt: Date;
  }>`
    select g.corp_id, g.chat_id, g.name, min(m.joined_at) as joined_at
      from customers.identity i
      join wecom.group_member m on m.org_id = i.org_id and m.corp_id::text = i.scope
       and m.member_id = i.value and m.left_at is null
      join wecom.group_chat g on g.org_id = m.org_id and g.corp_id = m.corp_id
       and g.chat_id = m.chat_id and g.gone_at is null
     where i.customer_id = ${customerId} and i.org_id = ${ctx.orgId}
       and i.kind = 'external_userid'
     group by g.corp_id, g.chat_id, g.name order by 4 desc`.execute(ctx.db);
  return rows;
}

export interface OwnedGroup {
  readonly corpId: string;
  readonly chatId: string;
  readonly name: string;
}

/** Groups that a colleague owns, by their WeCom userid. */
export async function groupsOfOwner(ctx: Ctx, staffId: string): Promise<OwnedGroup[]> {
  const { rows } = await sql<OwnedGroup>`
    select g.corp_id, g.chat_id, g.name from org.staff s
      join wecom.group_chat g on g.org_id = s.org_id and g.owner = s.wecom_user_id
     where s.org_id = ${ctx.orgId} and s.id = ${staffId} and g.gone_at is null`.execute(ctx.db);
  return rows;
}
