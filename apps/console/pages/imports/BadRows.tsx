import { useState } from 'react';
import { type BadRow, type ImportDetail, listImportProblems } from '#platform/contract/import.ts';
import { useCall } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { Pager } from '#platform/web/table/Pager.tsx';
import { RowCards } from '#platform/web/table/RowCards.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { usePhone } from '#platform/web/useMedia.ts';
import styles from './imports.module.css';
import { text } from './text.ts';

type Problem = ImportDetail['problems'][number];

/** Which rows are bad, cell by cell, by kind of problem. */
export function BadRows({ found }: { found: ImportDetail }) {
  const t = useText(text);
  const phrase = usePhrase();
  const phone = usePhone();
  const [only, setOnly] = useState<Problem | null>(null);
  const [page, setPage] = useState(1);
  const [size, setSize] = useState(20);
  const rows = useCall(
    listImportProblems,
    {
      params: { id: found.id },
      query: {
        page,
        size,
        ...(only ? { code: only.code, ...(only.column ? { column: only.column } : {}) } : {}),
      },
    },
    { keep: true },
  );
  const choose = (problem: Problem | null) => {
    setOnly(problem);
    setPage(1);
  };
  const List = phone ? RowCards : Ledger;
  return (
    <Section title={t('badRows')} hint={t('problemsHint')}>
      <ul className={styles.problems}>
        <li>
          <button type="button" aria-pressed={only === null} onClick={() => choose(null)}>
            <span>{t('allProblems')}</span>
            <small>{t('affected', { n: formatNumber(found.counts.bad) })}</small>
          </button>
        </li>
        {found.problems.map((problem) => (
          <li key={`${problem.column} ${problem.code}`}>
            <button type="button" aria-pressed={only === problem} onClick={() => choose(problem)}>
              <span>{phrase(problem.reason)}</span>
              <small>{t('affected', { n: formatNumber(problem.rows) })}</small>
            </button>
          </li>
        ))}
      </ul>
      {rows.isError && !rows.data ? (
        <ErrorNote error={rows.error} retry={() => rows.refetch()} />
      ) : (
        <>
          <List<BadRow>
            label={t('badRows')}
            rows={rows.data?.items ?? []}
            waiting={rows.isPending ? 5 : 0}
            stale={rows.isPlaceholderData}
            rowKey={(row) => String(row.row)}
            columns={[
              {
                key: 'row',
                title: t('row'),
                width: 90,
                render: (row) => t('rowNo', { n: row.row }),
              },
              {
                key: 'reason',
                title: t('reason'),
                wrap: true,
                render: (row) => (
                  <ul className={styles.reasons}>
                    {row.problems.map((problem) => (
                      <li key={`${problem.column} ${problem.code}`}>
                        <b>{problem.header ?? t('wholeRow')}</b>
                        {problem.value !== null && <code>{problem.value}</code>}
                        <span>{phrase(problem.reason)}</span>
                      </li>
                    ))}
                  </ul>
                ),
              },
            ]}
          />
          {rows.data && rows.data.total > 0 && (
            <Pager
              page={page}
              size={size}
              total={rows.data.total}
              onPage={setPage}
              onSize={(next) => {
                setSize(next);
                setPage(1);
              }}
            />
          )}
        </>
      )}
    </Section>
  );
}
