import { Modal } from 'antd';
import { CopyText } from '#platform/web/show/CopyText.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { collectPaths, type Site } from '../../contract.ts';
import styles from '../parts/parts.module.css';
import { text } from './text.ts';

/** What to put into a page, or to send from a system, to the address this console is opened at. */
export function InstallDialog({
  site,
  script,
  close,
}: {
  site: Site | null;
  script: string;
  close: () => void;
}) {
  const t = useText(text);
  return (
    <Modal
      open={site !== null}
      title={t('installTitle', { name: site?.name ?? '' })}
      onCancel={close}
      footer={null}
      width={720}
    >
      {site && (
        <div className={styles.steps}>
          {site.kind === 'server' ? (
            <Step words={t('installServer')} code={serverCall(site)} />
          ) : (
            <>
              <Step words={t('installPage')} code={tag(site, script)} />
              <Step
                words={t('installConsent')}
                code="yuhang.consent(true, 'privacy-1');   // 不同意：yuhang.consent(false)"
              />
              <Step
                words={t('installOwn')}
                code="yuhang.track('activity.joined', { subject: 'spring-draw' });"
              />
            </>
          )}
        </div>
      )}
    </Modal>
  );
}

function Step({ words, code }: { words: string; code: string }) {
  return (
    <div>
      <p>{words}</p>
      <pre className={styles.snippet}>{code}</pre>
      <CopyText text={code} shown="" />
    </div>
  );
}

const tag = (site: Site, script: string) =>
  `<script async src="${location.origin}${script}" data-key="${site.key}" data-consent="ask"></script>`;

const serverCall = (site: Site) => `POST ${location.origin}${collectPaths.serverEvents}
content-type: application/json
x-yuhang-key: ${site.key}
x-yuhang-timestamp: 1795305600
x-yuhang-signature: v1=<hex hmac-sha256(secret, timestamp + "." + body)>

{"events":[{"id":"01993a1c-1381-7234-8567-8138123456ab","kind":"transaction.made",
  "at":"2026-11-22T10:00:00+08:00","amount":12.5,
  "identity":{"kind":"bank_no","value":"…"},
  "properties":{"category":"餐饮"}}]}`;
