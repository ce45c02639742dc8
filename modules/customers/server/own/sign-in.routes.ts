import type { FastifyInstance, FastifyReply } from 'fastify';
import { type SignedIn, signInTrips } from '#modules/wecom/server/index.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
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

const BACK = '/h5/signed-in';
const HOME = '/h5/consents';

/** Customers sign in with WeChat; only somebody whom the bank knows comes in. */
export function customerSignIn(app: FastifyInstance, settings: SignInSettings): void {
  const trips = signInTrips({
    ...settings,
    cookie: 'yuhang_customer_trip',
    place: 'customers.own-session.trip',
    path: '/h5',
    back: BACK,
  });
  app.get<{ Querystring: Record<string, unknown> }>(customerSignInPath, async (request, reply) => {
    const { corp, to } = request.query;
    const wanted = { corp: one(corp), to: ownPath(one(to)) };
    const failed = await trips.begin(request, reply, wanted);
    return failed ? stop(reply, failed.why, wanted.to) : reply;
  });

  app.get(BACK, async (request, reply) => {
    const came = await trips.end(request, reply);
    if ('why' in came) return stop(reply, came.why, came.to);
    const customerId = await whoIs(came);
    if (customerId === null) return stop(reply, 'unknown', came.to);
    const userAgent = request.headers['user-agent'] ?? null;
    const token = await inTx(came.ctx, (ctx) =>
      startOwnSession(ctx, customerId, { corpId: came.app.corpId, userAgent }),
    );
    reply.setCookie(customerCookie, token, {
      httpOnly: true,
      sameSite: 'lax',
      secure: trips.secure(request),
      path: '/',
      maxAge: SESSION_SECONDS,
    });
    return reply.redirect(came.to, 302);
  });
}

async function whoIs({ ctx, app, who }: SignedIn): Promise<number | null> {
  const { external_userid, openid } = who;
  const known =
    (external_userid &&
      (await customerByIdentity(ctx, 'external_userid', app.corpId, external_userid))) ||
    (openid && (await customerByIdentity(ctx, 'openid', app.corpId, openid))) ||
    null;
  return known ? findLiving(ctx, ctx.orgId, known) : null;
}

/** A name that comes twice is a list, and no list is taken. */
const one = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Back to a page of ours and to nowhere else. */
const ownPath = (to: string | undefined): string =>
  to && /^\/h5\/[\w/?=&.-]*$/.test(to) && !to.startsWith(BACK) ? to : HOME;

/** Pages that anybody may read: whoever is not known goes on there as a stranger. */
const OPEN = /^\/h5\/c\//;

const stop = (reply: FastifyReply, why: string, to = '') =>
  reply.redirect(OPEN.test(to) ? to : `/h5/sorry?why=${why}`, 302);
