import { Button, Input, Modal, Segmented } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { confirmSession } from '#modules/org/contract.ts';
import { call } from '#platform/web/api.ts';
import { focusFirst } from '#platform/web/overlay/focus-first.ts';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { useStore } from '#platform/web/store.ts';
import { useText } from '#platform/web/text/lang.ts';
import { text } from '../text.ts';
import { useSession } from './session.ts';
import styles from './sign-in.module.css';
import { question } from './step-up.ts';

/** Comes up when the server wants to be sure who sits here; what was asked then goes on by itself. */
export function StepUpDialog() {
  const t = useText(text);
  const asked = useStore(question);
  return (
    <Modal
      open={asked !== null}
      title={t('confirmTitle')}
      footer={null}
      width={400}
      className="dialog-step-up"
      afterOpenChange={focusFirst('dialog-step-up')}
      destroyOnHidden
      zIndex={1200}
      onCancel={() => asked?.answer(false)}
    >
      {asked && <Proof done={() => asked.answer(true)} />}
    </Modal>
  );
}

function Proof({ done }: { done: () => void }) {
  const t = useText(text);
  const { data: session } = useSession();
  const id = useId();
  const [by, setBy] = useState<'password' | 'code'>(
    session?.hasPassword === false ? 'code' : 'password',
  );
  const [value, setValue] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const both = session?.hasPassword && session.totpEnabled;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await call(confirmSession, {
        body: by === 'password' ? { password: value } : { code: value.trim() },
      });
      done();
    } catch (refused) {
      setError(refused);
      setValue('');
      setBusy(false);
    }
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <p>{t('confirmHint')}</p>
      {both && (
        <Segmented
          block
          aria-label={t('confirmBy')}
          value={by}
          onChange={(next) => {
            setBy(next);
            setValue('');
          }}
          options={[
            { value: 'password' as const, label: t('password') },
            { value: 'code' as const, label: t('code') },
          ]}
        />
      )}
      <div className={styles.field}>
        <label htmlFor={id}>{by === 'password' ? t('password') : t('code')}</label>
        {by === 'password' ? (
          <Input.Password
            id={id}
            autoComplete="current-password"
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        ) : (
          <Input
            id={id}
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={20}
            value={value}
            onChange={(event) => setValue(event.target.value)}
          />
        )}
      </div>
      {error !== null && <ErrorNote error={error} />}
      <Button type="primary" htmlType="submit" block loading={busy} disabled={value === ''}>
        {t('confirm')}
      </Button>
    </form>
  );
}
