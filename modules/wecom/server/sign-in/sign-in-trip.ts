import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Ctx, NO_BANK } from '#platform/server/ctx.ts';
import { authorizeUrl, getSignedInUser, OAUTH_BASE } from '#protocol/wecom/endpoints/oauth.ts';
import { findSignInApp, type SignInApp } from '../corps/sign-in-app.repo.ts';
import { callWecom } from '../gateway/call-wecom.ts';

/** Who came back: a colleague (`userid`), or somebody else (`external_userid`, `openid`). */
export interface SignedIn {
  readonly ctx: Ctx;
  readonly app: SignInApp;
  readonly who: {
    readonly userid?: string | undefined;
    readonly external_userid?: string | undefined;
    readonly openid?: string | undefined;
  };
  /** The page they wanted. */
  readonly to: string;
}
export interface NotSignedIn {
  readonly why: 'corp' | 'expired' | 'later';
  /** The page they wanted, when that much is known. */
  readonly to?: string;
}

export interface SignInTrips {
  /** Sends the browser to WeCom's own sign-in, silently where it can. */
  begin(
    request: FastifyRequest,
    reply: FastifyReply,
    wanted: { corp: string | undefined; to: string },
  ): Promise<NotSignedIn | null>;
  end(request: FastifyRequest, reply: FastifyReply): Promise<SignedIn | NotSignedIn>;
  /** Over HTTPS cookies go back over HTTPS only. */
  secure(request: FastifyRequest): boolean;
}

export interface TripSettings {
  readonly ctxFor: (orgId: string) => Ctx;
  /** The address the product is reached under. */
  readonly publicUrl?: string | undefined;
  readonly cookie: string;
  /** What the sealed memory of the way is sealed for. */
  readonly place: string;
  /** Where the cookie holds, and the address WeCom leads back to. */
  readonly path: string;
  readonly back: string;
}

interface Trip {
  readonly state: string;
  readonly corpid: string;
  readonly to: string;
  readonly until: number;
}

const TRIP_MS = 10 * 60_000;
/** WeCom's own address; anything else is a proxy or a stand-in, which serves the sign-in page too. */
const WECOM = 'https://qyapi.weixin.qq.com';

/**
 * Sign-in inside WeCom and WeChat: WeCom says who is there. The state binds the way back to the
 * browser that set out.
 */
export function signInTrips(settings: TripSettings): SignInTrips {
  const { ctxFor, place, cookie } = settings;
  const baseOf = (request: FastifyRequest): string =>
    settings.publicUrl?.replace(/\/+$/, '') ?? `${request.protocol}://${request.host}`;
  const secure = (request: FastifyRequest) => baseOf(request).startsWith('https:');

  return {
    secure,
    async begin(request, reply, { corp, to }) {
      const ctx = ctxFor(NO_BANK);
      const found = await findSignInApp(ctx, corp);
      if (!found) return { why: 'corp' };
      const trip: Trip = {
        state: randomBytes(24).toString('hex'),
        corpid: found.corpid,
        to,
        until: ctx.realNow().getTime() + TRIP_MS,
      };
      reply.setCookie(cookie, ctx.vault.encrypt(place, JSON.stringify(trip)), {
        httpOnly: true,
        sameSite: 'lax',
        secure: secure(request),
        path: settings.path,
        maxAge: TRIP_MS / 1000,
      });
      const url = authorizeUrl({
        corpid: found.corpid,
        agentid: found.agentId,
        redirectUri: `${baseOf(request)}${settings.back}`,
        state: trip.state,
        base: found.baseUrl === WECOM ? OAUTH_BASE : found.baseUrl,
      });
      reply.redirect(url, 302);
      return null;
    },

    async end(request, reply) {
      const nobody = ctxFor(NO_BANK);
      const trip = await tripOf(nobody, place, request.cookies[cookie]);
      reply.clearCookie(cookie, { path: settings.path });
      const query = request.query as Record<string, unknown>;
      const code = typeof query.code === 'string' ? query.code : null;
      if (!trip) return { why: 'expired' };
      if (!code || trip.state !== query.state) return { why: 'expired', to: trip.to };
      const app = await findSignInApp(nobody, trip.corpid);
      if (!app) return { why: 'corp', to: trip.to };
      const ctx: Ctx = { ...ctxFor(app.orgId), requestId: request.id, ip: request.ip };
      const via = { corpId: app.corpId, appId: app.appId };
      const answer = await callWecom(ctx, via, getSignedInUser, { query: { code } });
      if (answer.outcome !== 'ok')
        return { why: answer.outcome === 'refused' ? 'expired' : 'later', to: trip.to };
      return { ctx, app, who: answer.reply, to: trip.to };
    },
  };
}

async function tripOf(ctx: Ctx, place: string, sealed: string | undefined): Promise<Trip | null> {
  if (!sealed) return null;
  try {
    const trip = JSON.parse(await ctx.vault.decrypt(place, sealed)) as Trip;
    return trip.until > ctx.realNow().getTime() ? trip : null;
  } catch {
    return null;
  }
}
