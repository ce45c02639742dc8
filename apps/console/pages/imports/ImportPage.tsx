import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { AppError } from '#platform/contract/errors.ts';
import { getImport, type ImportDetail, type ImportId } from '#platform/contract/import.ts';
import { useCall } from '#platform/web/api.ts';
import { Steps } from '#platform/web/form/Wizard.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatBytes } from '#platform/web/text/number.ts';
import { ImportMapping } from './ImportMapping.tsx';
import { ImportPreview } from './ImportPreview.tsx';
import { ImportProgress } from './ImportProgress.tsx';
import { ImportResult } from './ImportResult.tsx';
import { ImportStatus } from './ImportStatus.tsx';
import { stepOf, useImportSteps } from './import-steps.ts';
import { text } from './text.ts';

const moving = (state: ImportDetail['state'] | undefined) =>
  state === 'checking' || state === 'applying';

/** One import from check to end; can be left and found again at this address. */
export default function ImportPage() {
  const t = useText(text);
  const { id } = useParams();
  const client = useQueryClient();
  const [fast, setFast] = useState(true);
  const found = useCall(getImport, { params: { id: id as ImportId } }, { every: fast ? 1 : 15 });
  const state = found.data?.state;
  useEffect(() => {
    setFast(moving(state));
    // What was imported shows wherever it is listed.
    if (state === 'done') client.invalidateQueries({ queryKey: ['org'] });
  }, [state, client]);
  if (found.isPending) return <SkeletonPage />;
  if (!found.data)
    return (
      <Page title={t('imports')} crumbs={[{ label: t('imports'), to: '/imports' }]}>
        <ErrorNote error={found.error} retry={() => found.refetch()} />
      </Page>
    );
  return <OneImport key={id} found={found.data} />;
}

function OneImport({ found }: { found: ImportDetail }) {
  const t = useText(text);
  const phrase = usePhrase();
  const navigate = useNavigate();
  const steps = useImportSteps();
  const [adjusting, setAdjusting] = useState(false);
  const step = adjusting ? 1 : stepOf[found.state];
  return (
    <Page
      title={t('importOf', { name: phrase(found.name) })}
      aside={<ImportStatus state={found.state} />}
      purpose={`${found.filename} · ${formatBytes(found.size)}`}
      crumbs={[{ label: t('imports'), to: '/imports' }, { label: found.filename }]}
      actions={
        (found.state === 'done' || found.state === 'failed' || found.state === 'cancelled') && (
          <Button type="primary" onClick={() => navigate(`/imports/new?kind=${found.kind}`)}>
            {t('another')}
          </Button>
        )
      }
    >
      <Steps
        steps={steps}
        current={step}
        {...(found.state === 'ready' && !adjusting
          ? { onStep: (to: number) => to === 1 && setAdjusting(true) }
          : {})}
      />
      {found.state === 'mapping' || adjusting ? (
        <ImportMapping
          found={found}
          done={() => setAdjusting(false)}
          {...(adjusting ? { cancel: () => setAdjusting(false) } : {})}
        />
      ) : found.state === 'checking' || found.state === 'applying' ? (
        <ImportProgress found={found} />
      ) : found.state === 'ready' ? (
        <ImportPreview found={found} adjust={() => setAdjusting(true)} />
      ) : found.state === 'done' ? (
        <ImportResult found={found} />
      ) : found.state === 'failed' ? (
        <Failed found={found} />
      ) : (
        <Callout title={t('cancelledTitle')}>{t('discardWhat')}</Callout>
      )}
    </Page>
  );
}

function Failed({ found }: { found: ImportDetail }) {
  const t = useText(text);
  const why = found.task?.error;
  if (!why) return <Callout tone="bad" title={t('failedTitle')} />;
  return <ErrorNote error={new AppError(why.code, 422, why.details)} title={t('failedTitle')} />;
}
