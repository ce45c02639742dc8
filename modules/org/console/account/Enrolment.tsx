import { App, Button, Input, Modal } from 'antd';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { call, useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { CopyText } from '#platform/web/show/CopyText.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { confirmTotp, enrolTotp } from '../../contract.ts';
import styles from './account.module.css';
import { text } from './text.ts';

const Code = z.object({ code: confirmTotp.body.shape.code });

/** A secret from the server, a first code from the phone, and the recovery codes, shown once. */
export function Enrolment({ open, close }: { open: boolean; close: () => void }) {
  const t = useText(text);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <>
      <Modal
        open={open && codes === null}
        title={t('enrolTitle')}
        onCancel={close}
        footer={null}
        width={440}
        destroyOnHidden
        mask={{ closable: false }}
      >
        {open && <Scan close={close} done={setCodes} />}
      </Modal>
      <RecoveryCodes
        codes={codes}
        done={() => {
          setCodes(null);
          close();
        }}
      />
    </>
  );
}

function Scan({ close, done }: { close: () => void; done: (codes: readonly string[]) => void }) {
  const t = useText(text);
  const [secret, setSecret] = useState<{ secret: string; qr: string } | null>(null);
  const [error, setError] = useState<unknown>(null);
  const confirm = useChange(confirmTotp);
  useEffect(() => {
    let left = false;
    call(enrolTotp)
      .then((begun) => !left && setSecret(begun))
      .catch((refused) => !left && setError(refused));
    return () => {
      left = true;
    };
  }, []);
  if (error !== null) return <ErrorNote error={error} />;
  if (!secret) return <SkeletonText lines={6} />;
  return (
    <div className={styles.enrol}>
      <p>{t('scan')}</p>
      <img
        className={styles.qr}
        alt={t('scan')}
        src={`data:image/svg+xml,${encodeURIComponent(secret.qr)}`}
      />
      <div className={styles.manual}>
        <small>{t('manual')}</small>
        <CopyText text={secret.secret} />
      </div>
      <FormPanel
        id="org.totp"
        schema={Code}
        initial={{}}
        submit={t('finish')}
        draft={false}
        compact
        onCancel={close}
        onSubmit={async (body) => {
          const { recoveryCodes } = await confirm.mutateAsync({ body });
          done(recoveryCodes);
        }}
      >
        <Field name="code" label={t('code')}>
          <Input
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={6}
            autoFocus
            className={styles.code ?? ''}
          />
        </Field>
      </FormPanel>
    </div>
  );
}

/** Shown once; does not go away by a click beside it. */
export function RecoveryCodes({
  codes,
  done,
}: {
  codes: readonly string[] | null;
  done: () => void;
}) {
  const t = useText(text);
  const { message } = App.useApp();
  return (
    <Modal
      open={codes !== null}
      title={t('recoveryTitle')}
      closable={false}
      keyboard={false}
      mask={{ closable: false }}
      width={440}
      footer={[
        <Button
          key="copy"
          onClick={async () => {
            await navigator.clipboard.writeText((codes ?? []).join('\n'));
            message.success(t('copied'));
          }}
        >
          {t('copyAll')}
        </Button>,
        <Button key="done" type="primary" onClick={done}>
          {t('kept')}
        </Button>,
      ]}
    >
      <p>{t('recoveryHint')}</p>
      <ul className={styles.codes}>
        {(codes ?? []).map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
    </Modal>
  );
}
