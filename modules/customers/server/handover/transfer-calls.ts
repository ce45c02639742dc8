import type { callWecom } from '#modules/wecom/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { listLeaverTransfers, listTransfers } from '#protocol/wecom/endpoints/inheritance.ts';
import type { Way } from './transfer.ts';

/** How WeCom is called: the gateway's, unless a test puts its own in place. */
export type WecomCall = typeof callWecom;

/** When to come back: machine time, on which the gateway waits, told by the bank's clock. */
export const delayed = (ctx: Ctx, by: number | { readonly retryAt: Date }): Date =>
  new Date(
    ctx.now().getTime() +
      (typeof by === 'number' ? by : Math.max(0, by.retryAt.getTime() - ctx.realNow().getTime())),
  );

export interface Found {
  readonly status: number;
  /** When it takes effect by itself. */
  readonly takeoverAt: number;
}

/** Members whom WeCom forgot have no results any more. */
const UNKNOWN_MEMBER = [40003, 60111];

/** Every page of what became of one colleague's customers with another. */
export async function listResults(
  ctx: Ctx,
  call: WecomCall,
  corpId: string,
  way: Way,
  fromUserid: string,
  toUserid: string,
): Promise<
  | { readonly outcome: 'ok'; readonly found: ReadonlyMap<string, Found> }
  | { readonly outcome: 'later'; readonly retryAt: Date }
  | { readonly outcome: 'not-now' }
> {
  const found = new Map<string, Found>();
  let cursor = '';
  do {
    const answer = await call(
      ctx,
      { corpId },
      way === 'left' ? listLeaverTransfers : listTransfers,
      {
        body: {
          handover_userid: fromUserid,
          takeover_userid: toUserid,
          ...(cursor ? { cursor } : {}),
        },
      },
    );
    if (answer.outcome === 'later') return answer;
    if (answer.outcome === 'refused' && UNKNOWN_MEMBER.includes(answer.code)) break;
    if (answer.outcome !== 'ok') return { outcome: 'not-now' };
    for (const one of answer.reply.customer)
      found.set(one.external_userid, {
        status: one.status,
        takeoverAt: one.takeover_time * 1000,
      });
    cursor = answer.reply.next_cursor ?? '';
  } while (cursor);
  return { outcome: 'ok', found };
}
