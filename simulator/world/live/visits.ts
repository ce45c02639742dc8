import type { Visit, Visited } from '../people/exchange.ts';

export interface VisitOptions {
  /** Origins of the product, besides this machine's addresses. Pages elsewhere are never opened. */
  readonly pages?: readonly string[];
  /** `send` opens the pages, `record` only says that they would be. */
  readonly mode?: 'send' | 'record';
  readonly concurrency?: number;
  readonly timeoutMs?: number;
  /** Told of every visit, also of those that are not sent. */
  readonly onVisit?: (visit: Visit) => void;
}

export interface Browsers {
  /** Opens the pages, a few at a time. */
  visit(visits: readonly Visit[]): Promise<Visited[]>;
  readonly counts: { sent: number; failed: number; recorded: number };
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;
const GONE = /已抢完|已领完|已结束|来晚了|名额已满/;
const HOPS = 6;
const READ_AT_MOST = 200_000;

/** WeChat's browser of everybody: real requests, with cookies that each keeps, signed in as themselves. */
export function openBrowsers(options: VisitOptions = {}): Browsers {
  const { pages = [], mode = 'send', concurrency = 8, timeoutMs = 10_000, onVisit } = options;
  const counts = { sent: 0, failed: 0, recorded: 0 };
  const jars = new Map<string, Map<string, string>>();
  const own = new Set(pages.map((page) => new URL(page).origin));
  const mayOpen = (url: URL) =>
    /^https?:$/.test(url.protocol) && (LOOPBACK.test(url.hostname) || own.has(url.origin));

  const jarOf = (person: string, { host }: URL) => {
    const key = `${person} ${host}`;
    const jar = jars.get(key) ?? new Map<string, string>();
    jars.set(key, jar);
    return jar;
  };

  async function open(visit: Visit): Promise<Visited> {
    const { person, userid, userAgent } = visit;
    let url = new URL(visit.url);
    for (let hop = 0; hop < HOPS; hop++) {
      const jar = jarOf(person, url);
      // Asked by WeChat who they are, they are themselves.
      const cookies = [...jar, ['sim_identity', encodeURIComponent(`person:${person}`)] as const];
      const response = await fetch(url, {
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          'user-agent': userAgent,
          accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
          'accept-language': 'zh-CN,zh;q=0.9',
          cookie: cookies.map(([name, value]) => `${name}=${value}`).join('; '),
        },
      });
      for (const line of response.headers.getSetCookie()) {
        const [name = '', value = ''] = line.split(';', 1)[0]!.split(/=(.*)/s);
        jar.set(name.trim(), value.trim());
      }
      const to = response.headers.get('location');
      if (response.status >= 300 && response.status < 400 && to) {
        await response.body?.cancel();
        url = new URL(to, url);
        if (!mayOpen(url)) return { person, userid, status: response.status, gone: false };
        continue;
      }
      const text = (await response.text()).slice(0, READ_AT_MOST);
      const gone = response.status === 410 || GONE.test(text);
      return { person, userid, status: response.status, gone };
    }
    throw new Error('too many redirects');
  }

  return {
    counts,
    async visit(visits) {
      const results: Visited[] = [];
      const queue = visits.filter((visit) => {
        onVisit?.(visit);
        const send = mode === 'send' && URL.canParse(visit.url) && mayOpen(new URL(visit.url));
        if (!send) counts.recorded++;
        return send;
      });
      let next = 0;
      const browse = async () => {
        while (next < queue.length) {
          const at = next++;
          try {
            results[at] = await open(queue[at]!);
            counts.sent++;
          } catch {
            counts.failed++;
          }
        }
      };
      await Promise.all(Array.from({ length: concurrency }, browse));
      return results.filter((r) => r !== undefined);
    },
  };
}
