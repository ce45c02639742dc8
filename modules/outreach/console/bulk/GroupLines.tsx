import { Section } from '#platform/web/page/Page.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useMarks, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import type { ReachPreview } from '../../contract.ts';
import { text } from './text.ts';

type Line = ReachPreview['groups'][number];
const kinds = { allowed: 'done', deferred: 'waiting', refused: 'failed' } as const;

/** Each group: whether it gets the message, and why not; those that do not come first. */
export function GroupLines({ groups }: { groups: readonly Line[] }) {
  const t = useText(text);
  const marks = useMarks();
  return (
    <Section title={t('eachGroup')} hint={t('eachGroupHint')}>
      <Rows
        label={t('eachGroup')}
        density="dense"
        rows={[...groups]}
        rowKey={(row) => row.chatId}
        columns={[
          {
            key: 'name',
            title: t('group'),
            card: 'title',
            render: (row) => row.name || row.chatId,
          },
          {
            key: 'outcome',
            title: t('outcome'),
            card: 'side',
            render: (row) => (
              <Status kind={kinds[row.outcome]}>
                {t(
                  row.outcome === 'allowed'
                    ? 'reached'
                    : row.outcome === 'deferred'
                      ? 'deferred'
                      : 'refused',
                )}
              </Status>
            ),
          },
          { key: 'unit', title: t('ownerUnit'), render: (row) => row.unitName },
          {
            key: 'owner',
            title: t('owner'),
            render: (row) =>
              row.ownerOverCapacity ? `${row.ownerName} · ${t('overCapacity')}` : row.ownerName,
          },
          {
            key: 'customers',
            title: t('members'),
            align: 'right',
            render: (row) => formatNumber(row.customers),
          },
          {
            key: 'at',
            title: t('asksAt'),
            render: (row) =>
              row.outcome === 'refused' ? '—' : <DateTime at={row.until ?? row.plannedAt} />,
          },
          {
            key: 'why',
            title: t('why'),
            render: (row) => (row.why ? `${row.why}${row.rule ? marks.aside(row.rule) : ''}` : '—'),
          },
        ]}
      />
    </Section>
  );
}
