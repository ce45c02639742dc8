import { App, Button } from 'antd';
import { useMemo } from 'react';
import { CallError } from '#platform/web/request.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { PersonTag } from '#platform/web/show/PersonTag.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { UnitPath } from '#platform/web/show/UnitPath.tsx';
import type { Column } from '#platform/web/table/column.ts';
import type { Filter } from '#platform/web/table/filter.ts';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { TableView } from '#platform/web/table/TableView.tsx';
import { useTableState } from '#platform/web/table/useTableState.ts';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import styles from './design.module.css';
import { answerSample, type SampleStaff, sampleStaff } from './sample.ts';
import { text } from './text.ts';

const kinds = { working: 'active', suspended: 'stopped', leaving: 'warning' } as const;

function useColumns(): Column<SampleStaff>[] {
  const t = useText(text);
  return useMemo(
    () => [
      {
        key: 'name',
        title: t('name'),
        fixed: true,
        sort: true,
        render: (staff) => <PersonTag name={staff.name} detail={staff.number} />,
      },
      {
        key: 'state',
        title: t('state'),
        card: 'side',
        render: (staff) => <Status kind={kinds[staff.state]}>{t(staff.state)}</Status>,
      },
      { key: 'unit', title: t('outlet'), render: (staff) => <UnitPath names={staff.path} short /> },
      { key: 'role', title: t('role'), render: (staff) => t(staff.role) },
      { key: 'phone', title: t('phone'), render: (staff) => staff.phone },
      {
        key: 'customers',
        title: t('customers'),
        align: 'right',
        sort: true,
        render: (staff) => formatNumber(staff.customers),
      },
      {
        key: 'seen',
        title: t('lastSeen'),
        sort: true,
        render: (staff) => <DateTime at={staff.seen} />,
      },
    ],
    [t],
  );
}

export function Tables() {
  const t = useText(text);
  const { message } = App.useApp();
  const columns = useColumns();
  const filters = useMemo<Filter[]>(
    () => [
      {
        kind: 'choice',
        key: 'state',
        label: t('state'),
        many: true,
        options: (['working', 'suspended', 'leaving'] as const).map((value) => ({
          value,
          label: t(value),
        })),
      },
      {
        kind: 'choice',
        key: 'role',
        label: t('role'),
        options: (['rm', 'lead', 'operator'] as const).map((value) => ({ value, label: t(value) })),
      },
    ],
    [t],
  );
  const { state, change, asked } = useTableState(filters, { size: 10, sort: '-customers' });
  const data = useMemo(
    () => answerSample({ page: state.page, size: state.size, asked }),
    [state, asked],
  );
  const few = sampleStaff.slice(0, 4);
  return (
    <div className={styles.stack}>
      <TableView
        id="design.staff"
        label={t('staff')}
        columns={columns}
        rowKey={(staff) => staff.id}
        filters={filters}
        search={t('searchStaff')}
        sort="-customers"
        state={state}
        change={change}
        answer={{
          data,
          isPending: false,
          isPlaceholderData: false,
          error: null,
          refetch: () => {},
        }}
        onOpen={(staff) => message.info(t('opened', { name: staff.name }))}
        rowActions={() => (
          <Button type="link" size="small">
            {t('edit')}
          </Button>
        )}
        bulk={[
          { key: 'transfer', label: t('transfer'), run: (_, clear) => clear() },
          { key: 'suspend', label: t('suspend'), danger: true, run: (_, clear) => clear() },
        ]}
        exportAll={async () => 'staff.xlsx'}
      />
      <h3 className={styles.sub}>{t('tableStates')}</h3>
      <div className={styles.grid2}>
        <Ledger
          label={t('loading')}
          columns={columns.slice(0, 3)}
          rows={[]}
          rowKey={(staff) => staff.id}
          waiting={4}
        />
        <Ledger
          label={t('totals')}
          columns={columns.filter(({ key }) => ['name', 'customers'].includes(key))}
          rows={few}
          rowKey={(staff) => staff.id}
          density="dense"
          totals={{
            name: t('totals'),
            customers: formatNumber(few.reduce((sum, staff) => sum + staff.customers, 0)),
          }}
        />
        <Empty
          title={t('emptyTitle')}
          action={
            <>
              <Button type="primary">{t('importStaff')}</Button>
              <Button>{t('addStaff')}</Button>
            </>
          }
        >
          {t('emptyHint')}
        </Empty>
        <div className={styles.stack}>
          <ErrorNote error={new CallError('platform.offline', 0)} retry={() => {}} />
          <ErrorNote
            error={new CallError('platform.bug', 500, {}, '01jd4v2k7m9qz')}
            retry={() => {}}
          />
        </div>
      </div>
    </div>
  );
}
