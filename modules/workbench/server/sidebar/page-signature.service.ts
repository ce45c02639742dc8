import { callWecom, findSignInApp } from '#modules/wecom/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { getAppTicket, getCorpTicket, signJssdk } from '#protocol/wecom/endpoints/jssdk.ts';
import { workbenchErrors } from '../../contract/item.ts';
import { corpsOfBank } from '../customer/friendship.repo.ts';

/** WeCom's own addresses; a proxy or a stand-in of WeCom serves both scripts itself. */
const WECOM = 'https://qyapi.weixin.qq.com';
export const wecomScripts = [
  'https://res.wx.qq.com/open/js/jweixin-1.2.0.js',
  'https://open.work.weixin.qq.com/wwopen/js/jwxwork-1.0.0.js',
];

const scriptsOf = (baseUrl: string) =>
  baseUrl === WECOM ? wecomScripts : [new URL('/open/js/jweixin-1.2.0.js', baseUrl).href];

interface Held {
  readonly ticket: string;
  readonly until: number;
}

/** WeCom gives a ticket for two hours and only so many an hour; each process asks once in that time. */
const EARLY_MS = 10 * 60_000;
const held = new Map<string, Promise<Held>>();

/** Signatures for exactly this address, by the app in which colleagues sign in. */
export async function signPage(ctx: Ctx, url: string) {
  // A page that was opened in one of several corps says in which.
  const named = new URL(url).searchParams.get('corp');
  const corps = await corpsOfBank(ctx);
  const corp = corps.find(({ corpid }) => corpid === named) ?? corps[0];
  const app = corp ? await findSignInApp(ctx, corp.corpid) : null;
  if (!app || app.orgId !== ctx.orgId) throw workbenchErrors.noWecomApp();
  const via = { corpId: app.corpId, appId: app.appId };
  const corpTicket = await ticketOf(ctx, `corp:${app.appId}`, () =>
    callWecom(ctx, via, getCorpTicket, {}),
  );
  const appTicket = await ticketOf(ctx, `app:${app.appId}`, () =>
    callWecom(ctx, via, getAppTicket, { query: { type: 'agent_config' } }),
  );
  const at = Math.floor(ctx.now().getTime() / 1000);
  return {
    corpId: app.corpid,
    agentId: app.agentId,
    corp: signJssdk(corpTicket, url, at),
    agent: signJssdk(appTicket, url, at),
    scripts: scriptsOf(app.baseUrl),
  };
}

type TicketAnswer =
  | { readonly outcome: 'ok'; readonly reply: { ticket: string; expires_in: number } }
  | { readonly outcome: 'refused' | 'later' | 'unknown' };

async function ticketOf(ctx: Ctx, key: string, ask: () => Promise<TicketAnswer>): Promise<string> {
  const now = ctx.realNow().getTime();
  const known = await held.get(key)?.catch(() => null);
  if (known && known.until > now) return known.ticket;
  const asked = ask().then((answer) => {
    if (answer.outcome === 'refused') throw workbenchErrors.noWecomApp();
    if (answer.outcome !== 'ok') throw workbenchErrors.wecomLater();
    const { ticket, expires_in } = answer.reply;
    return { ticket, until: now + expires_in * 1000 - EARLY_MS };
  });
  held.set(key, asked);
  asked.catch(() => held.delete(key));
  return (await asked).ticket;
}
