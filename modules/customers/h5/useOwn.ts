import { useCallback, useEffect, useRef, useState } from 'react';
import type { Phrase } from '#platform/contract/text.ts';
import { OwnError } from './own-api.ts';
import { useLang, useSay, useTell } from './phone.ts';
import { words } from './words.ts';

export interface Own<T> {
  readonly data: T | null;
  readonly failed: string | null;
  readonly busy: boolean;
  readonly reload: () => void;
  /** Does something that answers the new state, says what was done, and shows it. */
  readonly act: (work: () => Promise<T>, done: Phrase) => Promise<boolean>;
}

/** What the server knows of the customer; the first time from the page itself where it stands there. */
export function useOwn<T>(load: () => Promise<T>, first?: () => T | null): Own<T> {
  const [data, setData] = useState<T | null>(() => first?.() ?? null);
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [lang] = useLang();
  const say = useSay();
  const tell = useTell();
  const had = useRef(data === null ? null : lang);
  const loading = useRef(load);
  loading.current = load;

  const reload = useCallback(() => {
    setFailed(null);
    loading.current().then(setData, (err) => {
      if (signedOut(err)) return;
      setFailed(codeOf(err));
    });
  }, []);
  // Names come from the server in the language of the phone.
  useEffect(() => {
    if (had.current === lang) return;
    had.current = lang;
    reload();
  }, [lang, reload]);

  const act = async (work: () => Promise<T>, done: Phrase) => {
    setBusy(true);
    try {
      setData(await work());
      tell(say(done));
      return true;
    } catch (err) {
      if (!signedOut(err)) {
        tell(errorText(say, codeOf(err)));
        reload();
      }
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { data, failed, busy, reload, act };
}

const codeOf = (err: unknown) => (err instanceof OwnError ? err.code : 'other');

/** The session is over: WeChat signs in again without asking, and comes back here. */
export function signedOut(err: unknown): boolean {
  if (!(err instanceof OwnError) || err.status !== 401) return false;
  location.assign(`/h5/sign-in?to=${encodeURIComponent(location.pathname)}`);
  return true;
}

export function errorText(say: ReturnType<typeof useSay>, code: string): string {
  const texts: Readonly<Record<string, Phrase>> = words.errors;
  return say(texts[code] ?? words.errors.other);
}
