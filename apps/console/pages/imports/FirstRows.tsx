import { type ImportDetail, listImportKinds } from '#platform/contract/import.ts';
import { useCall } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { text } from './text.ts';

/** The first rows as they would be imported; personal data masked. */
export function FirstRows({ found }: { found: ImportDetail }) {
  const t = useText(text);
  const phrase = usePhrase();
  const kind = useCall(listImportKinds).data?.items.find((one) => one.kind === found.kind);
  if (!kind || found.firstRows.length === 0) return null;
  const mapped = new Set(found.columns.map((column) => column.key));
  return (
    <Section title={t('firstRows')} hint={t('firstRowsHint')}>
      <Ledger
        label={t('firstRows')}
        rows={found.firstRows}
        rowKey={(row) => String(row.row)}
        density="dense"
        columns={[
          { key: 'row', title: t('row'), render: (row) => row.row },
          {
            key: 'state',
            title: t('state'),
            render: (row) => (
              <Status kind={row.bad ? 'failed' : 'done'}>{t(row.bad ? 'bad' : 'good')}</Status>
            ),
          },
          ...kind.columns
            .filter((column) => mapped.has(column.key))
            .map((column) => ({
              key: `column.${column.key}`,
              title: phrase(column.name),
              render: (row: ImportDetail['firstRows'][number]) => row.values[column.key] || '—',
            })),
        ]}
      />
    </Section>
  );
}
