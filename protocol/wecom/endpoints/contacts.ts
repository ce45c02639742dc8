import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import { cursor, filled, int, listed, nextCursor, none, pageLimit, userid } from '../wire.ts';

const departmentId = int({ min: 0, missing: 41019, invalid: 60123 });

export const ExtAttribute = z.object({
  type: z.int(),
  name: z.string(),
  text: z.object({ value: z.string() }).optional(),
  web: z.object({ url: z.string(), title: z.string() }).optional(),
  miniprogram: z.object({ appid: z.string(), pagepath: z.string(), title: z.string() }).optional(),
});

export const ExternalProfile = z.object({
  external_corp_name: z.string().optional(),
  wechat_channels: z.object({ nickname: z.string(), status: z.int() }).optional(),
  external_attr: listed(ExtAttribute),
});

/** status: 1 active, 2 disabled, 4 not activated, 5 left. */
export const Member = z.object({
  userid: z.string(),
  name: z.string(),
  department: listed(z.int()),
  order: listed(z.int()),
  position: z.string().optional(),
  /** The last seven come to apps made after 2022-06-20 through OAuth only. */
  mobile: z.string().optional(),
  gender: z.enum(['0', '1', '2']).optional(),
  email: z.string().optional(),
  biz_mail: z.string().optional(),
  avatar: z.string().optional(),
  qr_code: z.string().optional(),
  address: z.string().optional(),
  thumb_avatar: z.string().optional(),
  is_leader_in_dept: listed(z.int()),
  direct_leader: listed(z.string()),
  telephone: z.string().optional(),
  alias: z.string().optional(),
  open_userid: z.string().optional(),
  main_department: z.int().optional(),
  status: z.int(),
  external_position: z.string().optional(),
  extattr: z.object({ attrs: listed(ExtAttribute) }).optional(),
  external_profile: ExternalProfile.optional(),
});
export type Member = z.infer<typeof Member>;

export const getMember = wecomEndpoint({
  name: 'member.get',
  method: 'GET',
  path: '/cgi-bin/user/get',
  access: 'contacts',
  effect: 'read',
  query: z.object({ userid: userid() }),
  reply: Member,
  errors: [40003, 41009, 60111, 60011, 50002],
  source: 'D90196',
});

const OfDepartment = z.object({
  department_id: departmentId,
  /** Sent by older clients, ignored by the platform. */
  fetch_child: int().optional(),
  status: int().optional(),
});

/** Direct members only: walk the tree yourself. */
export const listMembers = wecomEndpoint({
  name: 'member.list',
  method: 'GET',
  path: '/cgi-bin/user/list',
  access: 'contacts',
  effect: 'read',
  query: OfDepartment,
  reply: z.object({ userlist: listed(Member) }),
  errors: [41019, 60003, 60011, 60123, 45029],
  source: 'D90201',
});

export const listMembersBriefly = wecomEndpoint({
  name: 'member.list-briefly',
  method: 'GET',
  path: '/cgi-bin/user/simplelist',
  access: 'contacts',
  effect: 'read',
  query: OfDepartment,
  reply: z.object({
    userlist: listed(
      z.object({
        userid: z.string(),
        name: z.string(),
        department: listed(z.int()),
        open_userid: z.string().optional(),
      }),
    ),
  }),
  errors: [41019, 60003, 60011, 60123],
  source: 'G',
});

/** One row for each pair of member and department. */
export const listMemberIds = wecomEndpoint({
  name: 'member.list-ids',
  method: 'POST',
  path: '/cgi-bin/user/list_id',
  access: 'contact-sync',
  effect: 'read',
  body: z.object({ cursor, limit: pageLimit }),
  reply: z.object({
    next_cursor: nextCursor,
    dept_user: listed(z.object({ userid: z.string(), department: z.int() })),
  }),
  page: { default: 10_000, max: 10_000, over: 'max' },
  errors: [50100],
  source: 'D96067',
});

/** Too many misses block the call for a day. */
export const findMemberByMobile = wecomEndpoint({
  name: 'member.find-by-mobile',
  method: 'POST',
  path: '/cgi-bin/user/getuserid',
  access: 'contacts',
  effect: 'read',
  body: z.object({ mobile: filled(32, { invalid: 60103 }) }),
  reply: z.object({ userid: z.string() }),
  errors: [46004, 60103],
  source: 'W',
});

export const findMemberByEmail = wecomEndpoint({
  name: 'member.find-by-email',
  method: 'POST',
  path: '/cgi-bin/user/get_userid_by_email',
  access: 'contacts',
  effect: 'read',
  body: z.object({ email: filled(128, { invalid: 60105 }), email_type: int().optional() }),
  reply: z.object({ userid: z.string() }),
  errors: [46004, 60105],
  source: 'W',
});

export const memberToOpenid = wecomEndpoint({
  name: 'member.to-openid',
  method: 'POST',
  path: '/cgi-bin/user/convert_to_openid',
  access: 'contacts',
  effect: 'read',
  body: z.object({ userid: userid() }),
  reply: z.object({ openid: z.string() }),
  errors: [43004, 60111],
  source: 'G',
});

export const Department = z.object({
  id: z.int(),
  name: z.string(),
  name_en: z.string().optional(),
  department_leader: listed(z.string()),
  parentid: z.int(),
  order: z.int(),
});
export type Department = z.infer<typeof Department>;

/** The whole subtree; without an id, everything visible. */
export const listDepartments = wecomEndpoint({
  name: 'department.list',
  method: 'GET',
  path: '/cgi-bin/department/list',
  access: 'contacts',
  effect: 'read',
  query: z.object({ id: departmentId.optional() }),
  reply: z.object({ department: listed(Department) }),
  errors: [60003, 60123, 60011],
  source: 'D90208',
});

export const listDepartmentIds = wecomEndpoint({
  name: 'department.list-ids',
  method: 'GET',
  path: '/cgi-bin/department/simplelist',
  access: 'contacts',
  effect: 'read',
  query: z.object({ id: departmentId.optional() }),
  reply: z.object({
    department_id: listed(z.object({ id: z.int(), parentid: z.int(), order: z.int() })),
  }),
  errors: [60003, 60123, 60011],
  source: 'G',
});

export const getDepartment = wecomEndpoint({
  name: 'department.get',
  method: 'GET',
  path: '/cgi-bin/department/get',
  access: 'contacts',
  effect: 'read',
  query: z.object({ id: departmentId }),
  reply: z.object({ department: Department }),
  errors: [60003, 60123, 60011],
  source: 'G',
});

export const Agent = z.object({
  agentid: z.int(),
  name: z.string(),
  square_logo_url: z.string(),
  description: z.string(),
  allow_userinfos: z.object({ user: listed(z.object({ userid: z.string() })) }).optional(),
  allow_partys: z.object({ partyid: listed(z.int()) }).optional(),
  allow_tags: z.object({ tagid: listed(z.int()) }).optional(),
  close: z.int(),
  redirect_domain: z.string(),
  report_location_flag: z.int(),
  isreportenter: z.int(),
  home_url: z.string(),
});

const agentid = int({ missing: 41011, invalid: 40056 });

export const getAgent = wecomEndpoint({
  name: 'agent.get',
  method: 'GET',
  path: '/cgi-bin/agent/get',
  access: 'app',
  effect: 'read',
  query: z.object({ agentid }),
  reply: Agent,
  errors: [40056, 41011, 301002],
  source: 'G',
});

export const listAgents = wecomEndpoint({
  name: 'agent.list',
  method: 'GET',
  path: '/cgi-bin/agent/list',
  access: 'any',
  effect: 'read',
  query: none,
  reply: z.object({
    agentlist: listed(
      z.object({ agentid: z.int(), name: z.string(), square_logo_url: z.string() }),
    ),
  }),
  source: 'G',
});

export const setAgent = wecomEndpoint({
  name: 'agent.set',
  method: 'POST',
  path: '/cgi-bin/agent/set',
  access: 'app',
  effect: 'repeatable',
  body: z.object({
    agentid,
    report_location_flag: int({ min: 0, max: 1, invalid: 40059 }).optional(),
    logo_mediaid: filled(256).optional(),
    name: filled(96, { invalid: 45022 }).optional(),
    description: filled(512).optional(),
    redirect_domain: filled(256).optional(),
    isreportenter: int({ min: 0, max: 1 }).optional(),
    home_url: filled(1024, { invalid: 40094 }).optional(),
  }),
  errors: [40056, 40059, 301002, 45022],
  source: 'W',
});
