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
  { externalUserid, userid, added, removed }: MarkedTags,
): Promise<void> {
  const reading = await nextReading(ctx);
  await sql`
    update wecom.follow
       set tag_ids = array(
             select t from unnest(tag_ids || ${[...added]}::text[]) as t
              where not t = any(${[...removed]}::text[]) group by t order by t),
           reading = ${reading}, changed_reading = ${reading}, changed_at = ${ctx.now()}
     where org_id = ${ctx.orgId} and corp_id = ${corpId} and external_userid = ${externalUserid}
       and userid = ${userid}`.execute(ctx.db);
  // A reading that is under way for an event comes too late now: it has to be made again.
  await ctx.db
    .updateTable('wecom.stale')
    .set({ mark: await nextReading(ctx) })
    .where('orgId', '=', ctx.orgId)
    .where('corpId', '=', corpId)
    .where('kind', '=', 'contact')
    .where('id', '=', externalUserid)
    .execute();
}
