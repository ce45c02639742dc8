import type { FastifyInstance } from 'fastify';
import { AppError } from '#platform/contract/errors.ts';
import { type Call, route } from '#platform/server/route.ts';
import * as api from '../../contract/access.ts';
import { signInPage } from '../../contract/session.ts';
import type { AccessSettings } from './access.routes.ts';
import { clearTripCookie, setSessionCookie, setTripCookie, tripCookieOf } from './cookie.ts';
import { finishSignOn, startSignOn } from './oidc.service.ts';

const backToSignIn = (code: string) => `${signInPage}?error=${encodeURIComponent(code)}`;

/** A browser comes here by following links, so what goes wrong is shown on the sign-in page. */
export function oidcRoutes(app: FastifyInstance, { publicUrl }: AccessSettings): void {
  const redirectUri = ({ request }: Call) =>
    new URL(api.finishOidc.path, publicUrl ?? `${request.protocol}://${request.host}`).href;

  route(app, api.startOidc, (ctx, { query }, call) =>
    orBackToSignIn(call, async () => {
      const input = { ...query, redirectUri: redirectUri(call) };
      const { url, cookie } = await startSignOn(ctx, input);
      setTripCookie(call, cookie, publicUrl);
      return url;
    }),
  );
  route(app, api.finishOidc, (ctx, _, call) =>
    orBackToSignIn(call, async () => {
      clearTripCookie(call);
      const { started, returnTo } = await finishSignOn(ctx, {
        cookie: tripCookieOf(call),
        query: call.request.url.split('?')[1] ?? '',
        userAgent: call.request.headers['user-agent'],
      });
      setSessionCookie(call, started, publicUrl);
      return returnTo;
    }),
  );
}

async function orBackToSignIn(call: Call, where: () => Promise<string>): Promise<unknown> {
  const url = await where().catch((err) => {
    if (err instanceof AppError) return backToSignIn(err.code);
    throw err;
  });
  return call.reply.redirect(url, 303);
}
