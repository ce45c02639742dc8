import { useMemo } from 'react';
import { Page } from '#platform/web/page/Page.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { Status, Tag } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable, type RowOf } from '#platform/web/table/DataTable.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { listRules, ruleGroups, ruleMarks } from '../../contract.ts';
import styles from '../compliance.module.css';
import { text } from './text.ts';

type Row = RowOf<typeof listRules>;

export default function RuleListPage() {
  const t = useText(text);
  return (
    <Page title={t('rules')} purpose={t('purpose')}>
      <DataTable
        id="compliance.rules"
        label={t('rules')}
        list={listRules}
        search={t('search')}
        filters={useFilters()}
        columns={useColumns()}
        rowKey={(rule) => rule.id}
        open={(rule) => `/compliance/rules/${rule.id}`}
        size={50}
        empty={<Empty title={t('none')}>{t('noneHint')}</Empty>}
      />
    </Page>
  );
}

function useFilters(): Filter[] {
  const t = useText(text);
  const phrase = usePhrase();
  return useMemo(
    () => [
      {
        kind: 'choice',
        key: 'group',
        label: t('group'),
        options: Object.entries(ruleGroups).map(([value, name]) => ({
          value,
          label: `${value} ${phrase(name)}`,
        })),
      },
      {
        kind: 'choice',
        key: 'checked',
        label: t('checkedBy'),
        options: [
          { value: 'yes', label: t('checkedYes') },
          { value: 'no', label: t('checkedNo') },
        ],
      },
      {
        kind: 'choice',
        key: 'marks',
        label: t('marks'),
        many: true,
        options: Object.entries(ruleMarks).map(([value, name]) => ({
          value,
          label: phrase(name),
        })),
      },
      {
        kind: 'choice',
        key: 'state',
        label: t('state'),
        options: [
          { value: 'on', label: t('on') },
          { value: 'off', label: t('off') },
        ],
      },
    ],
    [t, phrase],
  );
}

function useColumns(): Column<Row>[] {
  const t = useText(text);
  const phrase = usePhrase();
  return useMemo(
    () => [
      {
        key: 'rule',
        title: t('rule'),
        fixed: true,
        wrap: true,
        render: (rule) => (
          <span className={styles.rule}>
            <code>{rule.id}</code>
            <span>
              {phrase(rule.title)}
              <small>{phrase(rule.condition)}</small>
            </span>
          </span>
        ),
      },
      {
        key: 'group',
        title: t('group'),
        width: 180,
        render: (rule) => phrase(rule.groupName),
      },
      {
        key: 'marks',
        title: t('marks'),
        width: 150,
        render: (rule) => (
          <span className={styles.tags}>
            {rule.marks.map((mark) => (
              <Tag key={mark}>{phrase(ruleMarks[mark])}</Tag>
            ))}
          </span>
        ),
      },
      {
        key: 'checked',
        title: t('checkedBy'),
        width: 130,
        render: (rule) =>
          rule.uses.length > 0 ? (
            <Status kind="done">{t('checkedYes')}</Status>
          ) : (
            <Status kind="draft">{t('checkedNo')}</Status>
          ),
      },
      {
        key: 'refused',
        title: t('refused'),
        align: 'right',
        width: 110,
        render: (rule) =>
          rule.refusedThisMonth > 0 ? t('times', { n: formatNumber(rule.refusedThisMonth) }) : '—',
      },
      {
        key: 'state',
        title: t('state'),
        width: 90,
        card: 'side',
        render: (rule) => (
          <Status kind={rule.on ? 'active' : 'stopped'}>{t(rule.on ? 'on' : 'off')}</Status>
        ),
      },
    ],
    [t, phrase],
  );
}
