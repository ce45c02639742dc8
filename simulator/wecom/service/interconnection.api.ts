import {
  getDownstreamToken,
  listSharedApps,
  transferSession,
} from '#protocol/wecom/endpoints/interconnection.ts';
import { demand, Refusal } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';
import { visibleStaff } from '../staff/find.ts';

/** Corps of one simulator are not linked with each other: the lists are empty, tokens refused. */
export const interconnectionApi = [
  serve(listSharedApps, async ({ app, body }) => {
    demand(body.agentid === app.agentId, 301002);
    return { ending: 1, corp_list: [], next_cursor: '' };
  }),
  serve(getDownstreamToken, async ({ sim, corp, app, body }) => {
    demand(sim.directory.corp(body.corpid), 40013);
    demand(body.agentid === app.agentId, 40056);
    demand(body.corpid === corp.corpId, 670001);
    const { token, expiresIn } = await sim.tokens.issue('access', corp, app);
    return { access_token: token, expires_in: expiresIn };
  }),
  serve(transferSession, async (call) => {
    const staff = visibleStaff(call, call.body.userid);
    if (call.body.session_key.length < 8) throw new Refusal(42013);
    return { userid: staff.userid, session_key: call.body.session_key };
  }),
];
