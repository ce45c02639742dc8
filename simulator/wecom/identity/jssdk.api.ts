import { getAppTicket, getCorpTicket } from '#protocol/wecom/endpoints/jssdk.ts';
import { serve } from '../core/serve.ts';

export const jssdkApi = [
  serve(getCorpTicket, async ({ sim, corp, app }) => {
    const { token, expiresIn } = await sim.tokens.issue('corp-ticket', corp, app);
    return { ticket: token, expires_in: expiresIn };
  }),
  serve(getAppTicket, async ({ sim, corp, app }) => {
    const { token, expiresIn } = await sim.tokens.issue('app-ticket', corp, app);
    return { ticket: token, expires_in: expiresIn };
  }),
];
