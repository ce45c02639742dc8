import { useCallback, useSyncExternalStore } from 'react';
import type { ChatRow } from '../contract.ts';

/** What was read on which phone, kept in this browser. */
const KEY = 'phones.seen';
type Seen = Readonly<Record<string, number>>;

let seen: Seen = read();
const listeners = new Set<() => void>();

function read(): Seen {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}');
  } catch {
    return {};
  }
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

export function useSeen(phone: string) {
  const now = useSyncExternalStore(subscribe, () => seen);
  const look = useCallback(
    (what: string, upTo: number) => {
      const key = `${phone} ${what}`;
      if ((seen[key] ?? 0) >= upTo) return;
      seen = { ...seen, [key]: upTo };
      localStorage.setItem(KEY, JSON.stringify(seen));
      for (const listener of listeners) listener();
    },
    [phone],
  );
  const upTo = (what: string) => now[`${phone} ${what}`] ?? 0;
  const unread = (chat: ChatRow, me: string) =>
    chat.last !== null && chat.last.by !== me && chat.last.id > upTo(`${chat.kind} ${chat.id}`);
  return { look, unread, upTo };
}
