import {
  batchGetCustomers,
  countContacts,
  getCustomer,
  listCustomers,
  listFollowUsers,
  remarkCustomer,
} from '#protocol/wecom/endpoints/customers.ts';
import { CONTACT_LIST_CURSOR_SECONDS } from '#protocol/wecom/limits.ts';
import { decodeCursor, encodeCursor, pageOf } from '../core/cursor.ts';
import { rows, run } from '../core/db.ts';
import { demand, Refusal } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Caller } from '../core/sim.ts';
import { contactStaff, servingStaff } from '../staff/find.ts';
import {
  externalContactOf,
  findProfile,
  findRelationship,
  followOf,
  IS_FRIEND,
  isFriend,
  type Profile,
  type Relationship,
  tagNames,
} from './relationship.store.ts';

/** The pair must be friends, and the member visible. */
export async function friendOf(call: Caller, userid: string, externalUserid: string) {
  const staff = contactStaff(call, userid);
  const { corpId } = call.corp;
  const relationship = await findRelationship(call.db, corpId, staff.userid, externalUserid);
  if (!relationship) demand(await findProfile(call.db, corpId, externalUserid), 40096);
  if (!isFriend(relationship)) throw new Refusal(84061);
  return { staff, relationship };
}

export const customerApi = [
  serve(listFollowUsers, async (call) => ({
    follow_user: servingStaff(call).map((s) => s.userid),
  })),

  serve(listCustomers, async (call) => {
    const staff = contactStaff(call, call.query.userid);
    const found = await rows<{ external_userid: string }>(
      call.db,
      `select external_userid from relationship r
        where corp_id = $1 and userid = $2 and ${IS_FRIEND} order by seq`,
      [call.corp.corpId, staff.userid],
    );
    return { external_userid: found.map((r) => r.external_userid) };
  }),

  serve(getCustomer, async (call) => {
    const { corp, app, db, query, limit } = call;
    const [after = 0] = decodeCursor('followers', query.cursor) ?? [];
    const profile = await findProfile(db, corp.corpId, query.external_userid);
    if (!profile) throw new Refusal(40096);
    const all = await rows<Relationship>(
      db,
      `select r.* from relationship r
        where corp_id = $1 and external_userid = $2 and not half order by seq, userid`,
      [corp.corpId, query.external_userid],
    );
    const visible = all.filter((r) => {
      const staff = corp.staff.get(r.userid.toLowerCase());
      return staff && app.sees(staff);
    });
    demand(visible.length > 0, 40096);
    const friends = visible.filter(isFriend);
    demand(friends.length > 0, 84061);
    const { page, last } = pageOf(friends.slice(Number(after)), limit);
    const names = await tagNames(db, corp.corpId, [...new Set(page.flatMap((r) => r.tag_ids))]);
    return {
      external_contact: externalContactOf(corp, profile),
      follow_user: page.map((r) => ({
        ...followOf(r, profile.kind),
        tags: [
          ...r.tag_ids.flatMap((id) => {
            const tag = names.get(id);
            const type = tag?.strategy_id ? 3 : 1;
            return tag
              ? [{ group_name: tag.group_name, tag_name: tag.name, tag_id: id, type }]
              : [];
          }),
          ...r.personal_tags.map((tag_name) => ({ group_name: '', tag_name, type: 2 })),
        ],
      })),
      ...(last ? { next_cursor: encodeCursor('followers', [Number(after) + page.length]) } : {}),
    };
  }),

  serve(batchGetCustomers, async (call) => {
    const { corp, db, body, limit } = call;
    const asked = body.userid_list ?? (body.userid ? [body.userid] : []);
    demand(asked.length > 0, 40035);
    const userids = asked.map((userid) => contactStaff(call, userid).userid);
    const [fromN = 1, fromSeq = 0] = decodeCursor('batch', body.cursor) ?? [];
    // The members in the order they were asked for; the lateral stops as soon as the page is full.
    const found = await rows<Relationship & Profile & { n: number }>(
      db,
      `select u.n, f.* from unnest($2::text[]) with ordinality u(userid, n)
         cross join lateral (
           select r.*, p.person_id, p.unionid, p.name, p.avatar, p.gender, p.kind, p.corp_name,
                  p.corp_full_name, p.position
             from relationship r
             join customer c using (corp_id, external_userid)
             join person p using (person_id)
            where r.corp_id = $1 and r.userid = u.userid and ${IS_FRIEND}
              and r.seq > case when u.n = $3 then $4::bigint else 0 end
            order by r.seq limit $5) f
        where u.n >= $3 limit $5`,
      [corp.corpId, userids, fromN, fromSeq, limit + 1],
    );
    const { page, last } = pageOf(found, limit);
    return {
      external_contact_list: page.map((r) => ({
        external_contact: externalContactOf(corp, r),
        follow_info: { ...followOf(r, r.kind), tag_id: r.tag_ids },
      })),
      next_cursor: last ? encodeCursor('batch', [last.n, last.seq]) : '',
    };
  }),

  serve(countContacts, async (call) => {
    const { corp, sim, db, now, body, limit } = call;
    const place = decodeCursor('contacts', body.cursor);
    const [begun = now, afterExternal = '', afterKey = ''] = place ?? [];
    demand(now - Number(begun) <= CONTACT_LIST_CURSOR_SECONDS, 50100);
    const found = await rows<{
      external_userid: string;
      key: string;
      is_customer: boolean;
      name: string;
      follow_userid: string | null;
      chat_id: string | null;
      chat_name: string | null;
      add_time: number;
    }>(
      db,
      `select * from (
         select r.external_userid, 'u' || r.userid key, true is_customer, p.name,
                r.userid follow_userid, null chat_id, null chat_name, r.createtime add_time
           from relationship r
           join customer c using (corp_id, external_userid) join person p using (person_id)
          where r.corp_id = $1 and r.userid = any($2) and ${IS_FRIEND}
         union all
         select m.member_id, 'g' || m.chat_id, false, p.name, null, m.chat_id, g.name, m.join_time
           from group_member m
           join group_chat g using (corp_id, chat_id)
           join customer c on c.corp_id = m.corp_id and c.external_userid = m.member_id
           join person p using (person_id)
          where m.corp_id = $1 and m.kind = 2 and m.left_at is null and g.owner = any($2)
            and g.dissolved_at is null and not exists (
              select 1 from relationship r where r.corp_id = m.corp_id
                 and r.external_userid = m.member_id and ${IS_FRIEND})) t
        where (external_userid, key) > ($3, $4) order by external_userid, key limit $5`,
      [
        corp.corpId,
        [...corp.staff.values()].filter((s) => call.app.sees(s)).map((s) => s.userid),
        afterExternal,
        afterKey,
        limit + 1,
      ],
    );
    const { page, last } = pageOf(found, limit);
    return {
      info_list: page.map((c) => ({
        is_customer: c.is_customer,
        tmp_openid: sim.ids.fixed('tmp', corp.corpId, String(begun), c.external_userid),
        ...(c.is_customer
          ? {
              external_userid: c.external_userid,
              name: c.name,
              follow_userid: c.follow_userid ?? '',
            }
          : { chat_id: c.chat_id ?? '', chat_name: c.chat_name ?? '' }),
        add_time: c.add_time,
      })),
      next_cursor: last ? encodeCursor('contacts', [begun, last.external_userid, last.key]) : '',
    };
  }),

  serve(remarkCustomer, async (call) => {
    const { body, db, corp } = call;
    const { staff } = await friendOf(call, body.userid, body.external_userid);
    const mobiles = body.remark_mobiles?.filter(Boolean);
    await run(
      db,
      `update relationship set remark = coalesce($4, remark),
              description = coalesce($5, description),
              remark_corp_name = coalesce($6, remark_corp_name),
              remark_mobiles = coalesce($7, remark_mobiles)
        where corp_id = $1 and userid = $2 and external_userid = $3`,
      [
        corp.corpId,
        staff.userid,
        body.external_userid,
        body.remark ?? null,
        body.description ?? null,
        body.remark_company ?? null,
        mobiles ?? null,
      ],
    );
    return {};
  }),
];
