import { useQueryClient } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { changePassword, confirmTotp, enrolTotp, type Session } from '#modules/org/contract.ts';
import { call, useChange } from '#platform/web/api.ts';
import { CopyText } from '#platform/web/show/CopyText.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { text } from '../text.ts';
import { SignInFrame } from './SignInFrame.tsx';
import { sessionKey } from './session.ts';
import styles from './sign-in.module.css';
import { useSignOut } from './sign-out.ts';

/** What the bank asks for before anything else opens: one's own password, then a second factor. */
export function FirstSteps({ session }: { session: Session }) {
  return (
    <SignInFrame bankName={session.bank.name} demo={session.mode === 'demo'}>
      {session.mustChangePassword ? <OwnPassword /> : <SecondFactor />}
      <Leave />
    </SignInFrame>
  );
}

function Leave() {
  const t = useText(text);
  const leave = useSignOut();
  return (
    <button type="button" className={styles.link} onClick={leave}>
      {t('useAnotherAccount')}
    </button>
  );
}

function OwnPassword() {
  const t = useText(text);
  const client = useQueryClient();
  const id = useId();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const change = useChange(changePassword, {
    onSuccess: (session) => client.setQueryData(sessionKey, session),
  });
  const differs = again !== '' && again !== next;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (next !== '' && next === again) change.mutate({ body: { current, next } });
  };
  const field = (
    name: string,
    label: string,
    value: string,
    set: (value: string) => void,
    complete: string,
    hint?: string,
  ) => (
    <div className={styles.field}>
      <label htmlFor={id + name}>{label}</label>
      <Input.Password
        id={id + name}
        size="large"
        value={value}
        autoComplete={complete}
        onChange={(event) => set(event.target.value)}
      />
      {hint && <small>{hint}</small>}
    </div>
  );
  return (
    <form className={styles.form} onSubmit={submit}>
      <h1>{t('firstPassword')}</h1>
      <p>{t('firstPasswordHint')}</p>
      {field('old', t('currentPassword'), current, setCurrent, 'current-password')}
      {field('new', t('newPassword'), next, setNext, 'new-password', t('newPasswordHint'))}
      {field(
        'again',
        t('repeatPassword'),
        again,
        setAgain,
        'new-password',
        differs ? t('repeatDiffers') : undefined,
      )}
      {change.isError && <ErrorNote error={change.error} />}
      <Button
        type="primary"
        size="large"
        htmlType="submit"
        block
        loading={change.isPending}
        disabled={current === '' || next === '' || next !== again}
      >
        {t('changePassword')}
      </Button>
    </form>
  );
}

function SecondFactor() {
  const t = useText(text);
  const client = useQueryClient();
  const id = useId();
  const [code, setCode] = useState('');
  const [started, setStarted] = useState<{ secret: string; qr: string } | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(null);
    try {
      await work();
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  };

  if (codes)
    return (
      <div className={styles.form}>
        <h1>{t('recoveryTitle')}</h1>
        <p>{t('recoveryHint')}</p>
        <div className={styles.codes}>
          {codes.map((recovery) => (
            <span key={recovery}>{recovery}</span>
          ))}
        </div>
        <Button
          type="primary"
          size="large"
          block
          onClick={() => client.invalidateQueries({ queryKey: sessionKey })}
        >
          {t('recoveryDone')}
        </Button>
      </div>
    );
  if (!started)
    return (
      <div className={styles.form}>
        <h1>{t('enrolTitle')}</h1>
        <p>{t('enrolHint')}</p>
        {error !== null && <ErrorNote error={error} />}
        <Button
          type="primary"
          size="large"
          block
          loading={busy}
          onClick={() => attempt(async () => setStarted(await call(enrolTotp)))}
        >
          {t('enrolTitle')}
        </Button>
        {busy && <SkeletonText lines={2} />}
      </div>
    );
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        attempt(async () => {
          const { recoveryCodes } = await call(confirmTotp, { body: { code: code.trim() } });
          setCodes(recoveryCodes);
        });
      }}
    >
      <h1>{t('enrolTitle')}</h1>
      <p>{t('enrolHint')}</p>
      <img
        className={styles.qr}
        alt={t('enrolHint')}
        src={`data:image/svg+xml,${encodeURIComponent(started.qr)}`}
      />
      <div className={styles.field}>
        <small>{t('enrolManual')}</small>
        <CopyText text={started.secret} />
      </div>
      <div className={styles.field}>
        <label htmlFor={id}>{t('code')}</label>
        <Input
          id={id}
          size="large"
          inputMode="numeric"
          autoComplete="one-time-code"
          maxLength={6}
          className={styles.code ?? ''}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </div>
      {error !== null && <ErrorNote error={error} />}
      <Button
        type="primary"
        size="large"
        htmlType="submit"
        block
        loading={busy}
        disabled={!/^\d{6}$/.test(code.trim())}
      >
        {t('enrol')}
      </Button>
    </form>
  );
}
