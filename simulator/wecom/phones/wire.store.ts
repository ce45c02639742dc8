import { readPush } from '#protocol/wecom/callbacks/events.ts';
import { rows } from '../core/db.ts';
import type { Work } from '../core/sim.ts';
import type { WireEntry } from './contract.ts';

const SHOWN = 40;

/** What the apps said to the platform and what it told them, newest first. */
export async function findWire({ sim, corp, db }: Work): Promise<WireEntry[]> {
  const calls = sim.calls
    .recent(SHOWN * 5)
    .filter((call) => call.corpId === corp.corpId)
    .map(
      (call, i): WireEntry => ({
        id: `c${call.at}.${call.endpoint}.${i}`,
        way: 'call',
        name: call.endpoint,
        note: call.errcode === 0 ? `${Math.round(call.ms)} ms` : `errcode ${call.errcode}`,
        ok: call.errcode === 0,
        at: call.at,
      }),
    );
  const told = await rows<{
    id: number;
    message: string;
    created_at: number;
    state: string;
    status: number | null;
    attempts: number;
  }>(
    db,
    `select id, message, created_at, state, status, attempts from outbox
      where corp_id = $1 order by id desc limit ${SHOWN}`,
    [corp.corpId],
  );
  const callbacks = told.map((push): WireEntry => {
    const read = readPush(push.message);
    return {
      id: `o${push.id}`,
      way: 'callback',
      name: read.ok ? read.push.name : '?',
      note: [push.state, push.status, push.attempts > 1 ? `×${push.attempts}` : null]
        .filter((part) => part !== null)
        .join(' '),
      ok: push.state === 'delivered' ? true : push.state === 'waiting' ? null : false,
      at: push.created_at,
    };
  });
  return together([...calls, ...callbacks].toSorted((a, b) => b.at - a.at)).slice(0, SHOWN);
}

/** The same call many times in a row is one line. */
function together(entries: readonly WireEntry[]): WireEntry[] {
  const shown: (WireEntry & { times: number })[] = [];
  for (const entry of entries) {
    const last = shown.at(-1);
    const same = last && last.way === 'call' && last.name === entry.name && last.ok === entry.ok;
    if (same && entry.way === 'call') last.times += 1;
    else shown.push({ ...entry, times: 1 });
  }
  return shown.map(({ times, ...entry }) =>
    times === 1 ? entry : { ...entry, note: `${entry.note} · ×${times}` },
  );
}
