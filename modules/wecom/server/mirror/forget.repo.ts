import { sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';

/** What ended before then; a contact goes with the last relationship. Answers how many rows. */
export async function deleteEnded(ctx: TxCtx, before: Date, limit: number): Promise<number> {
  const { rows: follows } = await sql<{ corpId: string; externalUserid: string }>`
    delete from wecom.follow where org_id = ${ctx.orgId}
       and (corp_id, external_userid, userid) in (
         select corp_id, external_userid, userid from wecom.follow
          where org_id = ${ctx.orgId} and state = 'ended' and gone_at < ${before}
          order by gone_at limit ${limit})
    returning corp_id, external_userid`.execute(ctx.db);
  const contacts = await sql`
    delete from wecom.contact c
     using json_to_recordset(${JSON.stringify(follows)}::json)
             as v ("corpId" uuid, "externalUserid" text)
     where c.org_id = ${ctx.orgId} and c.corp_id = v."corpId"
       and c.external_userid = v."externalUserid"
       and not exists (select 1 from wecom.follow f
                        where f.org_id = c.org_id and f.corp_id = c.corp_id
                          and f.external_userid = c.external_userid)`.execute(ctx.db);
  const members = await sql`
    delete from wecom.group_member where org_id = ${ctx.orgId}
       and (corp_id, chat_id, member_id) in (
         select corp_id, chat_id, member_id from wecom.group_member
          where org_id = ${ctx.orgId} and left_at < ${before} order by left_at limit ${limit})`.execute(
    ctx.db,
  );
  return (
    follows.length + Number(contacts.numAffectedRows ?? 0n) + Number(members.numAffectedRows ?? 0n)
  );
}
