import { keysFrom, newId, read, win, write } from './browser.ts';

export interface QueuedEvent {
  id: string;
  kind: string;
  at: number;
  subject?: string | undefined;
  amount?: number | undefined;
  properties?: Record<string, string | number | boolean> | undefined;
  /** Whose it is: a queue may outlive a visitor. */
  visitor: string;
  /** The bank's clock was not known yet when it happened. */
  raw?: 1 | undefined;
}

export type NewEvent = Omit<QueuedEvent, 'id' | 'at' | 'visitor'>;

export interface Sender {
  readonly url: string;
  readonly key: string;
  /** What every batch says of the visitor's consent; null while nothing may be sent. */
  consent(): object | null;
  visitor(): string;
}

interface Reply {
  now: number;
  refused: { id: string | null; code: string }[];
}

const PREFIX = 'yh.q.';
const OFFSET = 'yh.o';
const MOST = 500;
const AT_ONCE = 50;
const SOON_MS = 2_000;
const LONGEST_WAIT_MS = 300_000;
const SKEW_MS = 600_000;

/**
 * Events wait here until the server has said that it has them. They lie in the browser's storage, so
 * that a closed page or a tunnel loses nothing; what is sent twice the server knows by its id.
 */
export function createQueue(sender: Sender) {
  const mine = PREFIX + newId(Date.now());
  let waiting: QueuedEvent[] = [];
  let offset: number | null = null;
  let sending = false;
  let failures = 0;
  let timer = 0;

  const stored = read(OFFSET);
  if (stored) offset = +stored;

  const keep = () =>
    sender.consent() && write(mine, waiting.length ? JSON.stringify(waiting) : null);

  function learn(now: number): void {
    const known = Math.abs(now - Date.now()) < 2_000 ? 0 : now - Date.now();
    offset = known;
    write(OFFSET, `${known}`);
    for (const event of waiting) stamp(event);
  }

  /** From here on the time of the event is what it is, whatever is learned later. */
  function stamp(event: QueuedEvent): void {
    if (!event.raw) return;
    event.at += offset ?? 0;
    event.raw = undefined;
  }

  const body = (events: readonly QueuedEvent[]) =>
    JSON.stringify({
      ...sender.consent(),
      key: sender.key,
      visitor: events[0]?.visitor ?? sender.visitor(),
      sentAt: Date.now(),
      events: events.map(({ visitor: _, ...event }) => event),
    });

  /** The next to be sent, all of one visitor. */
  const next = (from: readonly QueuedEvent[]) =>
    from.filter(({ visitor }) => visitor === from[0]!.visitor).slice(0, AT_ONCE);

  function later(ms: number): void {
    clearTimeout(timer);
    timer = win.setTimeout(send, ms);
  }

  function send(): void {
    if (sending || !sender.consent() || (!waiting.length && offset !== null)) return;
    // The first request of a device asks for the time and brings nothing.
    const batch = offset === null ? [] : next(waiting);
    sending = true;
    fetch(sender.url, {
      method: 'POST',
      body: body(batch),
      headers: { 'content-type': 'text/plain' },
      credentials: 'omit',
      keepalive: true,
    })
      .then((response) => {
        if (response.ok) return response.json().then((reply: Reply) => settle(batch, reply));
        if (response.status === 429 || response.status >= 500) {
          again(+(response.headers.get('retry-after') || 0) * 1_000);
          return undefined;
        }
        // Not to be taken, however often it is sent.
        drop(batch);
        failures += 1;
        return undefined;
      })
      .catch(() => again(0))
      .then(() => {
        sending = false;
        if (!failures && waiting.length) later(waiting.length < AT_ONCE ? SOON_MS : 0);
      });
  }

  function again(atLeast: number): void {
    failures += 1;
    const wait = Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** failures * (0.5 + Math.random()));
    later(Math.max(atLeast, wait));
  }

  function drop(batch: readonly QueuedEvent[]): void {
    waiting = waiting.filter((event) => !batch.includes(event));
    keep();
  }

  function settle(batch: readonly QueuedEvent[], reply: Reply): void {
    failures = 0;
    const skew = reply.now - Date.now() - (offset ?? 0);
    const first = offset === null;
    learn(reply.now);
    drop(batch);
    if (first || Math.abs(skew) < SKEW_MS) return;
    // Refused because of a wrong clock, so never stored: they may be told with the right one.
    for (const event of batch)
      if (reply.refused.some(({ id, code }) => id === event.id && /Future|Old/.test(code)))
        waiting.push({ ...event, at: event.at + skew });
    keep();
  }

  return {
    add(event: NewEvent): void {
      const now = Date.now();
      waiting.push({
        ...event,
        id: newId(now),
        visitor: sender.visitor(),
        at: now + (offset ?? 0),
        raw: offset === null ? 1 : undefined,
      });
      if (waiting.length > MOST) waiting.shift();
      keep();
      if (!failures) later(waiting.length < AT_ONCE ? SOON_MS : 0);
    },
    /** Consent was given: what other pages left behind goes along. */
    open(): void {
      for (const key of keysFrom(PREFIX)) {
        if (key === mine) continue;
        try {
          waiting = (JSON.parse(read(key) || '[]') as QueuedEvent[]).concat(waiting).slice(-MOST);
        } catch {}
        write(key, null);
      }
      keep();
      send();
    },
    /** The page goes away: what the network takes now need not wait for the next page. */
    leave(): void {
      if (!sender.consent() || !waiting.length) return;
      const batch = next([...waiting].reverse());
      for (const event of batch) stamp(event);
      keep();
      if (navigator.sendBeacon) navigator.sendBeacon(sender.url, body(batch));
      else send();
    },
    clear(): void {
      waiting = [];
      for (const key of keysFrom(PREFIX)) write(key, null);
    },
    send,
  };
}
