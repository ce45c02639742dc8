import { useMemo } from 'react';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { useText } from '#platform/web/text/lang.ts';
import type { AuditLine } from '../../contract.ts';
import { useSubjectKindName } from './subject-kinds.ts';
import { text } from './text.ts';

export function useAuditColumns(): Column<AuditLine>[] {
  const t = useText(text);
  const kindName = useSubjectKindName();
  return useMemo(
    () => [
      {
        key: 'at',
        title: t('at'),
        card: 'side',
        width: 160,
        render: (line) => <DateTime at={line.at} style="second" />,
      },
      {
        key: 'action',
        title: t('action'),
        card: 'title',
        fixed: true,
        render: (line) => line.actionName,
      },
      {
        key: 'subject',
        title: t('subject'),
        render: (line) =>
          line.subject.name
            ? `${kindName(line.subject.kind)} · ${line.subject.name}`
            : kindName(line.subject.kind),
      },
      {
        key: 'actor',
        title: t('actor'),
        render: (line) => (line.actor.kind === 'staff' ? line.actor.name : t(line.actor.kind)),
      },
      { key: 'unit', title: t('unit'), render: (line) => line.unit?.name ?? t('wholeBank') },
      { key: 'reason', title: t('reason'), render: (line) => line.reason ?? '—' },
      { key: 'ip', title: t('ip'), card: 'none', render: (line) => line.ip ?? '—' },
      {
        key: 'seq',
        title: t('seq'),
        card: 'none',
        align: 'right',
        render: (line) => line.seq,
      },
    ],
    [t, kindName],
  );
}
