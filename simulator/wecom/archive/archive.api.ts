import {
  checkAgreement,
  checkGroupAgreement,
  getInternalGroup,
  getRobot,
  listArchivedStaff,
} from '#protocol/wecom/endpoints/archive.ts';
import { rows } from '../core/db.ts';
import { demand, found, Refusal } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Caller } from '../core/sim.ts';
import { findGroup, findMembers } from '../groups/group.store.ts';

function enabled({ corp }: Caller): void {
  demand(corp.settings.archive.enabled, 301053);
  demand(!corp.settings.archive.expired, 301052);
}

type Status = 'Agree' | 'Disagree' | 'Default_Agree';
const statusOf = (agreement: string | null): Status => (agreement as Status) ?? 'Default_Agree';

export const archiveApi = [
  serve(listArchivedStaff, async (call) => {
    enabled(call);
    const { edition, staff } = call.corp.settings.archive;
    const { type } = call.body;
    return { ids: type === undefined || type === edition ? staff : [] };
  }),

  serve(checkAgreement, async (call) => {
    enabled(call);
    const { corp, db, body } = call;
    const known = await rows<{
      userid: string;
      external_userid: string;
      agreement: string | null;
      agreement_at: number;
      createtime: number;
    }>(
      db,
      `select r.userid, r.external_userid, r.agreement, r.agreement_at, r.createtime
         from relationship r
         join unnest($2::text[], $3::text[]) p(userid, external_userid)
           on lower(p.userid) = lower(r.userid) and p.external_userid = r.external_userid
        where r.corp_id = $1`,
      [corp.corpId, body.info.map((i) => i.userid), body.info.map((i) => i.exteranalopenid)],
    );
    demand(known.length > 0, 301061);
    return {
      agreeinfo: known.map((r) => ({
        status_change_time: r.agreement_at || r.createtime,
        userid: r.userid,
        exteranalopenid: r.external_userid,
        agree_status: statusOf(r.agreement),
      })),
    };
  }),

  serve(checkGroupAgreement, async (call) => {
    enabled(call);
    const { corp, db, body } = call;
    const group = await findGroup(db, corp.corpId, body.roomid);
    if (!group || group.internal) throw new Refusal(86001);
    const members = await findMembers(db, corp.corpId, body.roomid);
    return {
      agreeinfo: members
        .filter((m) => m.kind === 2)
        .map((m) => ({
          status_change_time: m.join_time,
          exteranalopenid: m.member_id,
          agree_status: 'Default_Agree' as const,
        })),
    };
  }),

  serve(getInternalGroup, async (call) => {
    enabled(call);
    const { corp, db, body } = call;
    const group = found(await findGroup(db, corp.corpId, body.roomid), 86001);
    demand(group.internal, 301059);
    const members = await findMembers(db, corp.corpId, body.roomid);
    return {
      roomname: group.name,
      creator: group.owner,
      room_create_time: group.created_at,
      notice: group.notice,
      members: members.map((m) => ({ memberid: m.member_id, jointime: m.join_time })),
    };
  }),

  /** There are no robots here. */
  serve(getRobot, async () => {
    throw new Refusal(60136);
  }),
];
