import { Button } from 'antd';
import { useNavigate } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { listModels, modelSourceText } from '../../contract.ts';
import { ModelState } from './ModelState.tsx';
import { modelText } from './model-text.ts';

export default function ModelListPage() {
  const t = useText(modelText);
  const phrase = usePhrase();
  const navigate = useNavigate();
  const may = useMay();
  const models = useCall(listModels);
  const create = may('audiences.score.manage') && (
    <Button type="primary" onClick={() => navigate('/audiences/models/new')}>
      {t('create')}
    </Button>
  );
  if (models.isPending) return <SkeletonPage />;
  return (
    <Page title={t('models')} purpose={t('modelsPurpose')} actions={create}>
      {models.isError ? (
        <ErrorNote error={models.error} retry={() => models.refetch()} />
      ) : models.data.items.length === 0 ? (
        <Empty title={t('none')} action={create}>
          {t('noneHint')}
        </Empty>
      ) : (
        <Rows
          label={t('models')}
          rows={models.data.items}
          rowKey={({ id }) => id}
          onOpen={({ id }) => navigate(`/audiences/models/${id}`)}
          columns={[
            { key: 'name', title: t('name'), render: (model) => model.name },
            { key: 'what', title: t('what'), wrap: true, render: (model) => model.sentence },
            {
              key: 'source',
              title: t('source'),
              render: (model) => phrase(modelSourceText[model.source]),
            },
            {
              key: 'state',
              title: t('state'),
              render: (model) => <ModelState version={model.latest} />,
            },
            {
              key: 'lift',
              title: t('lift'),
              align: 'right',
              render: ({ latest }) =>
                latest?.quality
                  ? t('times', { n: latest.quality.lift10.toFixed(1) })
                  : t('unmeasured'),
            },
            {
              key: 'scored',
              title: t('scored'),
              align: 'right',
              render: (model) => formatNumber(model.scored),
            },
            {
              key: 'scoredAt',
              title: t('scoredAt'),
              render: (model) => (model.scoredAt ? <DateTime at={model.scoredAt} /> : '—'),
            },
          ]}
        />
      )}
    </Page>
  );
}
