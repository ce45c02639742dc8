import { setTimeout as pause } from 'node:timers/promises';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { getToken } from '#protocol/wecom/endpoints/token.ts';
import type { Caller } from '../corps/app.repo.ts';
import type { Answer } from './send.ts';
import * as repo from './token.repo.ts';

export interface Token {
  readonly token: string;
  readonly version: number;
}

/** There is no token to be had now. */
export class NoToken extends Error {
  override name = 'NoToken';
  /** Null when nobody answered. */
  readonly code: number | null;
  readonly retryAt: Date;

  constructor(code: number | null, retryAt: Date) {
    super(`no token: ${code ?? 'no answer'}`);
    this.code = code;
    this.retryAt = retryAt;
  }
}

export interface Tokens {
  /** The one that holds, or a new one. */
  current(ctx: Ctx, caller: Caller): Promise<Token>;
  /** This one was refused. A newer one, if somebody has it already; otherwise one is fetched. */
  replace(ctx: Ctx, caller: Caller, refused: Token): Promise<Token>;
}

/** Asks WeCom once; what is sent and recorded is the gateway's business. */
export type AskForToken = (ctx: Ctx, caller: Caller, secret: string) => Promise<Answer>;

/** Renewed this long before its end. */
const MARGIN_SECONDS = 200;
const LEASE_MS = 15_000;
const POLL_MS = 25;
const WAIT_MS = 20_000;
/** A wrong secret asked for again and again gets the address blocked for an hour. */
const PAUSE_MS = { refused: 15_000, throttled: 60_000, unanswered: 1_000 } as const;

/**
 * One token for each app, in the database for all processes. Whoever needs a new one first asks for
 * it; the others wait for that one.
 */
export function createTokens(ask: AskForToken): Tokens {
  const held = new Map<string, Token & { renewAt: Date }>();
  const underWay = new Map<string, Promise<Token>>();
  const keyOf = (caller: Caller) => `${caller.orgId} ${caller.appId}`;

  async function open(ctx: Ctx, caller: Caller, row: repo.TokenRow): Promise<Token> {
    const token = await ctx.vault.decrypt('wecom.token', row.token!);
    const opened = { token, version: row.version, renewAt: row.renewAt! };
    held.set(keyOf(caller), opened);
    return opened;
  }

  async function fetchNew(ctx: Ctx, caller: Caller, version: number): Promise<void> {
    const secret = await ctx.vault.decrypt('wecom.app.secret', caller.secret);
    const answer = await ask(ctx, caller, secret);
    const now = ctx.realNow();
    const later = (ms: number) => new Date(now.getTime() + ms);
    const reply = answer.kind === 'answer' ? getToken.reply.safeParse(answer.json) : null;
    if (answer.kind === 'answer' && answer.errcode === 0 && reply?.success) {
      const { access_token, expires_in } = reply.data;
      // WeCom gives the same one again until it ends: then the margin is short.
      const renewIn = Math.max(expires_in - MARGIN_SECONDS, Math.min(30, expires_in / 2));
      await inTx(ctx, (ctx) =>
        repo.setToken(ctx, caller.appId, version, {
          token: ctx.vault.encrypt('wecom.token', access_token),
          renewAt: later(renewIn * 1000),
          expiresAt: later(expires_in * 1000),
        }),
      );
      return;
    }
    const failedCode = answer.kind === 'answer' && answer.errcode !== 0 ? answer.errcode : null;
    const ms =
      failedCode === null || failedCode === -1
        ? PAUSE_MS.unanswered
        : failedCode === 45009
          ? PAUSE_MS.throttled
          : PAUSE_MS.refused;
    const failure = { failedCode, retryAt: later(ms) };
    await inTx(ctx, (ctx) => repo.setTokenFailure(ctx, caller.appId, version, failure));
  }

  async function obtain(ctx: Ctx, caller: Caller, refused: number): Promise<Token> {
    let stale = refused;
    const begun = performance.now();
    for (;;) {
      const row = await repo.findToken(ctx, caller.appId);
      if (row && row.version > stale && row.token) return open(ctx, caller, row);
      if (row) stale = row.version;
      if (row?.retryAt && row.retryAt > ctx.realNow())
        throw new NoToken(row.failedCode, row.retryAt);
      if (await inTx(ctx, (ctx) => repo.claimRefresh(ctx, caller.appId, stale, LEASE_MS))) {
        await fetchNew(ctx, caller, stale);
        continue;
      }
      if (performance.now() - begun > WAIT_MS) throw new NoToken(null, ctx.realNow());
      await pause(POLL_MS);
    }
  }

  /** Of all in this process who need one, one goes. */
  function together(ctx: Ctx, caller: Caller, refused: number): Promise<Token> {
    const key = `${keyOf(caller)} ${refused}`;
    const known = underWay.get(key);
    if (known) return known;
    const going = obtain(ctx, caller, refused).finally(() => underWay.delete(key));
    underWay.set(key, going);
    return going;
  }

  return {
    async current(ctx, caller) {
      const now = ctx.realNow();
      const mine = held.get(keyOf(caller));
      if (mine && mine.renewAt > now) return mine;
      const row = await repo.findToken(ctx, caller.appId);
      if (row?.token && row.renewAt! > now) return open(ctx, caller, row);
      try {
        return await together(ctx, caller, row?.version ?? 0);
      } catch (err) {
        // It could not be renewed early; the one at hand still holds.
        if (err instanceof NoToken && row?.token && row.expiresAt! > now)
          return open(ctx, caller, row);
        throw err;
      }
    },
    async replace(ctx, caller, refused) {
      const key = keyOf(caller);
      const mine = held.get(key);
      if (mine && mine.version > refused.version) return mine;
      held.delete(key);
      return together(ctx, caller, refused.version);
    },
  };
}
