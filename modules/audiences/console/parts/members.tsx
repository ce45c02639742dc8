import { useMemo } from 'react';
import { Link } from 'react-router';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { useText } from '#platform/web/text/lang.ts';
import type { MaskedCustomer } from '../../contract.ts';
import { text } from '../text.ts';

/** Customers as lists show them, each leading to its page. */
export function useMemberColumns(since: boolean): Column<MaskedCustomer>[] {
  const t = useText(text);
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('customer'),
        fixed: true,
        render: (one) => (
          <Link to={`/customers/${one.customerId}`}>{one.name ?? one.customerId}</Link>
        ),
      },
      {
        key: 'phone',
        title: t('phone'),
        render: (one) => <span className="figures">{one.phone ?? '—'}</span>,
      },
      { key: 'unit', title: t('unit'), render: (one) => one.unit ?? '—' },
      ...(since
        ? [
            {
              key: 'since',
              title: t('since'),
              render: (one: MaskedCustomer) => <DateTime at={one.since} />,
            },
          ]
        : []),
    ],
    [t, since],
  );
}
