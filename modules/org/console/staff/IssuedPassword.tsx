import { Button, Modal } from 'antd';
import { Facts } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { CopyText } from '#platform/web/show/CopyText.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { text } from './text.ts';

/** Shows a password once; it does not go away by a click beside it. */
export function IssuedPassword({
  issued,
  done,
}: {
  issued: { account: string; password: string } | null;
  done: () => void;
}) {
  const t = useText(text);
  return (
    <Modal
      open={issued !== null}
      title={t('issuedTitle')}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      width={440}
      footer={
        <Button type="primary" onClick={done}>
          {t('issuedDone')}
        </Button>
      }
    >
      {issued && (
        <div style={{ display: 'grid', gap: 16 }}>
          <Facts
            items={[
              { label: t('issuedAccount'), value: <CopyText text={issued.account} />, wide: true },
              { label: t('password'), value: <CopyText text={issued.password} />, wide: true },
            ]}
          />
          <Callout tone="warn">{t('issueOnce')}</Callout>
        </div>
      )}
    </Modal>
  );
}
