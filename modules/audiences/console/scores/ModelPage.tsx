import { App, Button } from 'antd';
import { Link, useParams } from 'react-router';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Facts, Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber, formatPercent } from '#platform/web/text/number.ts';
import {
  chooseModelVersion,
  getModel,
  listTopScored,
  type ModelId,
  modelSourceText,
  trainModel,
} from '../../contract.ts';
import { ModelQualityPart } from './ModelQuality.tsx';
import { ModelState } from './ModelState.tsx';
import { modelText } from './model-text.ts';
import { People } from './people.tsx';
import { Reasons } from './Reasons.tsx';
import { UploadScores } from './UploadScores.tsx';

type One = Reply<typeof getModel>;

/** One model: how good, what it looks at, whom it puts first, who relies on it. */
export default function ModelPage() {
  const t = useText(modelText);
  const { id } = useParams();
  const model = useCall(getModel, { params: { id: id as ModelId } }, { every: 5 });
  if (model.isPending) return <SkeletonPage />;
  if (model.isError)
    return (
      <Page title={t('models')} crumbs={[{ label: t('models'), to: '/audiences/models' }]}>
        <ErrorNote error={model.error} retry={() => model.refetch()} />
      </Page>
    );
  return <OneModel model={model.data} />;
}

function OneModel({ model }: { model: One }) {
  const t = useText(modelText);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const may = useMay()('audiences.score.manage');
  const train = useChange(trainModel);
  const { latest } = model;
  const used = model.versions.find((version) => version.inUse);
  return (
    <Page
      title={model.name}
      purpose={model.sentence}
      aside={<ModelState version={latest} />}
      crumbs={[{ label: t('models'), to: '/audiences/models' }, { label: model.name }]}
      actions={
        may &&
        model.source === 'trained' && (
          <Button
            loading={train.isPending}
            disabled={latest?.state === 'training'}
            onClick={async () => {
              await train.mutateAsync({ params: { id: model.id } });
              message.success(t('trainStarted'));
            }}
          >
            {t('train')}
          </Button>
        )
      }
    >
      {train.isError && <ErrorNote error={train.error} />}
      {latest?.state === 'training' && <Callout>{t('training', { no: latest.no })}</Callout>}
      {latest?.state === 'ready' && !latest.inUse && !used && (
        <Callout tone="warn" title={t('weak', { no: latest.no })}>
          {t('weakWhy', { auc: latest.quality?.auc.toFixed(2) ?? '—' })}
        </Callout>
      )}
      {latest?.state === 'failed' && (
        <Callout tone="bad" title={t('failed', { no: latest.no })}>
          {latest.failure?.includes('tooFewExamples') ? t('failedFew') : latest.failure}
        </Callout>
      )}
      <Facts
        items={[
          { label: t('source'), value: phrase(modelSourceText[model.source]) },
          { label: t('scored'), value: formatNumber(model.scored) },
          {
            label: t('scoredAt'),
            value: model.scoredAt ? <DateTime at={model.scoredAt} /> : t('noVersion'),
          },
          {
            label: t('uses'),
            value:
              model.uses.length === 0
                ? t('noUses')
                : model.uses.map(({ id, name }) => (
                    <Link key={id} to={`/audiences/${id}`} style={{ marginInlineEnd: 12 }}>
                      {name}
                    </Link>
                  )),
          },
        ]}
      />
      {may && model.source === 'uploaded' && <UploadScores model={model} />}
      {(used ?? latest)?.state === 'ready' && <ModelQualityPart version={(used ?? latest)!} />}
      {model.scored > 0 && <Top model={model} />}
      {used && used.weights.length > 0 && (
        <Section title={t('features')} hint={t('featuresHint')}>
          <Rows
            label={t('features')}
            density="dense"
            rows={used.weights}
            rowKey={({ feature }) => feature}
            columns={[
              { key: 'feature', title: t('feature'), render: ({ label }) => label },
              {
                key: 'weight',
                title: t('weight'),
                align: 'right',
                render: ({ weight }) => `${weight > 0 ? '+' : ''}${weight.toFixed(3)}`,
              },
            ]}
          />
        </Section>
      )}
      <Versions model={model} may={may} />
    </Page>
  );
}

function Top({ model }: { model: One }) {
  const t = useText(modelText);
  return (
    <Section title={t('top')} hint={t('topHint')}>
      <TopList model={model} />
    </Section>
  );
}

function TopList({ model }: { model: One }) {
  const t = useText(modelText);
  return (
    <People
      id="audiences.model-top"
      list={listTopScored}
      params={{ id: model.id }}
      query={{}}
      columns={[
        {
          key: 'value',
          title: t('chance'),
          align: 'right',
          render: (row) => formatPercent(row.value),
        },
        {
          key: 'reasons',
          title: t('reasons'),
          wrap: true,
          render: (row) => <Reasons reasons={row.reasons} />,
        },
      ]}
    />
  );
}

function Versions({ model, may }: { model: One; may: boolean }) {
  const t = useText(modelText);
  const { message } = App.useApp();
  const choose = useChange(chooseModelVersion);
  return (
    <Section title={t('versions')}>
      <Rows
        label={t('versions')}
        rows={model.versions}
        rowKey={({ no }) => String(no)}
        columns={[
          { key: 'no', title: t('version'), render: ({ no }) => `v${no}` },
          {
            key: 'state',
            title: t('state'),
            render: (version) =>
              version.inUse ? (
                <Status kind="active">{t('inUse')}</Status>
              ) : (
                <ModelState version={version} />
              ),
          },
          {
            key: 'auc',
            title: t('auc'),
            align: 'right',
            render: ({ quality }) => quality?.auc.toFixed(3) ?? '—',
          },
          {
            key: 'lift',
            title: t('lift'),
            align: 'right',
            render: ({ quality }) => (quality ? t('times', { n: quality.lift10.toFixed(1) }) : '—'),
          },
          { key: 'by', title: t('by'), render: ({ trainedBy }) => trainedBy },
          { key: 'at', title: t('at'), render: ({ trainedAt }) => <DateTime at={trainedAt} /> },
        ]}
        {...(may && model.source === 'trained'
          ? {
              rowActions: (version: One['versions'][number]) =>
                version.state === 'ready' &&
                !version.inUse && (
                  <Button
                    size="small"
                    onClick={async () => {
                      await choose.mutateAsync({
                        params: { id: model.id },
                        body: { no: version.no },
                      });
                      message.success(t('using'));
                    }}
                  >
                    {t('use')}
                  </Button>
                ),
            }
          : {})}
      />
    </Section>
  );
}
