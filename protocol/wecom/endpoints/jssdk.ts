import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';

const Ticket = z.object({ ticket: z.string().min(1), expires_in: z.int() });

/** The corp's ticket, for `wx.config`. */
export const getCorpTicket = wecomEndpoint({
  name: 'jssdk.corp-ticket',
  method: 'GET',
  path: '/cgi-bin/get_jsapi_ticket',
  access: 'app',
  effect: 'read',
  reply: Ticket,
  rates: [
    { per: 'corp', window: 'hour', calls: 400 },
    { per: 'app', window: 'hour', calls: 100 },
  ],
  errors: [45009],
  source: 'D90506',
});

/** The app's ticket, for `wx.agentConfig`; never shared between apps. */
export const getAppTicket = wecomEndpoint({
  name: 'jssdk.app-ticket',
  method: 'GET',
  path: '/cgi-bin/ticket/get',
  access: 'app',
  effect: 'read',
  query: z.object({ type: z.literal('agent_config', { error: '91040' }) }),
  reply: Ticket,
  rates: [
    { per: 'corp', window: 'hour', calls: 400 },
    { per: 'app', window: 'hour', calls: 100 },
  ],
  errors: [45009, 91040],
  source: 'D90506',
});

export interface JssdkSignature {
  readonly timestamp: number;
  readonly nonceStr: string;
  readonly signature: string;
}

/** Raw values in a fixed order; the address without its fragment. */
export function signJssdk(
  ticket: string,
  url: string,
  timestamp: number,
  nonceStr = randomBytes(8).toString('hex'),
): JssdkSignature {
  const page = url.split('#', 1)[0];
  const signature = createHash('sha1')
    .update(`jsapi_ticket=${ticket}&noncestr=${nonceStr}&timestamp=${timestamp}&url=${page}`)
    .digest('hex');
  return { timestamp, nonceStr, signature };
}
