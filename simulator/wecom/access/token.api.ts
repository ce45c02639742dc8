import {
  getApiAddresses,
  getCallbackAddresses,
  getToken,
} from '#protocol/wecom/endpoints/token.ts';
import { demand, Refusal } from '../core/refusal.ts';
import { serve } from '../core/serve.ts';

/** Wrong secrets in an hour before they are refused unread. Not published. */
const WRONG_SECRETS = 100;

export const tokenApi = [
  serve(getToken, async ({ sim, query }) => {
    const corp = sim.directory.corp(query.corpid);
    demand(corp, 40013);
    const owner = sim.directory.bySecret(query.corpsecret);
    if (!owner || owner.app.closed) {
      const counted = sim.rates.take('wrong-secret', 'hour', WRONG_SECRETS, Date.now());
      throw new Refusal(counted ? 40001 : 45009);
    }
    demand(owner.corp.corpId === corp.corpId, 40091);
    const { token, expiresIn } = await sim.tokens.issue('access', corp, owner.app);
    return { access_token: token, expires_in: expiresIn };
  }),
  serve(getCallbackAddresses, async ({ corp }) => ({
    ip_list: corp.settings.callbackAddresses,
  })),
  serve(getApiAddresses, async () => ({ ip_list: ['127.0.0.1'] })),
];
