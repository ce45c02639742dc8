import { Button } from 'antd';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable, type RowOf } from '#platform/web/table/DataTable.tsx';
import type { Filter } from '#platform/web/table/filter.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { listProducts } from '../../contract.ts';
import { text } from '../text.ts';
import { productKinds } from './product-words.ts';

type Row = RowOf<typeof listProducts>;

export default function ProductListPage() {
  const t = useText(text);
  const may = useMay();
  const navigate = useNavigate();
  const add = may('content.product.manage') && (
    <Button type="primary" onClick={() => navigate('/content/products/new')}>
      {t('addProduct')}
    </Button>
  );
  return (
    <Page title={t('productsTitle')} purpose={t('productsPurpose')} actions={add}>
      <DataTable
        id="content.products"
        label={t('productsTitle')}
        list={listProducts}
        search={t('search')}
        filters={useFilters()}
        columns={useColumns()}
        rowKey={(product) => product.id}
        open={(product) => `/content/products/${product.id}`}
        empty={
          <Empty title={t('noProducts')} action={add}>
            {t('noProductsHint')}
          </Empty>
        }
      />
    </Page>
  );
}

function useFilters(): Filter[] {
  const t = useText(text);
  const phrase = usePhrase();
  return useMemo(
    () => [
      {
        kind: 'choice',
        key: 'kind',
        label: t('kind'),
        many: true,
        options: Object.entries(productKinds).map(([value, name]) => ({
          value,
          label: phrase(name),
        })),
      },
      {
        kind: 'choice',
        key: 'onSale',
        label: t('state'),
        options: [
          { value: 'true', label: t('onSale') },
          { value: 'false', label: t('notOnSale') },
        ],
      },
    ],
    [t, phrase],
  );
}

function useColumns(): Column<Row>[] {
  const t = useText(text);
  const phrase = usePhrase();
  return useMemo(
    () => [
      { key: 'name', title: t('name'), fixed: true, sort: true, render: (p) => p.name },
      { key: 'code', title: t('code'), sort: true, render: (p) => <code>{p.code}</code> },
      { key: 'kind', title: t('kind'), render: (p) => phrase(productKinds[p.kind]) },
      { key: 'grade', title: t('grade'), width: 100, render: (p) => p.grade ?? '—' },
      { key: 'issuer', title: t('issuer'), render: (p) => p.issuer ?? '—' },
      {
        key: 'sale',
        title: t('sale'),
        render: (p) =>
          p.saleFrom || p.saleTo
            ? t('fromTo', { from: p.saleFrom ?? '…', to: p.saleTo ?? '…' })
            : t('always'),
      },
      {
        key: 'state',
        title: t('state'),
        card: 'side',
        render: (p) => (
          <Status kind={p.onSale ? 'active' : p.state === 'draft' ? 'draft' : 'ended'}>
            {t(p.onSale ? 'onSale' : p.state === 'draft' ? 'draftState' : 'notOnSale')}
          </Status>
        ),
      },
    ],
    [t, phrase],
  );
}
