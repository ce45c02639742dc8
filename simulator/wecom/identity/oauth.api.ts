import {
  getSignedInUser,
  getSignedInUserDetail,
  getSignedInUserOld,
} from '#protocol/wecom/endpoints/oauth.ts';
import { OAUTH_CODE_SECONDS, USER_TICKET_SECONDS } from '#protocol/wecom/limits.ts';
import { row, run } from '../core/db.ts';
import { demand, found } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import type { Caller } from '../core/sim.ts';
import { openidOf } from '../staff/member.api.ts';

interface Code {
  code: string;
  agent_id: number;
  scope: string;
  userid: string | null;
  person_id: string | null;
  created_at: number;
  used: boolean;
}

/** One use, five minutes, one app. */
async function spend(call: Caller, text: string): Promise<Code> {
  const { corp, app, db, now } = call;
  const code = found(
    await row<Code>(db, 'select * from oauth_code where code = $1 and corp_id = $2 for update', [
      text,
      corp.corpId,
    ]),
    40029,
  );
  demand(code.agent_id === app.agentId, 40029);
  demand(!code.used, 42022);
  demand(now - code.created_at < OAUTH_CODE_SECONDS, 42003);
  await run(db, 'update oauth_code set used = true where code = $1', [text]);
  return code;
}

async function whoIs(call: Caller, text: string) {
  const { sim, corp, app, db, now } = call;
  const code = await spend(call, text);
  if (code.userid) {
    const staff = corp.staff.get(code.userid.toLowerCase());
    let user_ticket: string | undefined;
    if (code.scope === 'snsapi_privateinfo' && staff && app.sees(staff)) {
      user_ticket = sim.ids.next('UT', 43);
      await run(
        db,
        `insert into user_ticket (ticket, corp_id, agent_id, userid, expires_at)
         values ($1, $2, $3, $4, $5)`,
        [user_ticket, corp.corpId, app.agentId, code.userid, now + USER_TICKET_SECONDS],
      );
    }
    return { userid: code.userid, ...(user_ticket ? { user_ticket } : {}) };
  }
  const personId = code.person_id ?? '';
  const customer = await row<{ external_userid: string }>(
    db,
    `select c.external_userid from customer c
      where c.corp_id = $1 and c.person_id = $2 and exists (
        select 1 from relationship r where r.corp_id = c.corp_id
           and r.external_userid = c.external_userid and r.userid = any($3))`,
    [
      corp.corpId,
      personId,
      [...corp.staff.values()].filter((s) => app.sees(s)).map((s) => s.userid),
    ],
  );
  return {
    openid: openidOf(sim, corp, personId),
    ...(customer ? { external_userid: customer.external_userid } : {}),
  };
}

export const oauthApi = [
  serve(getSignedInUser, (call) => whoIs(call, call.query.code)),
  serve(getSignedInUserOld, async (call) => {
    const { userid, openid, ...rest } = (await whoIs(call, call.query.code)) as {
      userid?: string;
      openid?: string;
      user_ticket?: string;
      external_userid?: string;
    };
    return { ...(userid ? { UserId: userid } : { OpenId: openid }), DeviceId: '', ...rest };
  }),
  serve(getSignedInUserDetail, async (call) => {
    const { sim, corp, app, db, now, body } = call;
    const ticket = found(
      await row<{ userid: string; agent_id: number; expires_at: number }>(
        db,
        'select * from user_ticket where ticket = $1 and corp_id = $2',
        [body.user_ticket, corp.corpId],
      ),
      84015,
    );
    demand(ticket.agent_id === app.agentId, 84015);
    demand(ticket.expires_at > now, 84014);
    const { profile } = found(corp.staff.get(ticket.userid.toLowerCase()), 84015);
    const all = {
      gender: profile.gender ?? ('0' as const),
      avatar: profile.avatar ?? '',
      qr_code: `${sim.publicUrl()}/qr/staff/${corp.corpId}/${ticket.userid}`,
      mobile: profile.mobile ?? '',
      email: profile.email ?? '',
      biz_mail: profile.biz_mail ?? '',
      address: profile.address ?? '',
    };
    const allowed = app.settings.privateInfo.map((field) => [field, all[field]]);
    return { userid: ticket.userid, ...(Object.fromEntries(allowed) as Partial<typeof all>) };
  }),
];
