import { useSyncExternalStore } from 'react';

/** A value outside React that screens can follow. */
export interface Store<T> {
  get: () => T;
  set: (next: T) => void;
  subscribe: (listener: () => void) => () => void;
}

export function createStore<T>(initial: T): Store<T> {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      if (Object.is(next, value)) return;
      value = next;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What of `Storage` is needed here; a browser may refuse it (private windows), then memory serves. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export function memoryShelf(): Shelf {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

let shelf: Shelf | undefined;

export function browserShelf(): Shelf {
  if (shelf) return shelf;
  try {
    localStorage.setItem('yuhang.probe', '1');
    localStorage.removeItem('yuhang.probe');
    shelf = localStorage;
  } catch {
    shelf = memoryShelf();
  }
  return shelf;
}

/** A store that survives a reload and follows other tabs. `parse` gets null when nothing was kept. */
export function keptStore<T extends string | null>(
  key: string,
  parse: (kept: string | null) => T,
): Store<T> {
  const store = createStore(parse(browserShelf().getItem(key)));
  if (typeof addEventListener === 'function')
    addEventListener('storage', (event) => {
      if (event.key === key) store.set(parse(event.newValue));
    });
  return {
    ...store,
    set: (next) => {
      if (next === null) browserShelf().removeItem(key);
      else browserShelf().setItem(key, next);
      store.set(next);
    },
  };
}

export const useStore = <T>(store: Store<T>): T =>
  useSyncExternalStore(store.subscribe, store.get, store.get);
