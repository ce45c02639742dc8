import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { type DataAsset, listDataAssets } from '../../contract.ts';
import styles from './rights.module.css';
import { text } from './text.ts';

const fates = {
  removed: 'willRemoved',
  anonymised: 'willAnonymised',
  kept: 'willKept',
  not_personal: 'willNotPersonal',
} as const satisfies Record<DataAsset['onErasure'], string>;

/** The inventory of data. */
export default function DataAssetsPage() {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const assets = useCall(listDataAssets);
  return (
    <Page title={t('assets')} purpose={t('assetsPurpose')}>
      {assets.isPending ? (
        <SkeletonText lines={12} />
      ) : assets.isError ? (
        <ErrorNote error={assets.error} retry={() => assets.refetch()} />
      ) : (
        <Rows
          label={t('assets')}
          rows={assets.data.items}
          rowKey={(asset) => asset.name}
          columns={[
            {
              key: 'title',
              title: t('dataSet'),
              render: (asset) => (
                <span className={styles.inline}>
                  {phrase(asset.title)} <code>{asset.name}</code>
                </span>
              ),
            },
            {
              key: 'class',
              title: t('dataClass'),
              card: 'side',
              render: (asset) => (
                <Tag tone={asset.dataClass === 'C2' ? 'warn' : 'plain'}>
                  {asset.dataClass === 'none' ? t('notPersonal') : asset.dataClass}
                </Tag>
              ),
            },
            { key: 'owner', title: t('owner'), render: (asset) => phrase(asset.owner) },
            {
              key: 'retention',
              title: t('retention'),
              wrap: true,
              render: (asset) => phrase(asset.retention),
            },
            {
              key: 'consumers',
              title: t('consumers'),
              wrap: true,
              render: (asset) => asset.consumers.map((one) => phrase(one)).join(comma) || '—',
            },
            {
              key: 'rows',
              title: t('rows'),
              align: 'right',
              render: (asset) => formatNumber(asset.rows),
            },
            { key: 'fate', title: t('onErasure'), render: (asset) => t(fates[asset.onErasure]) },
          ]}
        />
      )}
    </Page>
  );
}
