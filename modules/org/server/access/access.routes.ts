import type { FastifyInstance } from 'fastify';
import { platformErrors } from '#platform/contract/errors.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { route } from '#platform/server/route.ts';
import { startOidc } from '../../contract/access.ts';
import * as api from '../../contract/session.ts';
import { allBanks } from '../bank/bank.repo.ts';
import { signedInAs } from './authenticate.ts';
import { clearSessionCookie, setSessionCookie } from './cookie.ts';
import { demoAccounts } from './demo-account.repo.ts';
import * as own from './own-access.service.ts';
import * as sessions from './session.service.ts';
import { signInWithPassword } from './sign-in.service.ts';
import { findWho } from './who.repo.ts';

export interface AccessSettings {
  readonly mode: api.Mode;
  /** The address under which browsers reach the product; taken from the request when absent. */
  readonly publicUrl?: string | undefined;
}

export function accessRoutes(app: FastifyInstance, settings: AccessSettings): void {
  const { mode } = settings;
  route(app, api.signInOptions, async (ctx) => {
    const banks = await allBanks(ctx);
    return {
      mode,
      bankCodeNeeded: banks.length > 1,
      bankName: banks.length === 1 ? banks[0]!.name : null,
      demo: mode === 'demo' ? await demoAccounts(ctx) : [],
      oidc: banks.flatMap(({ code, settings: { oidc } }) =>
        oidc ? [{ bankCode: code, name: oidc.name, start: `${startOidc.path}?bank=${code}` }] : [],
      ),
    };
  });
  route(app, api.signIn, async (ctx, { body }, call) => {
    const userAgent = call.request.headers['user-agent'];
    const started = await signInWithPassword(ctx, { ...body, userAgent });
    setSessionCookie(call, started, settings.publicUrl);
    ctx.trail.recorded += 1;
    return sessions.whoAmI(await arrived(ctx, started.tokenHash), mode);
  });
  route(app, api.whoAmI, (ctx) => sessions.whoAmI(ctx, mode));
  route(app, api.signOut, async (ctx, _, call) => {
    await sessions.signOut(ctx);
    clearSessionCookie(call);
    return {};
  });
  route(app, api.workingUnits, async (ctx, { query }) => ({
    items: await sessions.workingUnits(ctx, query),
  }));
  route(app, api.setLanguage, async (ctx, { body }) => {
    await sessions.chooseLanguage(ctx, body.lang);
    return {};
  });
  ownRoutes(app, mode);
}

async function arrived(ctx: Ctx, tokenHash: Buffer): Promise<Ctx> {
  const who = await findWho(ctx, tokenHash, null);
  if (!who) throw platformErrors.notSignedIn();
  return signedInAs(ctx, who);
}

function ownRoutes(app: FastifyInstance, mode: api.Mode): void {
  route(app, api.confirmSession, async (ctx, { body }) => ({
    confirmedUntil: (await own.confirmSession(ctx, body)).toISOString(),
  }));
  route(app, api.changePassword, async (ctx, { body }) => {
    await own.changePassword(ctx, body);
    return sessions.whoAmI(ctx, mode);
  });
  route(app, api.enrolTotp, (ctx) => own.enrolTotp(ctx));
  route(app, api.confirmTotp, async (ctx, { body }) => ({
    recoveryCodes: await own.confirmTotp(ctx, body.code),
  }));
  route(app, api.removeTotp, async (ctx) => {
    await own.removeTotp(ctx);
    return {};
  });
  route(app, api.renewRecoveryCodes, async (ctx) => ({
    recoveryCodes: await own.renewRecoveryCodes(ctx),
  }));
  route(app, api.mySessions, async (ctx) => ({
    items: await sessions.sessionsOf(ctx, sessions.self(ctx)),
  }));
  route(app, api.endMySession, async (ctx, { params }) => ({
    items: await sessions.endOneOfMine(ctx, params.id),
  }));
  route(app, api.endMyOtherSessions, async (ctx) => ({ items: await sessions.endMyOthers(ctx) }));
}
