import { useCallback, useSyncExternalStore } from 'react';

/** Who holds which phone stands in the address, so that a pair can be kept and sent on. */
export interface Choice {
  readonly corp: string;
  readonly userid: string;
  readonly person: string;
  /** A name by which the first member is found; whoever is picked by hand comes before. */
  readonly rm: string;
  readonly lang: 'zh-CN' | 'en';
}

const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};
window.addEventListener('popstate', tell);

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

export function useChoice(): [Choice, (change: Partial<Choice>) => void] {
  const search = useSyncExternalStore(subscribe, () => window.location.search);
  const query = new URLSearchParams(search);
  const choice: Choice = {
    corp: query.get('corp') ?? '',
    userid: query.get('userid') ?? '',
    person: query.get('person') ?? '',
    rm: query.get('rm') ?? '',
    lang: query.get('lang') === 'en' ? 'en' : 'zh-CN',
  };
  const choose = useCallback((change: Partial<Choice>) => {
    const next = new URLSearchParams(window.location.search);
    for (const [key, value] of Object.entries(change)) {
      if (value) next.set(key, value);
      else next.delete(key);
    }
    window.history.replaceState(null, '', `?${next}`);
    tell();
  }, []);
  return [choice, choose];
}
