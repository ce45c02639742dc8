import { Button } from 'antd';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { useCall, useChange } from '#platform/web/api.ts';
import { ProgressLine } from '#platform/web/chart/Ring.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { CopyText } from '#platform/web/show/CopyText.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { useText } from '#platform/web/text/lang.ts';
import {
  type Connection,
  type Corp,
  type CorpId,
  getConnection,
  getCorp,
  testConnection,
} from '../../contract.ts';
import { corpPath } from '../parts/CorpFrame.tsx';
import { ConnectSteps } from './ConnectSteps.tsx';
import styles from './connect.module.css';
import { openStep } from './open-step.ts';
import { text } from './text.ts';

/** Leads bank IT through a real corp; what is done stays done, whoever goes on with it. */
export default function ConnectPage() {
  const t = useText(text);
  const params = { id: useParams().id as CorpId };
  const corp = useCall(getCorp, { params });
  // WeCom checks the address while the page is open: the step turns by itself.
  const connection = useCall(getConnection, { params }, { every: 4 });
  const error = corp.error ?? connection.error;
  if (error && !(corp.data && connection.data))
    return (
      <Page title={t('wizard')} crumbs={[{ label: t('corps'), to: '/wecom' }]}>
        <ErrorNote
          error={error}
          retry={() => Promise.all([corp.refetch(), connection.refetch()])}
        />
      </Page>
    );
  if (!corp.data || !connection.data) return <SkeletonPage />;
  return <Wizard key={params.id} corp={corp.data} connection={connection.data} />;
}

function Wizard({ corp, connection }: { corp: Corp; connection: Connection }) {
  const t = useText(text);
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const test = useChange(testConnection);
  const params = { id: corp.id };
  const { steps } = connection;
  const open = openStep(steps, search.get('step'));
  const done = steps.filter(({ state }) => state === 'done').length;
  const sentence = t('progress', { all: steps.length, done });
  return (
    <Page
      title={`${t('wizard')} · ${corp.name}`}
      purpose={t('purpose')}
      width="reading"
      crumbs={[
        { label: t('corps'), to: '/wecom' },
        { label: corp.name, to: corpPath(corp.id) },
        { label: t('wizard') },
      ]}
      actions={
        <Button
          type={connection.complete ? 'default' : 'primary'}
          loading={test.isPending}
          disabled={corp.apps.length === 0}
          onClick={() => test.mutate({ params })}
        >
          {t('test')}
        </Button>
      }
    >
      <div className={styles.progress}>
        <ProgressLine
          share={done / steps.length}
          tone={connection.complete ? 'good' : 'accent'}
          sentence={sentence}
        />
        <p>
          <span>{sentence}</span>
          <span>
            {test.isPending ? (
              t('testing')
            ) : connection.testedAt ? (
              <>
                {t('testedAt')} <DateTime at={connection.testedAt} />
              </>
            ) : (
              t('neverTested')
            )}
          </span>
        </p>
      </div>
      {test.error && <ErrorNote error={test.error} />}
      {connection.complete && (
        <Callout
          tone="good"
          title={t('completeTitle')}
          action={
            <Button onClick={() => navigate(corpPath(corp.id, 'sync'))}>{t('toSync')}</Button>
          }
        >
          {t('completeHint')}
        </Callout>
      )}
      <PublicUrl url={connection.publicUrl} />
      <ConnectSteps
        corp={corp}
        steps={steps}
        open={open}
        onOpen={(step) => setSearch({ step: step ?? 'none' }, { replace: true })}
        test={() => test.mutateAsync({ params })}
        testing={test.isPending}
      />
    </Page>
  );
}

/** Events need an address that WeCom reaches; said before the step that needs it. */
function PublicUrl({ url }: { url: string | null }) {
  const t = useText(text);
  if (url === null)
    return (
      <Callout tone="warn" title={t('noUrlTitle')}>
        <p>{t('noUrlHint')}</p>
        <CopyText text="YUHANG_PUBLIC_URL=https://" />
      </Callout>
    );
  if (!url.startsWith('https://'))
    return (
      <Callout tone="note" title={t('notHttps')}>
        {t('notHttpsHint', { url })}
      </Callout>
    );
  return null;
}
