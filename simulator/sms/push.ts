import { randomBytes } from 'node:crypto';
import { smsSignature } from '#protocol/sms/gateway.ts';
import type { Sim } from '../wecom/core/sim.ts';
import type { SmsAccount, SmsAccounts } from './account.ts';
import { setTold, type Untold, untold } from './reply.store.ts';

const ANSWER_MS = 5_000;
/** After so long it tries again what was not taken; the last of them for ever. */
const AGAIN_MS = [1_000, 5_000, 30_000];

export interface SmsPushes {
  /** Tells every account what it was not told; true when nothing is left to tell now. */
  tell(): Promise<boolean>;
}

/** Outcomes and answers go to the bank by themselves, signed with its own secret, until it takes them. */
export function openPushes(
  sim: Pick<Sim, 'pool' | 'clock' | 'faults' | 'ids'>,
  accounts: SmsAccounts,
): SmsPushes {
  const failed = new Map<string, { times: number; next: number }>();
  let turn: Promise<unknown> = Promise.resolve();

  async function tellOne(appId: string, account: SmsAccount): Promise<boolean> {
    if (account.callbackUrl === null) return true;
    for (;;) {
      const news = await untold(sim.pool, appId, sim.clock.now());
      if (news.reports.length + news.replies.length === 0) return true;
      if ((failed.get(appId)?.next ?? 0) > Date.now()) return false;
      const fault = sim.faults.strike('sms.push', null, sim.ids.chance);
      if (fault || !(await sent(account.callbackUrl, account.secret, news))) {
        const times = (failed.get(appId)?.times ?? 0) + 1;
        const wait = AGAIN_MS[Math.min(times, AGAIN_MS.length) - 1]!;
        failed.set(appId, { times, next: Date.now() + wait });
        return false;
      }
      failed.delete(appId);
      await setTold(sim.pool, appId, news);
    }
  }

  return {
    tell() {
      const mine = turn.then(async () => {
        let all = true;
        for (const [appId, account] of accounts.all()) all = (await tellOne(appId, account)) && all;
        return all;
      });
      turn = mine.catch(() => {});
      return mine;
    },
  };
}

async function sent(url: string, secret: string, news: Untold): Promise<boolean> {
  const { pathname, search } = new URL(url);
  const part = {
    ...{ method: 'POST', path: `${pathname}${search}`, body: JSON.stringify(news) },
    ...{ time: new Date().toISOString(), nonce: randomBytes(12).toString('hex') },
  };
  try {
    const response = await fetch(url, {
      method: 'POST',
      redirect: 'error',
      headers: {
        'content-type': 'application/json',
        'x-time': part.time,
        'x-nonce': part.nonce,
        'x-signature': smsSignature(secret, part),
      },
      body: part.body,
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    return response.ok;
  } catch {
    return false;
  }
}
