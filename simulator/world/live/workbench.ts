import { setTimeout as sleep } from 'node:timers/promises';
import type { DeskDeed, SeenItem, SeenList } from '../people/exchange.ts';

export interface WorkbenchOptions {
  /** Where the product listens. */
  readonly product: string;
  /** Where WeCom's sign-in page is: the simulator. */
  readonly simulator: string;
  readonly corp: string;
  readonly concurrency?: number;
  readonly timeoutMs?: number;
}

export interface Workbench {
  /** Does it as the buttons of the page do, and answers the lists that were opened. */
  work(deeds: readonly DeskDeed[]): Promise<SeenList[]>;
  /** By what was done: `look`, and each outcome. */
  readonly counts: Record<string, { done: number; refused: number }>;
}

/** What WeCom's own browser says of itself. */
const WECOM =
  'Mozilla/5.0 (Linux; Android 14; V2324A) AppleWebKit/537.36 wxwork/4.1.36 MicroMessenger/7.0.1';
const HOPS = 6;
const TRIES = 4;
const PAUSE_MS = 500;

interface Today {
  readonly items: readonly {
    readonly id: string;
    readonly version: number;
    readonly kind: SeenItem['kind'];
    readonly customer: { readonly id: number };
    readonly consideration: SeenItem['consideration'];
  }[];
}

/**
 * The product's workbench on the phones of the RMs: each signs in through WeCom as themselves and keeps
 * the session. Whoever the product does not let in finds nothing to do.
 */
export function openWorkbench(options: WorkbenchOptions): Workbench {
  const { product, simulator, corp, concurrency = 4, timeoutMs = 30_000 } = options;
  const counts: Record<string, { done: number; refused: number }> = {};
  const cookies = new Map<string, Map<string, string>>();
  const reachable = new Set([new URL(product).origin, new URL(simulator).origin]);

  const count = (name: string, ok: boolean) => {
    counts[name] ??= { done: 0, refused: 0 };
    counts[name][ok ? 'done' : 'refused']++;
  };

  async function ask(userid: string, url: URL, init: RequestInit = {}): Promise<Response> {
    const jar = cookies.get(userid) ?? new Map<string, string>();
    cookies.set(userid, jar);
    const own = url.origin === new URL(simulator).origin;
    const cookie = own
      ? `sim_identity=${encodeURIComponent(`staff:${userid}`)}`
      : [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { 'user-agent': WECOM, cookie, ...init.headers },
    });
    if (!own)
      for (const line of response.headers.getSetCookie()) {
        const [name = '', value = ''] = line.split(';', 1)[0]!.split(/=(.*)/s);
        jar.set(name.trim(), value.trim());
      }
    return response;
  }

  /** True when the product has let them in. */
  async function signIn(userid: string): Promise<boolean> {
    const query = new URLSearchParams({ corp, to: '/m/today' });
    let url = new URL(`/m/sign-in?${query}`, product);
    for (let hop = 0; hop < HOPS; hop++) {
      const response = await ask(userid, url);
      await response.body?.cancel();
      const to = response.headers.get('location');
      if (!to) return false;
      url = new URL(to, url);
      if (!reachable.has(url.origin) || url.pathname === '/m/sorry') return false;
      if (url.pathname === '/m/today') return true;
    }
    return false;
  }

  /** What a page of the workbench calls; signs in when that is needed, waits when the product is busy. */
  async function call(userid: string, path: string, body?: object): Promise<Response | null> {
    let signedIn = cookies.has(userid) || (await signIn(userid));
    for (let tries = 1; signedIn; tries++) {
      const response = await ask(userid, new URL(path, product), {
        headers: {
          'x-yuhang-csrf': '1',
          'x-yuhang-surface': 'workbench',
          ...(body ? { 'content-type': 'application/json' } : {}),
        },
        ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
      });
      const { status } = response;
      if (tries === TRIES || ![401, 429, 503].includes(status)) return response;
      await response.body?.cancel();
      if (status === 401) signedIn = await signIn(userid);
      else await sleep(PAUSE_MS * tries);
    }
    cookies.delete(userid);
    return null;
  }

  async function look(userid: string): Promise<SeenList | null> {
    const response = await call(userid, '/api/v1/workbench/today');
    if (!response?.ok) {
      await response?.body?.cancel();
      return null;
    }
    const { items } = (await response.json()) as Today;
    return {
      userid,
      items: items.map(({ id, version, kind, customer, consideration }) => ({
        ...{ id, version, kind, consideration },
        customer: customer.id,
      })),
    };
  }

  async function log(deed: DeskDeed & { do: 'log' }): Promise<boolean> {
    const { userid, item, version, outcome, lostReason, calledBack } = deed;
    const path = `/api/v1/workbench/items/${encodeURIComponent(item)}/outcome`;
    const said = {
      ...{ outcome, version },
      ...(lostReason ? { lostReason } : {}),
      ...(calledBack ? { calledBack } : {}),
    };
    const response = await call(userid, path, said);
    await response?.body?.cancel();
    return response?.ok ?? false;
  }

  /** What the product does not answer is not done: the item still stands there at the next look. */
  async function workOf(deeds: readonly DeskDeed[], lists: SeenList[]): Promise<void> {
    for (const deed of deeds)
      try {
        if (deed.do === 'log') count(deed.outcome, await log(deed));
        else {
          const list = await look(deed.userid);
          count('look', list !== null);
          if (list) lists.push(list);
        }
      } catch {
        count(deed.do === 'log' ? deed.outcome : 'look', false);
      }
  }

  return {
    counts,
    async work(deeds) {
      const lists: SeenList[] = [];
      const queue = [...Map.groupBy(deeds, ({ userid }) => userid).values()];
      const lane = async () => {
        for (let own = queue.shift(); own; own = queue.shift()) await workOf(own, lists);
      };
      await Promise.all(Array.from({ length: concurrency }, lane));
      // Whoever was answered first: what follows from it may not depend on that.
      return lists.sort((a, b) => (a.userid < b.userid ? -1 : a.userid > b.userid ? 1 : 0));
    },
  };
}
