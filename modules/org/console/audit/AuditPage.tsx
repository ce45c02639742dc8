import { Tag as AntTag, Button } from 'antd';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { FilterBar } from '#platform/web/table/FilterBar.tsx';
import { type Filter, filterQuery } from '#platform/web/table/filter.ts';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { RowCards } from '#platform/web/table/RowCards.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { usePhone } from '#platform/web/useMedia.ts';
import { listAudit, listAuditActions } from '../../contract.ts';
import { AuditEntry } from './AuditEntry.tsx';
import { AuditExport } from './AuditExport.tsx';
import styles from './audit.module.css';
import { useAuditColumns } from './audit-columns.tsx';
import { readAuditFilters, writeAuditFilters } from './audit-filters.ts';
import { ChainState } from './ChainState.tsx';
import { useSubjectKindName } from './subject-kinds.ts';
import { text } from './text.ts';

/** A ledger that only grows: read from the newest backwards. */
export default function AuditPage() {
  const t = useText(text);
  const may = useMay();
  const phone = usePhone();
  const [search, setSearch] = useSearchParams();
  const [exporting, setExporting] = useState(false);
  const state = useMemo(() => readAuditFilters(search), [search]);
  const filters = useAuditFilters();
  const query = {
    ...filterQuery(filters, state.chosen),
    ...(state.q ? { q: state.q } : {}),
  };
  const entries = useCall(
    listAudit,
    { query: { ...query, ...(state.before ? { before: state.before } : {}) } },
    { keep: true },
  );
  const columns = useAuditColumns();
  const entry = Number(search.get('entry')) || null;
  const open = (seq: number | null) =>
    setSearch((now) => {
      const next = new URLSearchParams(now);
      if (seq === null) next.delete('entry');
      else next.set('entry', String(seq));
      return next;
    });
  const ask = (chosen: typeof state.chosen, q: string) =>
    setSearch(writeAuditFilters(chosen, q), { replace: true });
  const List = phone ? RowCards : Ledger;
  const items = entries.data?.items ?? [];
  const filtered = Object.keys(state.chosen).length > 0 || state.q !== '';
  return (
    <Page
      title={t('audit')}
      purpose={t('auditPurpose')}
      actions={
        may('org.audit.export') && <Button onClick={() => setExporting(true)}>{t('export')}</Button>
      }
    >
      <ChainState />
      <div className={styles.table}>
        <FilterBar
          filters={filters}
          chosen={state.chosen}
          onChange={(chosen) => ask(chosen, chosen === state.chosen ? state.q : state.q)}
          search={t('search')}
          q={state.q}
          onSearch={(q) => q !== state.q && ask(state.chosen, q)}
        />
        {entries.isError && !entries.data ? (
          <ErrorNote error={entries.error} retry={() => entries.refetch()} />
        ) : (
          <>
            <List
              label={t('list')}
              columns={columns}
              rows={items}
              waiting={entries.isPending ? 10 : 0}
              stale={entries.isPlaceholderData}
              rowKey={(line) => String(line.seq)}
              onOpen={(line) => open(line.seq)}
            />
            {entries.isSuccess && items.length === 0 && (
              <Empty {...(filtered ? {} : { title: t('empty') })}>
                {!filtered && t('emptyHint')}
              </Empty>
            )}
            <div className={styles.steps}>
              {state.before && (
                <Button onClick={() => setSearch(writeAuditFilters(state.chosen, state.q))}>
                  {t('newest')}
                </Button>
              )}
              {entries.data?.next ? (
                <Button
                  loading={entries.isPlaceholderData}
                  onClick={() =>
                    setSearch(
                      writeAuditFilters(state.chosen, state.q, entries.data?.next ?? undefined),
                    )
                  }
                >
                  {t('older')}
                </Button>
              ) : (
                items.length > 0 && <span>{t('endReached')}</span>
              )}
            </div>
          </>
        )}
      </div>
      <AuditEntry seq={entry} close={() => open(null)} open={open} />
      <AuditExport open={exporting} close={() => setExporting(false)} query={query} />
    </Page>
  );
}

function useAuditFilters(): Filter[] {
  const t = useText(text);
  const kindName = useSubjectKindName();
  const occurring = useCall(listAuditActions).data;
  return useMemo(() => {
    const only = (key: string, label: string): Filter => ({
      kind: 'own',
      key,
      label,
      say: () => label,
      render: (value, set) =>
        value && (
          <AntTag closable onClose={() => set(undefined)}>
            {label}
          </AntTag>
        ),
    });
    return [
      { kind: 'dates', key: 'dates', label: t('dates'), from: 'from', to: 'to' },
      { kind: 'text', key: 'actor', label: t('actorName') },
      {
        kind: 'choice',
        key: 'action',
        label: t('action'),
        many: true,
        options: (occurring?.actions ?? []).map(({ action, name }) => ({
          value: action,
          label: name,
        })),
      },
      {
        kind: 'choice',
        key: 'subjectKind',
        label: t('subjectKind'),
        options: (occurring?.subjectKinds ?? []).map((value) => ({
          value,
          label: kindName(value),
        })),
      },
      { kind: 'unit', key: 'unitId', label: t('unit') },
      only('actorId', t('onlyActor')),
      only('subjectId', t('onlySubject')),
    ];
  }, [t, kindName, occurring]);
}
