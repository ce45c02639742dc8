import { useMemo } from 'react';
import { Sparkline } from '#platform/web/chart/Sparkline.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import type { Filter } from '#platform/web/table/filter.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { type AudienceLine, audienceStates, audienceStateText } from '../../contract.ts';
import { AudienceStatus } from '../parts/AudienceStatus.tsx';
import { useGrowthSentence } from '../parts/growth-words.ts';
import { text } from '../text.ts';
import styles from './list.module.css';

export function useAudienceFilters(): Filter[] {
  const t = useText(text);
  const phrase = usePhrase();
  return useMemo(
    () => [
      {
        kind: 'choice',
        key: 'ready',
        label: t('readyOnly'),
        options: [
          { value: 'yes', label: t('readyYes') },
          { value: 'no', label: t('readyNo') },
        ],
      },
      {
        kind: 'choice',
        key: 'kind',
        label: t('kind'),
        options: [
          { value: 'rule', label: t('kindRule') },
          { value: 'list', label: t('kindList') },
        ],
      },
      {
        kind: 'choice',
        key: 'state',
        label: t('state'),
        many: true,
        options: audienceStates.map((value) => ({
          value,
          label: phrase(audienceStateText[value]),
        })),
      },
    ],
    [t, phrase],
  );
}

export function useAudienceColumns(): Column<AudienceLine>[] {
  const t = useText(text);
  const sentence = useGrowthSentence();
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('name'),
        fixed: true,
        sort: true,
        wrap: true,
        render: (audience) => (
          <span className={styles.name}>
            <span>
              {audience.name} {audience.ready && <Tag tone="accent">{t('ready')}</Tag>}
            </span>
            <small>{audience.kind === 'list' ? t('kindList') : audience.sentence}</small>
          </span>
        ),
      },
      {
        key: 'kind',
        title: t('kind'),
        width: 150,
        render: ({ kind, frozen }) => (
          <span className={styles.name}>
            <span>{t(kind === 'rule' ? 'kindRule' : 'kindList')}</span>
            {frozen > 0 && <small>{t('frozenTimes', { n: frozen })}</small>}
          </span>
        ),
      },
      {
        key: 'count',
        title: t('count'),
        sort: true,
        align: 'right',
        width: 130,
        render: ({ count, refreshedAt }) => (
          <span className={styles.figure}>
            <span className="figures">{count === null ? '—' : formatNumber(count)}</span>
            <small>
              {count === null ? t('notCounted') : <DateTime at={refreshedAt} show="relative" />}
            </small>
          </span>
        ),
      },
      {
        key: 'growth',
        title: t('growth'),
        width: 130,
        card: 'none',
        render: ({ growth, count }) =>
          count === null ? (
            '—'
          ) : (
            <Sparkline
              values={growth}
              sentence={sentence(growth)}
              width={104}
              height={28}
              hideSentence
            />
          ),
      },
      {
        key: 'uses',
        title: t('uses'),
        width: 90,
        render: ({ uses }) => (uses === 0 ? t('unused') : t('usedBy', { n: uses })),
      },
      {
        key: 'owner',
        title: t('owner'),
        render: (audience) => (audience.ready ? t('ownerProduct') : audience.createdBy.name),
      },
      { key: 'unit', title: t('unit'), hidden: true, render: (audience) => audience.unit.name },
      {
        key: 'state',
        title: t('state'),
        width: 110,
        card: 'side',
        render: ({ state }) => <AudienceStatus state={state} />,
      },
      {
        key: 'changedAt',
        title: t('changedAt'),
        hidden: true,
        sort: true,
        render: (audience) => <DateTime at={audience.changedAt} />,
      },
    ],
    [t, sentence],
  );
}
