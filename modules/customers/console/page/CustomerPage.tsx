import { Tabs } from 'antd';
import { lazy, Suspense, useMemo } from 'react';
import { Link, useParams, useSearchParams } from 'react-router';
import { call, useCall } from '#platform/web/api.ts';
import { Reveal } from '#platform/web/overlay/Reveal.tsx';
import { Facts, Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage, SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  CustomerId,
  type CustomerPage as CustomerOf,
  getCustomer,
  type RevealCustomerField,
  revealCustomer,
} from '../../contract.ts';
import { ConsentsTab } from '../consents/ConsentsTab.tsx';
import { CustomerStatus, useRmName } from '../parts/CustomerName.tsx';
import { sourceName } from '../parts/source-words.ts';
import { TagsTab } from '../tags/TagsTab.tsx';
import { CustomerActions } from './CustomerActions.tsx';
import { IdentitiesTab } from './IdentitiesTab.tsx';
import { type CustomerTab, moreTabs } from './more-tabs.ts';
import { OverviewTab } from './OverviewTab.tsx';
import { PortraitTab } from './PortraitTab.tsx';
import { RelationshipsTab } from './RelationshipsTab.tsx';
import { TimelineTab } from './TimelineTab.tsx';
import { text } from './text.ts';

export default function CustomerPage() {
  const t = useText(text);
  const { id = '' } = useParams();
  const read = CustomerId.safeParse(id);
  const customer = useCall(
    getCustomer,
    { params: { id: read.success ? read.data : (0 as CustomerId) } },
    { enabled: read.success },
  );
  const crumbs = [{ label: t('customers'), to: '/customers' }];
  if (customer.data) return <OneCustomer key={id} page={customer.data} />;
  if (customer.isError)
    return (
      <Page title={t('customer')} crumbs={crumbs}>
        <ErrorNote error={customer.error} retry={() => customer.refetch()} />
      </Page>
    );
  return <SkeletonPage />;
}

const views = [
  'overview',
  'portrait',
  'relationships',
  'tags',
  'consents',
  'timeline',
  'identities',
] as const;

function OneCustomer({ page }: { page: CustomerOf }) {
  const t = useText(text);
  const may = useMay();
  const [search, setSearch] = useSearchParams();
  const { head } = page;
  const shown = views.filter((view) =>
    // Of a customer who became part of another only how that came about is still theirs.
    head.state === 'active'
      ? view !== 'consents' || may('customers.consent.read')
      : view === 'identities' && head.state === 'merged',
  );
  const more = head.state === 'active' ? moreTabs().filter((tab) => may(tab.permission)) : [];
  const opened = more.find((tab) => tab.key === search.get('view'));
  const view = opened ? undefined : (shown.find((one) => one === search.get('view')) ?? shown[0]);
  const phrase = usePhrase();
  const [first, rest] = [shown.slice(0, 2), shown.slice(2)];
  const items = [
    ...first.map((key) => ({ key: key as string, label: t(key) })),
    ...more.map((tab) => ({ key: tab.key, label: phrase(tab.label) })),
    ...rest.map((key) => ({ key: key as string, label: t(key) })),
  ];
  return (
    <Page
      title={head.name ?? t('noName')}
      aside={<CustomerStatus state={head.state} />}
      crumbs={[{ label: t('customers'), to: '/customers' }, { label: String(head.id) }]}
      actions={head.state === 'active' && <CustomerActions head={head} />}
    >
      {page.mergedInto !== null && (
        <Callout
          tone="warn"
          title={t('mergedNote')}
          action={<Link to={`/customers/${page.mergedInto}`}>{t('seeMerged')}</Link>}
        />
      )}
      {head.state === 'erased' && <Callout tone="warn">{t('erasedNote')}</Callout>}
      <About page={page} />
      <div>
        {items.length > 0 && (
          <Tabs
            aria-label={t('tabs')}
            activeKey={opened?.key ?? view ?? ''}
            onChange={(key) =>
              setSearch(key === 'overview' ? {} : { view: key }, { replace: true })
            }
            items={items}
          />
        )}
        {opened && <Brought key={opened.key} tab={opened} customerId={head.id} />}
        {view === 'overview' && <OverviewTab page={page} />}
        {view === 'portrait' && <PortraitTab head={head} />}
        {view === 'relationships' && <RelationshipsTab page={page} />}
        {view === 'tags' && <TagsTab head={head} />}
        {view === 'consents' && <ConsentsTab head={head} />}
        {view === 'timeline' && <TimelineTab head={head} />}
        {view === 'identities' && <IdentitiesTab page={page} />}
      </div>
    </Page>
  );
}

function Brought({ tab, customerId }: { tab: CustomerTab; customerId: CustomerId }) {
  const Content = useMemo(() => lazy(tab.load), [tab]);
  return (
    <Suspense fallback={<SkeletonText lines={8} />}>
      <Content customerId={customerId} />
    </Suspense>
  );
}

function About({ page: { head } }: { page: CustomerOf }) {
  const t = useText(text);
  const phrase = usePhrase();
  const rmName = useRmName();
  const hidden = (field: RevealCustomerField, label: string, masked: string | null) =>
    masked === null ? (
      t('none')
    ) : (
      <Hidden id={head.id} field={field} label={label} masked={masked} />
    );
  return (
    <Facts
      items={[
        { label: t('name'), value: hidden('name', t('name'), head.name) },
        { label: t('phone'), value: hidden('phone', t('phone'), head.phone) },
        { label: t('bankNo'), value: hidden('bank_no', t('bankNo'), head.bankNo) },
        { label: t('unit'), value: head.unit.name },
        { label: t('rm'), value: rmName(head.rm) },
        {
          label: t('friends'),
          value: head.friends === 0 ? t('none') : t('friendsOf', { n: head.friends }),
        },
        { label: t('source'), value: phrase(sourceName(head.source)) },
        { label: t('createdAt'), value: <DateTime at={head.createdAt} style="day" /> },
      ]}
    />
  );
}

function Hidden({
  id,
  field,
  label,
  masked,
}: {
  id: CustomerId;
  field: RevealCustomerField;
  label: string;
  masked: string;
}) {
  const may = useMay();
  const comma = useComma();
  return (
    <Reveal
      masked={masked}
      label={label}
      allowed={may('customers.customer.reveal')}
      reveal={async (reason) => {
        const { values } = await call(revealCustomer, { params: { id }, body: { field, reason } });
        return values.join(comma);
      }}
    />
  );
}
