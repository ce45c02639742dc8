import {
  findMemberByEmail,
  findMemberByMobile,
  getMember,
  listMemberIds,
  listMembers,
  listMembersBriefly,
  memberToOpenid,
} from '#protocol/wecom/endpoints/contacts.ts';
import { fromServiceUserIds } from '#protocol/wecom/endpoints/conversions.ts';
import { decodeCursor, encodeCursor, pageOf } from '../core/cursor.ts';
import type { App, Corp, Staff } from '../core/directory.ts';
import { isPresent } from '../core/directory.ts';
import { demand, Refusal } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Caller, Sim } from '../core/sim.ts';
import { visibleStaff } from './find.ts';

export const openUserid = (sim: Sim, corp: Corp, userid: string): string =>
  sim.ids.fixed('wo', corp.corpId, userid);
export const openidOf = (sim: Sim, corp: Corp, who: string): string =>
  sim.ids.fixed('o', corp.corpId, who);

/** Newer apps get the private fields through OAuth only. */
export function memberOf(sim: Sim, corp: Corp, app: App, staff: Staff) {
  const { profile } = staff;
  const open = app.settings.oldApp || app.kind !== 'self-built';
  return {
    userid: staff.userid,
    name: staff.name,
    department: [...staff.departments],
    order: staff.departments.map((_, i) => staff.sorts[i] ?? 0),
    position: profile.position ?? '',
    ...(open
      ? {
          mobile: profile.mobile ?? '',
          gender: profile.gender ?? ('0' as const),
          email: profile.email ?? '',
          biz_mail: profile.biz_mail ?? '',
          avatar: profile.avatar ?? '',
          qr_code: `${sim.publicUrl()}/qr/staff/${corp.corpId}/${staff.userid}`,
          address: profile.address ?? '',
        }
      : {}),
    is_leader_in_dept: staff.departments.map((_, i) => staff.leads[i] ?? 0),
    direct_leader: (profile.direct_leader ?? []).slice(0, 1),
    telephone: profile.telephone ?? '',
    alias: profile.alias ?? '',
    open_userid: openUserid(sim, corp, staff.userid),
    main_department: profile.main_department ?? staff.departments[0] ?? 1,
    status: staff.status,
    external_position: profile.external_position ?? '',
    extattr: profile.extattr ?? { attrs: [] },
    external_profile: profile.external_profile ?? { external_attr: [] },
  };
}

function inDepartment(call: Caller, id: number): Staff[] {
  demand(call.corp.departments.has(id), 60003);
  demand(call.app.seesDepartment(id), 60011);
  return [...call.corp.membersOf(id)];
}

/** Misses are counted: over a fifth of the corp in a day blocks the call. */
function findBy(call: Caller, matches: (staff: Staff) => boolean): { userid: string } {
  for (const staff of call.corp.staff.values())
    if (isPresent(staff) && matches(staff) && call.app.sees(staff)) return { userid: staff.userid };
  const allowed = Math.max(5, Math.floor(call.corp.staff.size / 5));
  const key = `misses ${call.corp.corpId}`;
  const counted = call.sim.rates.take(key, 'day', allowed, call.sim.clock.nowMs());
  throw new Refusal(counted ? 46004 : 45009);
}

export const memberApi = [
  serve(getMember, async (call) =>
    memberOf(call.sim, call.corp, call.app, visibleStaff(call, call.query.userid)),
  ),
  serve(listMembers, async (call) => ({
    userlist: inDepartment(call, call.query.department_id).map((s) =>
      memberOf(call.sim, call.corp, call.app, s),
    ),
  })),
  serve(listMembersBriefly, async (call) => ({
    userlist: inDepartment(call, call.query.department_id).map((s) => ({
      userid: s.userid,
      name: s.name,
      department: [...s.departments],
      open_userid: openUserid(call.sim, call.corp, s.userid),
    })),
  })),
  serve(listMemberIds, async ({ corp, body, limit }) => {
    const [after = -1] = decodeCursor('member-ids', body.cursor) ?? [];
    const pairs = [...corp.staff.values()]
      .filter(isPresent)
      .flatMap((s) => s.departments.map((department) => ({ userid: s.userid, department })));
    const start = Number(after) + 1;
    const { page, last } = pageOf(pairs.slice(start, start + limit + 1), limit);
    return {
      dept_user: page,
      next_cursor: last ? encodeCursor('member-ids', [start + page.length - 1]) : '',
    };
  }),
  serve(findMemberByMobile, async (call) =>
    findBy(call, (s) => s.profile.mobile === call.body.mobile),
  ),
  serve(findMemberByEmail, async (call) =>
    findBy(call, (s) =>
      [s.profile.email, s.profile.biz_mail].some((e) => Boolean(e) && e === call.body.email),
    ),
  ),
  serve(memberToOpenid, async (call) => {
    const staff = visibleStaff(call, call.body.userid);
    demand(!staff.profile.unbound, 43004);
    return { openid: openidOf(call.sim, call.corp, staff.userid) };
  }),
  serve(fromServiceUserIds, async ({ sim, corp, body }) => {
    const known = new Map(
      [...corp.staff.values()].map((s) => [openUserid(sim, corp, s.userid), s.userid]),
    );
    const pairs = body.open_userid_list.map((open_userid) => ({
      open_userid,
      userid: known.get(open_userid),
    }));
    return {
      userid_list: pairs.flatMap(({ open_userid, userid }) =>
        userid ? [{ open_userid, userid }] : [],
      ),
      invalid_open_userid_list: pairs.filter((p) => !p.userid).map((p) => p.open_userid),
    };
  }),
];
