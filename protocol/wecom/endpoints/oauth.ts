import { z } from 'zod';
import { wecomEndpoint } from '../endpoint.ts';
import { filled } from '../wire.ts';

const code = filled(512, { missing: 41008, invalid: 40029 });

/** One use, five minutes. A member, or the openid of somebody who is none. */
export const getSignedInUser = wecomEndpoint({
  name: 'oauth.user',
  method: 'GET',
  path: '/cgi-bin/auth/getuserinfo',
  access: 'app',
  effect: 'once',
  query: z.object({ code }),
  reply: z.object({
    userid: z.string().optional(),
    user_ticket: z.string().optional(),
    openid: z.string().optional(),
    external_userid: z.string().optional(),
  }),
  errors: [40029, 41008, 42003, 42022],
  source: 'D91023',
});

/** The older path, with other field names; older clients call it. */
export const getSignedInUserOld = wecomEndpoint({
  name: 'oauth.user-old',
  method: 'GET',
  path: '/cgi-bin/user/getuserinfo',
  access: 'app',
  effect: 'once',
  query: z.object({ code }),
  reply: z.object({
    UserId: z.string().optional(),
    OpenId: z.string().optional(),
    DeviceId: z.string().optional(),
    user_ticket: z.string().optional(),
    external_userid: z.string().optional(),
  }),
  errors: [40029, 41008, 42003, 42022],
  source: 'W',
});

/** Only what the administrator enabled and the member agreed to. */
export const getSignedInUserDetail = wecomEndpoint({
  name: 'oauth.user-detail',
  method: 'POST',
  path: '/cgi-bin/auth/getuserdetail',
  access: 'app',
  effect: 'read',
  body: z.object({ user_ticket: filled(512, { missing: 84015, invalid: 84015 }) }),
  reply: z.object({
    userid: z.string(),
    gender: z.enum(['0', '1', '2']).optional(),
    avatar: z.string().optional(),
    qr_code: z.string().optional(),
    mobile: z.string().optional(),
    email: z.string().optional(),
    biz_mail: z.string().optional(),
    address: z.string().optional(),
  }),
  errors: [84014, 84015],
  source: 'D95833',
});

export const OAUTH_BASE = 'https://open.weixin.qq.com';
export const LOGIN_BASE = 'https://login.work.weixin.qq.com';

export interface AuthorizeRequest {
  readonly corpid: string;
  readonly agentid: number;
  readonly redirectUri: string;
  /** a–z, A–Z, 0–9; at most 128 bytes. */
  readonly state: string;
  readonly scope?: 'snsapi_base' | 'snsapi_privateinfo';
  readonly base?: string;
}

/** Where a page inside WeCom or WeChat sends the browser to learn who is there. */
export function authorizeUrl(request: AuthorizeRequest): string {
  const { corpid, agentid, redirectUri, state, scope = 'snsapi_base' } = request;
  const query = new URLSearchParams({
    appid: corpid,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope,
    state,
    agentid: String(agentid),
  });
  return `${request.base ?? OAUTH_BASE}/connect/oauth2/authorize?${query}#wechat_redirect`;
}

/** The sign-in page with a QR code, for a desktop browser. */
export function loginUrl(request: Omit<AuthorizeRequest, 'scope'>): string {
  const query = new URLSearchParams({
    login_type: 'CorpApp',
    appid: request.corpid,
    agentid: String(request.agentid),
    redirect_uri: request.redirectUri,
    state: request.state,
    lang: 'zh',
  });
  return `${request.base ?? LOGIN_BASE}/wwlogin/sso/login?${query}`;
}

/** What the sign-in page itself refuses with. */
export const LOGIN_PAGE_ERRORS = {
  redirectMismatch: -31020,
  badAppid: -31027,
  badAgentid: -31028,
  noRedirectUri: -31035,
  untrustedDomain: -31039,
  badLoginType: -31040,
} as const;
