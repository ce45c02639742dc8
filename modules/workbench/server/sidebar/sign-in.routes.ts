import type { FastifyInstance, FastifyRequest } from 'fastify';
import { signInPage, workbenchCookie } from '#modules/org/contract.ts';
import { setSessionCookie, signInByWecom } from '#modules/org/server/index.ts';
import { signInTrips } from '#modules/wecom/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { workbenchSignInPath } from '../../contract/sidebar.ts';

export interface SidebarSettings {
  /** Speaks for the product itself in one bank. */
  readonly ctxFor: (orgId: string) => Ctx;
  readonly publicUrl?: string | undefined;
}

const BACK = '/m/signed-in';
const HOME = '/m/today';

/**
 * Inside WeCom nobody types a password: WeCom says which colleague is there. In a plain browser the
 * page offers the ordinary sign-in instead.
 */
export function sidebarSignIn(app: FastifyInstance, settings: SidebarSettings): void {
  const trips = signInTrips({
    ...settings,
    cookie: 'yuhang_workbench_trip',
    place: 'workbench.sign-in.trip',
    path: '/m',
    back: BACK,
  });
  app.get<{ Querystring: Record<string, unknown> }>(workbenchSignInPath, async (request, reply) => {
    const { corp } = request.query;
    const to = ownPath(one(request.query.to));
    if (!insideWecom(request))
      return reply.redirect(`${signInPage}?${new URLSearchParams({ returnTo: to })}`, 302);
    const failed = await trips.begin(request, reply, { corp: one(corp), to });
    return failed ? reply.redirect(`/m/sorry?why=${failed.why}`, 302) : reply;
  });
  app.get(BACK, async (request, reply) => {
    const came = await trips.end(request, reply);
    if ('why' in came) return reply.redirect(`/m/sorry?why=${came.why}`, 302);
    const { userid } = came.who;
    const userAgent = request.headers['user-agent'];
    const started = userid ? await signInByWecom(came.ctx, { userid, userAgent }) : null;
    if (!started) return reply.redirect('/m/sorry?why=unknown', 302);
    setSessionCookie({ request, reply }, started, settings.publicUrl, workbenchCookie);
    return reply.redirect(came.to, 302);
  });
}

/** WeCom's client says so; a page on a simulated phone is opened with `in=wecom`. */
export const insideWecom = ({ headers, query }: Pick<FastifyRequest, 'headers' | 'query'>) =>
  /wxwork|MicroMessenger/i.test(headers['user-agent'] ?? '') ||
  (query as Record<string, unknown>).in === 'wecom';

const one = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Back to a page of the workbench and to nowhere else. */
const ownPath = (to: string | undefined): string =>
  to && /^\/m\/[\w/?=&.-]*$/.test(to) && !to.startsWith(BACK) ? to : HOME;
