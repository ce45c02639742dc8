import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type { CallbackKeys, CallbackQuery } from '#protocol/wecom/callbacks/envelope.ts';
import { openCheck, openPush } from '#protocol/wecom/callbacks/envelope.ts';
import { pushKey, readPush } from '#protocol/wecom/callbacks/events.ts';
import { findListener, type Listener, setCallbackChecked } from '../corps/app.repo.ts';
import { hear } from '../mirror/hear.ts';
import type { WecomSettings } from '../settings.ts';
import { storeCallback } from './store.ts';

/** Pushes older than this are replays of somebody who listened on the way. */
const WINDOW_SECONDS = 300;
/** A demonstration's clock jumps by weeks while a push is on its way. */
const DEMO_WINDOW_SECONDS = 400 * 86_400;

const KEY = /^[\w-]{32}$/;

/** Whose address it is; null for an address that nobody was given, or whose corp is stopped. */
async function listenerAt(ctx: Ctx, key: string): Promise<Listener | null> {
  if (!KEY.test(key)) return null;
  const listener = await findListener(ctx, key);
  return listener?.active ? listener : null;
}

async function keysOf(
  ctx: Ctx,
  listener: Listener,
): Promise<(CallbackKeys & { current: boolean })[]> {
  return Promise.all(
    listener.keys.map(async ({ token, aesKey, current }) => ({
      token: await ctx.vault.decrypt('wecom.app.callback', token),
      encodingAesKey: await ctx.vault.decrypt('wecom.app.callback', aesKey),
      receiveid: listener.corpid,
      current,
    })),
  );
}

const optionsOf = (ctx: Ctx, { mode }: WecomSettings) => ({
  now: Math.floor(ctx.now().getTime() / 1000),
  windowSeconds: mode === 'demo' ? DEMO_WINDOW_SECONDS : WINDOW_SECONDS,
});

/** The check of the address: the plain text to answer with, or null. */
export async function answerCheck(
  anyone: Ctx,
  settings: WecomSettings,
  key: string,
  query: CallbackQuery,
): Promise<string | null> {
  const listener = await listenerAt(anyone, key);
  if (!listener) return null;
  const ctx = settings.ctxFor(listener.orgId);
  for (const keys of await keysOf(ctx, listener)) {
    const opened = openCheck(keys, query, optionsOf(ctx, settings));
    if (!opened.ok) continue;
    if (keys.current) await inTx(ctx, (ctx) => setCallbackChecked(ctx, listener.appId));
    return opened.message;
  }
  return null;
}

/**
 * A push: opened, stored with the order to work on it, and nothing else. False when it is not
 * WeCom's; what goes wrong with the store is thrown, so that WeCom sends again.
 */
export async function storePush(
  anyone: Ctx,
  settings: WecomSettings,
  key: string,
  query: CallbackQuery,
  body: string,
): Promise<boolean> {
  const listener = await listenerAt(anyone, key);
  if (!listener) return false;
  const ctx = settings.ctxFor(listener.orgId);
  for (const keys of await keysOf(ctx, listener)) {
    const opened = openPush(keys, query, body, optionsOf(ctx, settings));
    if (!opened.ok) continue;
    await store(ctx, settings, listener, opened.message, Number(query.timestamp));
    return true;
  }
  return false;
}

/** Even what cannot be read is kept: it was WeCom's, and a later version may know it. */
function store(
  ctx: Ctx,
  settings: WecomSettings,
  { orgId, corpId, appId }: Listener,
  message: string,
  at: number,
): Promise<void> {
  const read = readPush(message);
  const callback = {
    id: newId(ctx.now()),
    corpId,
    appId,
    key: read.ok ? read.push.key : pushKey(message),
    name: read.ok ? read.push.name : 'unreadable',
    sentAt: new Date((read.ok ? read.push.createTime : at) * 1000),
    message: ctx.vault.encrypt('wecom.callback.message', message),
    copies: 1,
  };
  const stale = read.ok ? hear(read.push).stale : [];
  return storeCallback(() => settings.ctxFor(orgId), orgId, callback, stale);
}
