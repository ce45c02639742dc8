import { useMemo } from 'react';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { PersonTag } from '#platform/web/show/PersonTag.tsx';
import { Status, type StatusKind, Tag } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { useBusinessNow } from '#platform/web/text/business-clock.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { type Grant, type GrantState, grantStateText } from '../../contract.ts';
import { text } from './text.ts';

const kinds: Record<GrantState, StatusKind> = {
  active: 'active',
  expired: 'ended',
  revoked: 'stopped',
};

/** Grants as tables show them; without the columns that the page says already. */
export function useGrantColumns({
  person = true,
  role = true,
  state = true,
}: {
  person?: boolean;
  role?: boolean;
  state?: boolean;
}): Column<Grant>[] {
  const t = useText(text);
  const phrase = usePhrase();
  return useMemo(() => {
    const columns: (Column<Grant> | false)[] = [
      person && {
        key: 'staff',
        title: t('person'),
        fixed: true,
        sort: true,
        render: (grant) => (
          <PersonTag
            name={grant.staff.name}
            detail={grant.staff.number}
            to={`/staff/${grant.staff.id}`}
          />
        ),
      },
      role && {
        key: 'role',
        title: t('role'),
        fixed: true,
        sort: true,
        render: (grant) => phrase(grant.role.name),
      },
      {
        key: 'unit',
        title: t('unit'),
        sort: true,
        render: (grant) => (
          <>
            {grant.unit.name} {grant.broader && <Tag tone="warn">{t('broader')}</Tag>}
          </>
        ),
      },
      { key: 'employment', title: t('employment'), render: (grant) => <Employed grant={grant} /> },
      {
        key: 'load',
        title: t('load'),
        render: (grant) =>
          grant.load.maxCustomers === null
            ? '—'
            : t('loadCustomers', { n: formatNumber(grant.load.maxCustomers) }),
      },
      {
        key: 'fte',
        title: t('fte'),
        align: 'right',
        render: (grant) => formatNumber(grant.fullTimeEquivalent),
      },
      {
        key: 'validUntil',
        title: t('validUntil'),
        sort: true,
        render: (grant) =>
          grant.validUntil ? <DateTime at={grant.validUntil} style="day" /> : t('noExpiry'),
      },
      {
        key: 'reviewDueAt',
        title: t('reviewDue'),
        sort: true,
        render: (grant) => <ReviewDue grant={grant} />,
      },
      {
        key: 'createdAt',
        title: t('grantedAt'),
        sort: true,
        hidden: true,
        render: (grant) => <DateTime at={grant.createdAt} style="day" />,
      },
      state && {
        key: 'state',
        title: t('state'),
        card: 'side',
        render: (grant) => (
          <Status kind={kinds[grant.state]}>{phrase(grantStateText[grant.state])}</Status>
        ),
      },
    ];
    return columns.filter((column) => column !== false);
  }, [t, phrase, person, role, state]);
}

function Employed({ grant }: { grant: Grant }) {
  const t = useText(text);
  if (grant.employment === 'full_time') return t('fullTime');
  return grant.load.sharePercent === null
    ? t('partTime')
    : t('partTimeShare', { n: grant.load.sharePercent });
}

function ReviewDue({ grant }: { grant: Grant }) {
  const t = useText(text);
  const now = useBusinessNow();
  if (grant.state !== 'active') return '—';
  return Date.parse(grant.reviewDueAt) <= now.getTime() ? (
    <Status kind="warning">{t('reviewOverdue')}</Status>
  ) : (
    <DateTime at={grant.reviewDueAt} style="day" />
  );
}
