import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import { filled, listed } from '../wire.ts';

/** One token per app. It may be voided early: on 40014 or 42001 fetch a new one and repeat once. */
export const getToken = wecomEndpoint({
  name: 'token.get',
  method: 'GET',
  path: '/cgi-bin/gettoken',
  access: 'open',
  effect: 'read',
  query: z.object({
    corpid: filled(64, { missing: 41002, invalid: 40013 }),
    corpsecret: filled(512, { missing: 41004, invalid: 40001 }),
  }),
  reply: z.object({ access_token: z.string().min(1).max(512), expires_in: z.int() }),
  errors: [40001, 40013, 40091, 41002, 41004, 45009, 60020],
  source: 'D91039',
});

const AddressList = z.object({ ip_list: listed(z.string()) });

/** Addresses that callbacks come from. */
export const getCallbackAddresses = wecomEndpoint({
  name: 'token.callback-addresses',
  method: 'GET',
  path: '/cgi-bin/getcallbackip',
  access: 'any',
  effect: 'read',
  reply: AddressList,
  source: 'D90930',
});

export const getApiAddresses = wecomEndpoint({
  name: 'token.api-addresses',
  method: 'GET',
  path: '/cgi-bin/get_api_domain_ip',
  access: 'any',
  effect: 'read',
  reply: AddressList,
  source: 'W',
});
