import { sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';
import type { CorpId } from '../../contract/corp.ts';
import { nextReading } from './reading.repo.ts';

export interface MarkedTags {
  readonly externalUserid: string;
  readonly userid: string;
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/**
 * After `mark_tag` succeeded: WeCom tells nobody of what an app marks, so the copy is told here. A
 * picture asked for before cannot bring the old tags back.
 */
export async function noteMarkedTags(
  ctx: TxCtx,
  corpId: CorpId,
  marks: readonly MarkedTags[],
): Promise<void> {
  if (marks.length === 0) return;
  const reading = await nextReading(ctx);
  await sql`
    update wecom.follow f
       set tag_ids = array(
             select t from unnest(f.tag_ids || g.added) as t
              where not t = any(g.removed) group by t order by t),
           reading = ${reading}, changed_reading = ${reading}, changed_at = ${ctx.now()}
      from jsonb_to_recordset(${JSON.stringify(marks)}::jsonb)
           as g("externalUserid" text, userid text, added text[], removed text[])
     where f.org_id = ${ctx.orgId} and f.corp_id = ${corpId}
       and f.external_userid = g."externalUserid" and f.userid = g.userid`.execute(ctx.db);
  // A reading that is under way for an event comes too late now: it has to be made again.
  await ctx.db
    .updateTable('wecom.stale')
    .set({ mark: await nextReading(ctx) })
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('kind', '=', 'contact')
    .where('id', '=', sql<string>`any(${marks.map((mark) => mark.externalUserid)}::text[])`)
    .execute();
}
