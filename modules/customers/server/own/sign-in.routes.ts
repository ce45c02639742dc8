import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { callWecom, findSignInApp } from '#modules/wecom/server/index.ts';
import { type Ctx, inTx, NO_BANK } from '#platform/server/ctx.ts';
import { authorizeUrl, getSignedInUser, OAUTH_BASE } from '#protocol/wecom/endpoints/oauth.ts';
import { customerCookie, customerSignInPath } from '../../contract/own.ts';
import { customerByIdentity } from '../identities/find.service.ts';
import { findLiving } from './own-session.repo.ts';
import { SESSION_SECONDS, startOwnSession } from './own-session.service.ts';

export interface SignInSettings {
  /** Speaks for the product itself in one bank. */
  readonly ctxFor: (orgId: string) => Ctx;
  /** The address customers reach the product under. */
  readonly publicUrl?: string | undefined;
}

const TRIP_COOKIE = 'yuhang_customer_trip';
const PLACE = 'customers.own-session.trip';
const BACK = '/h5/signed-in';
const TRIP_MS = 10 * 60_000;
const HOME = '/h5/consents';
/** WeCom's own address; anything else is a proxy or a stand-in, which serves the sign-in page too. */
const WECOM = 'https://qyapi.weixin.qq.com';

interface Trip {
  readonly state: string;
  readonly corpid: string;
  readonly to: string;
  readonly until: number;
}

/**
 * Customers sign in with WeChat: WeCom says who is there, and only somebody whom the bank knows comes
 * in. The state binds the way back to the browser that set out.
 */
export function customerSignIn(app: FastifyInstance, settings: SignInSettings): void {
  app.get<{ Querystring: Record<string, unknown> }>(customerSignInPath, async (request, reply) => {
    const ctx = settings.ctxFor(NO_BANK);
    const corp = one(request.query.corp);
    const found = await findSignInApp(ctx, corp);
    if (!found) return sorry(reply, 'corp');
    const trip: Trip = {
      state: randomBytes(24).toString('hex'),
      corpid: found.corpid,
      to: ownPath(one(request.query.to)),
      until: ctx.realNow().getTime() + TRIP_MS,
    };
    reply.setCookie(TRIP_COOKIE, ctx.vault.encrypt(PLACE, JSON.stringify(trip)), {
      ...cookie(request, settings),
      path: '/h5',
      maxAge: TRIP_MS / 1000,
    });
    const url = authorizeUrl({
      corpid: found.corpid,
      agentid: found.agentId,
      redirectUri: `${baseOf(request, settings)}${BACK}`,
      state: trip.state,
      base: found.baseUrl === WECOM ? OAUTH_BASE : found.baseUrl,
    });
    return reply.redirect(url, 302);
  });

  app.get<{ Querystring: Record<string, unknown> }>(BACK, async (request, reply) => {
    const nobody = settings.ctxFor(NO_BANK);
    const trip = await tripOf(nobody, request.cookies[TRIP_COOKIE]);
    reply.clearCookie(TRIP_COOKIE, { path: '/h5' });
    const state = one(request.query.state);
    const code = one(request.query.code);
    if (!trip || !code || trip.state !== state) return sorry(reply, 'expired');
    const found = await findSignInApp(nobody, trip.corpid);
    if (!found) return sorry(reply, 'corp');
    const ctx: Ctx = { ...settings.ctxFor(found.orgId), requestId: request.id, ip: request.ip };
    const via = { corpId: found.corpId, appId: found.appId };
    const answer = await callWecom(ctx, via, getSignedInUser, { query: { code } });
    if (answer.outcome !== 'ok')
      return sorry(reply, answer.outcome === 'refused' ? 'expired' : 'later');
    const customerId = await whoIs(ctx, found.corpId, answer.reply);
    if (customerId === null) return sorry(reply, 'unknown');
    const userAgent = request.headers['user-agent'] ?? null;
    const token = await inTx(ctx, (ctx) =>
      startOwnSession(ctx, customerId, { corpId: found.corpId, userAgent }),
    );
    reply.setCookie(customerCookie, token, {
      ...cookie(request, settings),
      path: '/',
      maxAge: SESSION_SECONDS,
    });
    return reply.redirect(trip.to, 302);
  });
}

async function whoIs(
  ctx: Ctx,
  corpId: string,
  { external_userid, openid }: { external_userid?: string; openid?: string },
): Promise<number | null> {
  const known =
    (external_userid &&
      (await customerByIdentity(ctx, 'external_userid', corpId, external_userid))) ||
    (openid && (await customerByIdentity(ctx, 'openid', corpId, openid))) ||
    null;
  return known ? findLiving(ctx, ctx.orgId, known) : null;
}

/** A name that comes twice is a list, and no list is taken. */
const one = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Back to a page of ours and to nowhere else. */
const ownPath = (to: string | undefined): string =>
  to && /^\/h5\/[\w/?=&.-]*$/.test(to) && !to.startsWith(BACK) ? to : HOME;

const sorry = (reply: FastifyReply, why: string) => reply.redirect(`/h5/sorry?why=${why}`, 302);

const baseOf = (request: FastifyRequest, { publicUrl }: SignInSettings): string =>
  publicUrl?.replace(/\/+$/, '') ?? `${request.protocol}://${request.host}`;

const cookie = (request: FastifyRequest, settings: SignInSettings) => ({
  httpOnly: true,
  sameSite: 'lax' as const,
  secure: baseOf(request, settings).startsWith('https:'),
});

async function tripOf(ctx: Ctx, sealed: string | undefined): Promise<Trip | null> {
  if (!sealed) return null;
  try {
    const trip = JSON.parse(await ctx.vault.decrypt(PLACE, sealed)) as Trip;
    return trip.until > ctx.realNow().getTime() ? trip : null;
  } catch {
    return null;
  }
}
