import {
  getMomentReactions,
  listMomentCustomers,
  listMomentViewers,
} from '#protocol/wecom/endpoints/moments.ts';
import { decodeCursor, encodeCursor, pageOf } from '../core/cursor.ts';
import { rows } from '../core/db.ts';
import { demand, found, Refusal } from '../core/refusal.ts';
import { type Call, serve } from '../core/serve.ts';
import type { Caller } from '../core/sim.ts';
import { contactStaff } from '../staff/find.ts';
import { findMoment, findTask } from './moment.store.ts';

/** The member has published it; else 41061 (not theirs) or 41062 (not yet). */
async function published(call: Caller, momentId: string, userid: string): Promise<string> {
  const staff = contactStaff(call, userid);
  const { corpId } = call.corp;
  const [moment, task] = await Promise.all([
    findMoment(call.db, corpId, momentId),
    findTask(call.db, corpId, momentId, staff.userid),
  ]);
  found(moment, 41060);
  if (!task) throw new Refusal(41061);
  demand(task.published_at !== null, 41062);
  return staff.userid;
}

async function audience(call: Call<typeof listMomentCustomers>, onlyViewers: boolean) {
  const { corp, db, body, limit } = call;
  const userid = await published(call, body.moment_id, body.userid);
  const list = onlyViewers ? 'moment-viewers' : 'moment-customers';
  const [after = ''] = decodeCursor(list, body.cursor) ?? [];
  const listed = await rows<{ external_userid: string }>(
    db,
    `select external_userid from moment_audience
      where corp_id = $1 and moment_id = $2 and userid = $3 and external_userid > $4
        and (sees or not $5) order by external_userid limit $6`,
    [corp.corpId, body.moment_id, userid, after, onlyViewers, limit + 1],
  );
  const { page, last } = pageOf(listed, limit);
  return {
    userid,
    customers: page.map((c) => c.external_userid),
    next_cursor: last ? encodeCursor(list, [last.external_userid]) : '',
  };
}

export const momentResultApi = [
  serve(listMomentCustomers, async (call) => {
    const { userid, customers, next_cursor } = await audience(call, false);
    return {
      customer_list: customers.map((external_userid) => ({ userid, external_userid })),
      next_cursor,
    };
  }),
  serve(listMomentViewers, async (call) => {
    const { customers, next_cursor } = await audience(call, true);
    return {
      customer_list: customers.map((external_userid) => ({ external_userid })),
      next_cursor,
    };
  }),
  serve(getMomentReactions, async (call) => {
    const { corp, db, body } = call;
    const userid = await published(call, body.moment_id, body.userid);
    const found = await rows<{
      kind: string;
      external_userid: string | null;
      by_userid: string | null;
      created_at: number;
    }>(
      db,
      `select kind, external_userid, by_userid, created_at from moment_reaction
        where corp_id = $1 and moment_id = $2 and userid = $3 order by created_at`,
      [corp.corpId, body.moment_id, userid],
    );
    const of = (kind: string) =>
      found
        .filter((r) => r.kind === kind)
        .map((r) => ({
          ...(r.external_userid ? { external_userid: r.external_userid } : {}),
          ...(r.by_userid ? { userid: r.by_userid } : {}),
          create_time: r.created_at,
        }));
    return { comment_list: of('comment'), like_list: of('like') };
  }),
];
