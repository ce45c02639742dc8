import { createHash, randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { isLang } from '#platform/contract/text.ts';
import { audit } from '#platform/server/audit.ts';
import { type Actor, type Ctx, inTx, NO_BANK, type TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type { Ticker } from '#platform/server/module.ts';
import { customerCookie } from '../../contract/own.ts';
import {
  deleteEndedSessions,
  findLiving,
  findOwnSession,
  insertOwnSession,
} from './own-session.repo.ts';

/** A working day; WeChat signs in again without asking. */
export const SESSION_SECONDS = 12 * 3600;

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();

/** The cookie holds 256 random bits, the database their hash. */
export async function startOwnSession(
  ctx: TxCtx,
  customerId: number,
  { corpId, userAgent }: { corpId: string; userAgent: string | null },
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const sessionId = newId(ctx.realNow());
  await insertOwnSession(ctx, {
    tokenHash: hashOf(token),
    customerId,
    sessionId,
    corpId,
    expiresAt: new Date(ctx.realNow().getTime() + SESSION_SECONDS * 1000),
    userAgent: userAgent?.slice(0, 300) ?? null,
  });
  audit(
    { ...ctx, actor: actorOf(customerId, sessionId) },
    {
      action: 'customers.customer-signed-in',
      subject: { kind: 'customer', id: String(customerId) },
      after: { session: sessionId },
    },
  );
  return token;
}

const actorOf = (customerId: number, sessionId: string): Actor => ({
  kind: 'customer',
  id: String(customerId),
  name: '客户本人',
  permissions: new Map(),
  sessionId,
});

type Base = Pick<Ctx, 'db' | 'now' | 'realNow' | 'log' | 'vault' | 'files'>;

/** Says which customer makes a request, by the cookie of their phone; a nobody otherwise. */
export function customerAuthenticator(base: Base): (request: FastifyRequest) => Promise<Ctx> {
  return async (request) => {
    const lang = request.headers['x-yuhang-lang'] ?? request.cookies.yuhang_lang;
    const nobody: Ctx = {
      ...base,
      log: base.log.child({ requestId: request.id }),
      orgId: NO_BANK,
      actor: { kind: 'customer', id: 'nobody', name: '', permissions: new Map() },
      lang: isLang(lang) ? lang : 'zh-CN',
      requestId: request.id,
      ip: request.ip,
      trail: { recorded: 0 },
    };
    const token = request.cookies[customerCookie];
    const session = token ? await findOwnSession(base, hashOf(token)) : null;
    const customerId = session && (await findLiving(base, session.orgId, session.customerId));
    if (!session || !customerId) return nobody;
    return { ...nobody, orgId: session.orgId, actor: actorOf(customerId, session.sessionId) };
  };
}

export const sweepOwnSessions: Ticker = {
  name: 'customers.sweep-own-sessions',
  run: (ctx) => inTx(ctx, (ctx) => deleteEndedSessions(ctx, 1000)),
};
