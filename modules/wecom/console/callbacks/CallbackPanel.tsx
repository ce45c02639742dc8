import { App as AntApp, Button, Drawer } from 'antd';
import { useState } from 'react';
import { useCall, useChange } from '#platform/web/api.ts';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { Facts, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { CopyText } from '#platform/web/show/CopyText.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { type CallbackDetail, type Corp, getCallback, replayCallback } from '../../contract.ts';
import { callbackName, fieldNames } from '../parts/callback-words.ts';
import { CallbackStatus } from './CallbackStatus.tsx';
import styles from './callbacks.module.css';
import { text } from './text.ts';

/** One callback beside the list: when, how often, what it said, and once more by hand. */
export function CallbackPanel({
  corp,
  id,
  close,
}: {
  corp: Corp;
  id: string | null;
  close: () => void;
}) {
  const t = useText(text);
  const params = { id: corp.id, callbackId: id ?? '' };
  const answer = useCall(getCallback, { params }, { enabled: id !== null, every: 5 });
  return (
    <Drawer open={id !== null} onClose={close} size={600} title={t('detail')}>
      {id === null ? null : answer.isPending ? (
        <SkeletonText lines={8} />
      ) : answer.isError && !answer.data ? (
        <ErrorNote error={answer.error} retry={() => answer.refetch()} />
      ) : (
        <One corp={corp} callback={answer.data} />
      )}
    </Drawer>
  );
}

function One({ corp, callback }: { corp: Corp; callback: CallbackDetail }) {
  const t = useText(text);
  const phrase = usePhrase();
  const app = corp.apps.find(({ id }) => id === callback.appId);
  const official = [callback.event, callback.changeType].filter(Boolean).join(' / ');
  return (
    <div className={styles.panel}>
      <header className={styles.head}>
        <h2>{phrase(callbackName(callback.name))}</h2>
        <CallbackStatus state={callback.state} />
        <Replay corp={corp} callback={callback} />
      </header>
      {callback.problem && (
        <Callout tone={callback.state === 'failed' ? 'bad' : 'note'} title={t('problem')}>
          {callback.problem}
        </Callout>
      )}
      <Facts
        items={[
          { label: t('sentAt'), value: <DateTime at={callback.sentAt} style="second" /> },
          { label: t('receivedAt'), value: <DateTime at={callback.receivedAt} style="second" /> },
          { label: t('processedAt'), value: <DateTime at={callback.processedAt} style="second" /> },
          { label: t('app'), value: app?.name ?? '—' },
          {
            label: t('copies'),
            value: callback.copies === 1 ? t('once') : t('times', { n: callback.copies }),
          },
          { label: t('attempts'), value: t('times', { n: callback.attempts }) },
          ...(official ? [{ label: t('kind'), value: <code>{official}</code>, wide: true }] : []),
          { label: t('id'), value: <CopyText text={callback.id} />, wide: true },
        ]}
      />
      <Section title={t('content')} hint={callback.readable ? t('contentHint') : undefined}>
        {!callback.readable ? (
          <Callout tone="warn" title={t('unreadable')}>
            {t('unreadableHint')}
          </Callout>
        ) : callback.fields.length === 0 ? (
          <p>{t('noFields')}</p>
        ) : (
          <Facts
            items={callback.fields.map(({ name, value, masked }) => ({
              label: (
                <>
                  {fieldNames[name] ? phrase(fieldNames[name]) : name}{' '}
                  {fieldNames[name] && <code className={styles.name}>{name}</code>}
                </>
              ),
              value: (
                <span className={styles.value}>
                  <span className="figures">{value}</span>
                  {masked && <Tag>{t('masked')}</Tag>}
                </span>
              ),
            }))}
          />
        )}
      </Section>
    </div>
  );
}

function Replay({ corp, callback }: { corp: Corp; callback: CallbackDetail }) {
  const t = useText(text);
  const phrase = usePhrase();
  const may = useMay();
  const { message } = AntApp.useApp();
  const replay = useChange(replayCallback);
  const [open, setOpen] = useState(false);
  if (!may('wecom.corp.manage') || callback.state === 'received') return null;
  return (
    <>
      <Button
        type={callback.state === 'failed' ? 'primary' : 'default'}
        onClick={() => setOpen(true)}
      >
        {t('replay')}
      </Button>
      <Confirm
        open={open}
        close={() => setOpen(false)}
        title={t('replayTitle', { name: phrase(callbackName(callback.name)) })}
        consequences={[t('replayWhat'), t('replaySafe'), t('replayAudit')]}
        verb={t('replay')}
        reason={t('reason')}
        run={async (reason) => {
          const params = { id: corp.id, callbackId: callback.id };
          await replay.mutateAsync({ params, body: { reason } });
          message.success(t('replayed'));
        }}
      />
    </>
  );
}
