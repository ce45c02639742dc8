import { createContext, useCallback, useContext, useEffect, useRef, useState } from 'react';
import type { Phrase } from '#platform/contract/text.ts';
import { useLang, useSay, useTell } from './phone.ts';
import { PhoneError } from './send.ts';
import { phoneWords } from './words.ts';

/** Where these pages sign in, and what their refusals mean in words. */
export interface Door {
  readonly signIn: string;
  readonly errors: Readonly<Record<string, Phrase>>;
}
export const PhoneDoor = createContext<Door>({ signIn: '/', errors: {} });

export interface Loaded<T> {
  readonly data: T | null;
  readonly failed: string | null;
  readonly busy: boolean;
  readonly reload: () => void;
  /** Does something that answers the new state, says what was done, and shows it. */
  readonly act: (work: () => Promise<T>, done: Phrase) => Promise<boolean>;
}

/** What the server knows; the first time from the page itself where it stands there. */
export function useLoaded<T>(load: () => Promise<T>, first?: () => T | null): Loaded<T> {
  const [data, setData] = useState<T | null>(() => first?.() ?? null);
  const [failed, setFailed] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [lang] = useLang();
  const say = useSay();
  const tell = useTell();
  const door = useContext(PhoneDoor);
  const had = useRef(data === null ? null : lang);
  const loading = useRef(load);
  loading.current = load;

  const reload = useCallback(() => {
    setFailed(null);
    loading.current().then(setData, (err) => {
      if (signedOut(err, door)) return;
      setFailed(codeOf(err));
    });
  }, [door]);
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
      if (!signedOut(err, door)) {
        tell(say(errorText(codeOf(err), door)));
        reload();
      }
      return false;
    } finally {
      setBusy(false);
    }
  };
  return { data, failed, busy, reload, act };
}

export const codeOf = (err: unknown) => (err instanceof PhoneError ? err.code : 'other');

/** The session is over: the sign-in comes back here, mostly without asking. */
export function signedOut(err: unknown, { signIn }: Door): boolean {
  if (!(err instanceof PhoneError) || err.status !== 401) return false;
  const wanted = new URLSearchParams(location.search);
  wanted.set('to', `${location.pathname}${location.search}`);
  location.assign(`${signIn}?${wanted}`);
  return true;
}

export const errorText = (code: string, { errors }: Door): Phrase =>
  errors[code] ?? (code === 'offline' ? phoneWords.errors.offline : phoneWords.errors.other);
