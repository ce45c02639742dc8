import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { KindName } from './KindName.tsx';
import { text } from './text.ts';

export interface RefusalLine {
  readonly kind?: string;
  readonly source: string;
  readonly code: string;
  readonly field: string;
  readonly text: readonly [string, string];
  readonly count: number;
  readonly lastAt: string;
}

/** What was not taken, and why: the most frequent first. */
export function Refusals({
  rows,
  kinds = false,
}: {
  rows: readonly RefusalLine[];
  kinds?: boolean;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <Ledger<RefusalLine>
      label={t('refusals')}
      rows={rows}
      rowKey={(row) => `${row.kind} ${row.source} ${row.code} ${row.field}`}
      columns={[
        {
          key: 'reason',
          title: t('reason'),
          fixed: true,
          wrap: true,
          card: 'title',
          render: (row) => phrase(row.text),
        },
        ...(kinds
          ? [
              {
                key: 'kind',
                title: t('kind'),
                render: (row: RefusalLine) => <KindName kind={row.kind ?? ''} />,
              },
            ]
          : []),
        { key: 'source', title: t('source'), render: (row) => <code>{row.source}</code> },
        {
          key: 'count',
          title: t('times'),
          align: 'right',
          card: 'side',
          render: (row) => formatNumber(row.count),
        },
        { key: 'last', title: t('last'), render: (row) => <DateTime at={row.lastAt} /> },
      ]}
    />
  );
}
