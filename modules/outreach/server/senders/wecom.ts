import type { CallInput, CallOptions, callWecom } from '#modules/wecom/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Reply, WecomEndpoint } from '#protocol/wecom/endpoint.ts';
import type { Found, Sent } from './sender.ts';

/** How WeCom is called: the gateway's, unless a bench puts its own in place. */
export type Call = typeof callWecom;

export interface SenderSettings {
  readonly call: Call;
  readonly options?: CallOptions;
  /** After a look that could not be taken. */
  readonly lookAgainMs?: number;
  /** WeCom's quota of a corp, unless a test has a smaller one. */
  readonly momentsAMonth?: number;
}

type Answered<E extends WecomEndpoint> =
  | { readonly outcome: 'ok'; readonly reply: Reply<E> }
  | Exclude<Sent, { outcome: 'sent' }>;

export async function ask<E extends WecomEndpoint>(
  ctx: Ctx,
  { call, options = {} }: SenderSettings,
  corpId: string,
  endpoint: E,
  input: CallInput<E>,
): Promise<Answered<E>> {
  const answer = await call(ctx, { corpId }, endpoint, input, options);
  return answer.outcome === 'later' ? { outcome: 'later', retryAt: answer.retryAt } : answer;
}

const LOOK_AGAIN_MS = 30_000;

/** Every page of a list, or when to ask again. */
export async function askAll<E extends WecomEndpoint, T>(
  ctx: Ctx,
  settings: SenderSettings,
  corpId: string,
  endpoint: E,
  body: object,
  read: (reply: Reply<E>) => readonly T[],
): Promise<
  | { readonly outcome: 'ok'; readonly list: T[] }
  | { readonly outcome: 'refused'; readonly code: number; readonly text: string }
  | { readonly outcome: 'later'; readonly retryAt: Date }
> {
  const list: T[] = [];
  let cursor = '';
  do {
    const input = { body: { ...body, ...(cursor ? { cursor } : {}) } } as CallInput<E>;
    const answer = await ask(ctx, settings, corpId, endpoint, input);
    if (answer.outcome === 'refused' || answer.outcome === 'later') return answer;
    if (answer.outcome === 'unknown')
      return { outcome: 'later', retryAt: readAgain(ctx, settings) };
    list.push(...read(answer.reply));
    cursor = (answer.reply as { next_cursor?: string }).next_cursor ?? '';
  } while (cursor);
  return { outcome: 'ok', list };
}

export const readAgain = (ctx: Ctx, { lookAgainMs = LOOK_AGAIN_MS }: SenderSettings) =>
  new Date(ctx.realNow().getTime() + lookAgainMs);

export const notNow = (
  ctx: Ctx,
  settings: SenderSettings,
  answer: { outcome: string; retryAt?: Date },
): Found => ({ found: 'later', retryAt: answer.retryAt ?? readAgain(ctx, settings) });
