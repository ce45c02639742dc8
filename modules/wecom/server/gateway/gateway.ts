import { setTimeout as pause } from 'node:timers/promises';
import type { Ctx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type { Body, Query, Reply, WecomEndpoint } from '#protocol/wecom/endpoint.ts';
import { getToken } from '#protocol/wecom/endpoints/token.ts';
import { refusalCode } from '#protocol/wecom/wire.ts';
import { wecomErrors } from '../../contract/corp.ts';
import type { CallOutcome } from '../../contract/health.ts';
import { type Caller, findCallers } from '../corps/app.repo.ts';
import { isAlone } from './alone.ts';
import { createCallLog } from './call-log.ts';
import { chooseApp } from './choose-app.ts';
import { judge } from './judge.ts';
import { createPermits, type PermitSettings } from './permits.ts';
import { type Answer, type IncomingFile, type Outgoing, type OutgoingFile, send } from './send.ts';
import { createTokens, NoToken, type Token } from './token.service.ts';

/** What came of a call. Nothing is done twice; what is not certain is said. */
export type CallResult<E extends WecomEndpoint> =
  | { readonly outcome: 'ok'; readonly reply: Reply<E>; readonly file?: IncomingFile }
  /** The same call would get the same answer. */
  | { readonly outcome: 'refused'; readonly code: number; readonly text: string }
  /** Nothing was done, or doing it again does no harm: the same call may be made from then on. */
  | { readonly outcome: 'later'; readonly code: number | null; readonly retryAt: Date }
  /** It may have been done. Look for the result before sending again. */
  | { readonly outcome: 'unknown'; readonly why: string };

export interface CallInput<E extends WecomEndpoint> {
  readonly query?: Query<E>;
  readonly body?: Body<E>;
  readonly file?: OutgoingFile;
}

export interface CallOptions {
  /** How long to wait for a permit or between repeats before the answer is `later`. */
  readonly patienceMs?: number;
  readonly timeoutMs?: number;
}

/** Whose credential: an app, or whichever app of the corp may call this endpoint. */
export interface Via {
  readonly corpId: string;
  readonly appId?: string | undefined;
}

export interface GatewaySettings extends PermitSettings {
  /** Milliseconds before each repeat of what was not answered or answered with busy. */
  readonly repeatMs?: readonly number[];
}

export interface Gateway {
  call<E extends WecomEndpoint>(
    ctx: Ctx,
    via: Via,
    endpoint: E,
    input?: CallInput<E>,
    options?: CallOptions,
  ): Promise<CallResult<E>>;
}

const PATIENCE_MS = 10_000;
const TIMEOUT_MS = 10_000;
const LATER_MS = 30_000;

/** The way to WeCom of one process. */
export function createGateway(settings: GatewaySettings = {}): Gateway {
  const repeatMs = settings.repeatMs ?? [1000, 2000, 4000];
  const permits = createPermits(settings);
  const record = createCallLog();
  const tokens = createTokens(async (ctx, caller, corpsecret) => {
    const query = { corpid: caller.corpid, corpsecret };
    const asked = await request(ctx, caller, getToken, { query }, null, TIMEOUT_MS);
    await asked.recorded;
    return asked.answer;
  });

  async function request(
    ctx: Ctx,
    caller: Caller,
    endpoint: WecomEndpoint,
    outgoing: Outgoing,
    token: Token | null,
    timeoutMs: number,
  ): Promise<{ answer: Answer; outcome: CallOutcome; recorded: Promise<void> }> {
    const at = ctx.realNow();
    const started = performance.now();
    const answer = await send(caller.baseUrl, endpoint, outgoing, token?.token ?? null, timeoutMs);
    const outcome = judge(endpoint.effect, answer);
    if (isAlone()) return { answer, outcome, recorded: Promise.resolve() };
    const recorded = record(ctx, {
      orgId: ctx.orgId,
      at,
      id: newId(at),
      corpId: caller.corpId,
      appId: caller.appId,
      endpoint: endpoint.name,
      cost: costOf(endpoint, outgoing.body),
      outcome,
      errcode: answer.kind === 'answer' ? answer.errcode : answer.kind === 'file' ? 0 : null,
      ms: Math.round(performance.now() - started),
      requestId: ctx.requestId,
    });
    return { answer, outcome, recorded };
  }

  async function attempts<E extends WecomEndpoint>(
    ctx: Ctx,
    caller: Caller,
    endpoint: E,
    outgoing: Outgoing,
    { patienceMs = PATIENCE_MS, timeoutMs = TIMEOUT_MS }: CallOptions,
  ): Promise<CallResult<E>> {
    const until = performance.now() + patienceMs;
    const left = () => until - performance.now();
    const later = (code: number | null, retryAt: Date) =>
      ({ outcome: 'later', code, retryAt }) as const;
    let token = endpoint.access === 'open' ? null : await tokens.current(ctx, caller);
    let replaced = false;
    let repeats = 0;
    for (;;) {
      const permit = await permits.take(ctx, caller, endpoint, left());
      if (!permit.granted) return later(permit.code, permit.retryAt);
      const asked = await request(ctx, caller, endpoint, outgoing, token, timeoutMs);
      const { answer, outcome } = asked;
      // Before anything else, so that the others hear of it at once.
      if (answer.kind === 'answer' && outcome === 'throttled')
        await permits.shut(ctx, caller, endpoint, answer.errcode);
      await asked.recorded;
      if (permit.probe && answer.kind === 'answer' && outcome !== 'throttled')
        await permits.opened(ctx, caller, endpoint);
      const code = answer.kind === 'answer' ? answer.errcode : null;
      switch (outcome) {
        case 'ok':
          return done(endpoint, answer);
        case 'refused':
          return refusedBy(answer);
        case 'unknown':
          return { outcome: 'unknown', why: whyOf(answer) };
        case 'token':
          if (replaced || !token) return refusedBy(answer);
          token = await tokens.replace(ctx, caller, token);
          replaced = true;
          break;
        case 'throttled':
          break;
        case 'busy':
        case 'unanswered': {
          const ms = repeatMs[repeats];
          if (ms === undefined || ms > left())
            return later(code, new Date(ctx.realNow().getTime() + LATER_MS));
          repeats += 1;
          await pause(ms);
        }
      }
    }
  }

  return {
    async call(ctx, via, endpoint, input = {}, options = {}) {
      if (ctx.db.isTransaction) throw new Error('WeCom is never called inside a transaction');
      const caller = await callerFor(ctx, via, endpoint);
      const wrong = check(endpoint, input as Outgoing);
      if (wrong) return wrong;
      try {
        return await attempts(ctx, caller, endpoint, input as Outgoing, options);
      } catch (err) {
        if (!(err instanceof NoToken)) throw err;
        const { code, retryAt } = err;
        return code === null || code === -1 || code === 45009
          ? { outcome: 'later', code, retryAt }
          : { outcome: 'refused', code, text: 'no token' };
      }
    },
  };
}

/** Of each corp: the look at its apps that is under way; whoever asks meanwhile shares it. */
const looks = new Map<string, Promise<Caller[]>>();
function callersOf(ctx: Ctx, corpId: string): Promise<Caller[]> {
  const key = `${ctx.orgId} ${corpId}`;
  const look =
    looks.get(key) ??
    findCallers(ctx, corpId).finally(() => {
      if (!isAlone()) looks.delete(key);
    });
  looks.set(key, look);
  return look;
}

async function callerFor(ctx: Ctx, via: Via, endpoint: WecomEndpoint): Promise<Caller> {
  const callers = await callersOf(ctx, via.corpId);
  if (via.appId) {
    const caller = callers.find(({ appId }) => appId === via.appId);
    if (!caller) throw wecomErrors.appNotFound({ id: via.appId });
    if (!caller.active) throw wecomErrors.stopped({ id: via.appId });
    return caller;
  }
  const caller = chooseApp(callers, endpoint.access);
  if (!caller) throw wecomErrors.noApp({ endpoint: endpoint.name });
  return caller;
}

/** What WeCom would refuse for its shape costs no call. */
function check(endpoint: WecomEndpoint, { query = {}, body = {} }: Outgoing) {
  const parsed = [endpoint.query.safeParse(query), endpoint.body.safeParse(body)];
  const failed = parsed.find(({ success }) => !success);
  if (!failed?.error) return null;
  const text = failed.error.issues.map(({ path }) => path.join('.')).join(', ');
  return { outcome: 'refused', code: refusalCode(failed.error), text } as const;
}

function done<E extends WecomEndpoint>(endpoint: E, answer: Answer): CallResult<E> {
  if (answer.kind === 'file') return { outcome: 'ok', reply: {} as Reply<E>, file: answer.file };
  const reply = endpoint.reply.safeParse(answer.kind === 'answer' ? answer.json : {});
  if (reply.success) return { outcome: 'ok', reply: reply.data as Reply<E> };
  const where = reply.error.issues[0]?.path.join('.');
  return { outcome: 'unknown', why: `done, but the answer cannot be read: ${where}` };
}

function refusedBy(answer: Answer) {
  const { errcode, errmsg } = answer as Extract<Answer, { kind: 'answer' }>;
  return { outcome: 'refused', code: errcode, text: errmsg } as const;
}

const whyOf = (answer: Answer) =>
  answer.kind === 'answer' ? `code ${answer.errcode}` : answer.kind === 'file' ? '' : answer.why;

/** App messages are counted by the people they go to, everything else by the call. */
function costOf(endpoint: WecomEndpoint, body: unknown): number {
  if (endpoint.name !== 'app-message.send') return 1;
  const { touser } = (body ?? {}) as { touser?: unknown };
  return typeof touser === 'string' ? Math.max(1, touser.split('|').filter(Boolean).length) : 1;
}
