import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type FormEvent, useEffect, useId, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { accessErrors, signIn, signInOptions } from '#modules/org/contract.ts';
import { AppError } from '#platform/contract/errors.ts';
import { call, useCall } from '#platform/web/api.ts';
import { CallError } from '#platform/web/request.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { useLang, useText } from '#platform/web/text/lang.ts';
import { formatDuration } from '#platform/web/text/number.ts';
import { text } from '../text.ts';
import { DemoAccounts } from './DemoAccounts.tsx';
import { SignInFrame } from './SignInFrame.tsx';
import { returnPath, sessionKey, takeSeat } from './session.ts';
import styles from './sign-in.module.css';

const { codeNeeded, codeRefused, signInLocked } = accessErrors;
const is = (error: unknown, kind: () => AppError) =>
  error instanceof AppError && error.code === kind().code;

export function SignInPage() {
  const t = useText(text);
  const navigate = useNavigate();
  const client = useQueryClient();
  const [search] = useSearchParams();
  const options = useCall(signInOptions);
  const [account, setAccount] = useState('');
  const [password, setPassword] = useState('');
  const [bankCode, setBankCode] = useState('');
  const [code, setCode] = useState('');
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(() => {
    const failed = search.get('error');
    return failed ? new CallError(failed, 401) : null;
  });
  const id = useId();
  const returnTo = returnPath(search);
  const bankCodeNeeded = options.data?.bankCodeNeeded ?? false;
  const locked = useLockout(error);

  useEffect(() => {
    document.title = `${t('signIn')} · ${t('product')}`;
  }, [t]);

  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (busy || locked > 0) return;
    const fields = (event?.currentTarget as HTMLFormElement | undefined)?.querySelectorAll('input');
    const empty = [...(fields ?? [])].find((field) => field.value.trim() === '');
    if (empty) return empty.focus();
    setBusy(true);
    setError(null);
    try {
      const session = await call(signIn, {
        body: {
          account,
          password,
          ...(bankCode ? { bankCode } : {}),
          ...(asked && code ? { code } : {}),
        },
      });
      client.clear();
      client.setQueryData(sessionKey, session);
      takeSeat(session);
      // The workbench is a page of its own, not a room of the console.
      if (returnTo.startsWith('/m/')) location.replace(returnTo);
      else navigate(returnTo, { replace: true });
    } catch (refused) {
      setCode('');
      if (is(refused, codeNeeded)) setAsked(true);
      else setError(refused);
      if (!is(refused, codeNeeded) && !is(refused, codeRefused)) setAsked(false);
    } finally {
      setBusy(false);
    }
  };

  return (
    <SignInFrame bankName={options.data?.bankName ?? null} demo={options.data?.mode === 'demo'}>
      <form className={styles.form} onSubmit={submit}>
        <h1>
          {t(asked ? 'codeTitle' : returnTo.startsWith('/m/') ? 'signInWorkbench' : 'signInTitle')}
        </h1>
        {search.get('why') === 'ended' && error === null && !asked && (
          <Callout>{t('sessionEnded')}</Callout>
        )}
        {search.get('why') === 'out' && error === null && !asked && (
          <Callout tone="good">{t('signedOut')}</Callout>
        )}
        {asked ? (
          <CodeStep
            code={code}
            setCode={setCode}
            back={() => {
              setAsked(false);
              setPassword('');
              setError(null);
            }}
          />
        ) : (
          <>
            {bankCodeNeeded && (
              <div className={styles.field}>
                <label htmlFor={`${id}bank`}>{t('bankCode')}</label>
                <Input
                  id={`${id}bank`}
                  size="large"
                  value={bankCode}
                  autoComplete="organization"
                  onChange={(event) => setBankCode(event.target.value)}
                />
              </div>
            )}
            <div className={styles.field}>
              <label htmlFor={`${id}account`}>{t('account')}</label>
              <Input
                id={`${id}account`}
                name="username"
                size="large"
                autoFocus
                autoCapitalize="none"
                autoComplete="username"
                value={account}
                onChange={(event) => setAccount(event.target.value)}
              />
            </div>
            <div className={styles.field}>
              <label htmlFor={`${id}password`}>{t('password')}</label>
              <Input.Password
                id={`${id}password`}
                name="password"
                size="large"
                autoComplete="current-password"
                value={password}
                onChange={(event) => setPassword(event.target.value)}
              />
            </div>
          </>
        )}
        {locked > 0 ? (
          <LockedNote seconds={locked} />
        ) : (
          error !== null && !is(error, signInLocked) && <ErrorNote error={error} />
        )}
        <Button
          type="primary"
          size="large"
          htmlType="submit"
          block
          loading={busy}
          disabled={locked > 0}
        >
          {asked ? t('confirm') : t('signIn')}
        </Button>
        {!asked && (options.data?.oidc.length ?? 0) > 0 && (
          <>
            <div className={styles.or}>{t('or')}</div>
            {options.data?.oidc.map((way) => (
              <Button key={way.start} size="large" block href={withReturn(way.start, returnTo)}>
                {t('oidc', { name: way.name })}
              </Button>
            ))}
          </>
        )}
        {!asked && <p className={styles.lost}>{t('lostPassword')}</p>}
      </form>
      {options.isError && error === null && (
        <ErrorNote error={options.error} retry={() => options.refetch()} />
      )}
      {!asked && options.data?.mode === 'demo' && (
        <DemoAccounts
          accounts={options.data.demo}
          chosen={account}
          choose={(number) => {
            setAccount(number);
            document.getElementById(`${id}password`)?.focus();
          }}
        />
      )}
    </SignInFrame>
  );
}

const withReturn = (start: string, returnTo: string) =>
  `${start}${start.includes('?') ? '&' : '?'}returnTo=${encodeURIComponent(returnTo)}`;

function CodeStep({
  code,
  setCode,
  back,
}: {
  code: string;
  setCode: (code: string) => void;
  back: () => void;
}) {
  const t = useText(text);
  const id = useId();
  return (
    <>
      <div className={styles.field}>
        <label htmlFor={id}>{t('code')}</label>
        <Input
          id={id}
          size="large"
          autoFocus
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={20}
          className={styles.code ?? ''}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
        <small>{t('codeHint')}</small>
      </div>
      <button type="button" className={styles.link} onClick={back}>
        {t('useAnotherAccount')}
      </button>
    </>
  );
}

function LockedNote({ seconds }: { seconds: number }) {
  const t = useText(text);
  const lang = useLang();
  return <Callout tone="warn">{t('locked', { time: formatDuration(seconds, lang) })}</Callout>;
}

/** Seconds left of a lock-out, counting down; the form opens again by itself. */
function useLockout(error: unknown): number {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (!is(error, signInLocked)) return setLeft(0);
    const until = Date.now() + Number((error as AppError).details.retryAfter ?? 60) * 1000;
    const tick = () => setLeft(Math.max(0, Math.ceil((until - Date.now()) / 1000)));
    tick();
    const timer = setInterval(tick, 1000);
    return () => clearInterval(timer);
  }, [error]);
  return left;
}
