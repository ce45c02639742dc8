import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { CursorTable } from '#platform/web/table/CursorTable.tsx';
import { useTableState } from '#platform/web/table/useTableState.ts';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import {
  CustomerFilter,
  type CustomerHead,
  countCustomers,
  listCustomers,
} from '../../contract.ts';
import { TagDialog } from '../tags/TagDialog.tsx';
import { AssignDialog } from './AssignDialog.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { SavedViews } from './SavedViews.tsx';
import { useCustomerColumns, useCustomerFilters } from './table.tsx';
import { text } from './text.ts';

type Bulk = { act: 'tag' | 'assign'; rows: readonly CustomerHead[]; clear: () => void };

export default function CustomerListPage() {
  const t = useText(text);
  const may = useMay();
  const navigate = useNavigate();
  const filters = useCustomerFilters();
  const columns = useCustomerColumns();
  const [exporting, setExporting] = useState(false);
  const [bulk, setBulk] = useState<Bulk | null>(null);
  // The same address as the table's own: counts, views and exports ask what it asks.
  const { asked } = useTableState(filters);
  const filter = useMemo(() => {
    const read = CustomerFilter.safeParse(asked);
    return read.success ? read.data : {};
  }, [asked]);
  const counted = useCall(countCustomers, { query: filter }, { keep: true }).data;
  const whole = may('customers.unit.read');
  const importing = may('customers.customer.import') && may('platform.import.run');
  const create = may('customers.customer.manage') && (
    <Button type="primary" onClick={() => navigate('/customers/new')}>
      {t('create')}
    </Button>
  );
  const bring = importing && (
    <Button onClick={() => navigate('/imports/new?kind=customers.customer')}>{t('bring')}</Button>
  );
  const actions = [
    ...(may('customers.tag.bulk') ? (['tag'] as const) : []),
    ...(may('customers.customer.manage') ? (['assign'] as const) : []),
  ].map((act) => ({
    key: act,
    label: t(act),
    run: (rows: readonly CustomerHead[], clear: () => void) => setBulk({ act, rows, clear }),
  }));
  const done = () => setBulk(null);
  const ids = bulk?.rows.map(({ id }) => id) ?? [];
  return (
    <Page
      title={t('customers')}
      purpose={t('purpose')}
      actions={
        <>
          {may('customers.customer.export') && may('platform.export.run') && (
            <Button onClick={() => setExporting(true)}>{t('export')}</Button>
          )}
          {bring}
          {create}
        </>
      }
    >
      <div>
        <SavedViews filter={filter} />
        <CursorTable
          id="customers.customers"
          label={t('list')}
          list={listCustomers}
          search={t('search')}
          filters={filters}
          columns={columns}
          rowKey={(head) => String(head.id)}
          open={(head) => `/customers/${head.id}`}
          {...(actions.length > 0 ? { bulk: actions } : {})}
          {...(counted
            ? {
                summary: t(counted.exact ? 'count' : 'about', { n: formatNumber(counted.count) }),
              }
            : {})}
          empty={
            <Empty
              title={t('empty')}
              action={
                <>
                  {bring} {create}
                </>
              }
            >
              {t(whole ? 'emptyHint' : 'emptyMine')}
            </Empty>
          }
        />
      </div>
      <ExportDialog open={exporting} close={() => setExporting(false)} filter={filter} />
      <TagDialog
        customerIds={bulk?.act === 'tag' ? ids : null}
        close={done}
        then={() => bulk?.clear()}
      />
      <AssignDialog
        customerIds={bulk?.act === 'assign' ? ids : null}
        close={done}
        then={() => bulk?.clear()}
      />
    </Page>
  );
}
