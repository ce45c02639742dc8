import { useMemo } from 'react';
import { StaffSelect } from '#modules/org/console/index.ts';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import type { Column } from '#platform/web/table/column.ts';
import type { Filter } from '#platform/web/table/filter.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import type { CustomerHead } from '../../contract.ts';
import { CustomerName, useRmName } from '../parts/CustomerName.tsx';
import { sourceName } from '../parts/source-words.ts';
import { text } from './text.ts';

export function useCustomerFilters(): Filter[] {
  const t = useText(text);
  const whole = useMay()('customers.unit.read');
  return useMemo(
    () => [
      ...(whole ? [{ kind: 'unit' as const, key: 'under', label: t('unit') }] : []),
      {
        kind: 'choice',
        key: 'friends',
        label: t('friends'),
        options: [
          { value: 'yes', label: t('isFriend') },
          { value: 'no', label: t('notFriend') },
        ],
      },
      ...(whole
        ? [
            {
              kind: 'own' as const,
              key: 'rm',
              label: t('rm'),
              render: (value: string | undefined, set: (value: string | undefined) => void) => (
                <StaffSelect value={value} onChange={set} placeholder={t('rm')} allowClear />
              ),
              say: (value: string) => (value === 'none' ? t('pool') : t('rm')),
            },
          ]
        : []),
      {
        kind: 'dates',
        key: 'created',
        label: t('createdDays'),
        from: 'createdFrom',
        to: 'createdTo',
      },
    ],
    [t, whole],
  );
}

export function useCustomerColumns(): Column<CustomerHead>[] {
  const t = useText(text);
  const phrase = usePhrase();
  const rmName = useRmName();
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('name'),
        fixed: true,
        width: 200,
        render: (head) => <CustomerName head={head} />,
      },
      {
        key: 'phone',
        title: t('phone'),
        render: (head) => <span className="figures">{head.phone ?? '—'}</span>,
      },
      {
        key: 'bankNo',
        title: t('bankNo'),
        card: 'none',
        render: (head) => <span className="figures">{head.bankNo ?? '—'}</span>,
      },
      { key: 'unit', title: t('unit'), render: (head) => head.unit.name },
      { key: 'rm', title: t('rm'), render: (head) => rmName(head.rm) },
      {
        key: 'friends',
        title: t('friends'),
        card: 'side',
        render: (head) =>
          head.friends === 0 ? t('noFriend') : t('friendsOf', { n: head.friends }),
      },
      {
        key: 'source',
        title: t('source'),
        render: (head) => phrase(sourceName(head.source)),
      },
      {
        key: 'createdAt',
        title: t('createdAt'),
        render: (head) => <DateTime at={head.createdAt} style="day" />,
      },
      {
        key: 'changedAt',
        title: t('changedAt'),
        hidden: true,
        card: 'none',
        render: (head) => <DateTime at={head.changedAt} show="relative" />,
      },
    ],
    [t, phrase, rmName],
  );
}
