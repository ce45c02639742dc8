import type { Room } from '#platform/web/room.ts';
import { registerErrorText } from '#platform/web/text/error-text.ts';
import { customerErrorTexts } from './error-texts.ts';

registerErrorText(customerErrorTexts);

export { addCustomerTab, type CustomerTab } from './page/more-tabs.ts';

const read = 'customers.customer.read';

/** Who the bank's customers are, and what it knows of them. */
export const customersRoom: Room = {
  key: 'customers',
  capability: ['客户', 'Customers'],
  nav: [
    {
      path: '/customers',
      label: ['客户', 'Customers'],
      icon: 'person',
      also: ['kh', 'customer', 'search'],
      permission: read,
      page: () => import('./list/CustomerListPage.tsx'),
    },
    {
      path: '/customers/portrait',
      label: ['客群画像', 'Portrait'],
      icon: 'chart',
      also: ['hx', 'fgl', 'coverage'],
      permission: read,
      page: () => import('./attributes/SetPortraitPage.tsx'),
    },
    {
      path: '/customers/tags',
      label: ['标签', 'Tags'],
      icon: 'tag',
      stage: 3,
      also: ['bq', 'tag'],
      permission: 'customers.tag.read',
      page: () => import('./tags/TagsPage.tsx'),
    },
    {
      path: '/customers/attributes',
      label: ['属性', 'Attributes'],
      icon: 'columns',
      also: ['sx', 'attribute', 'field'],
      permission: 'customers.attribute.read',
      page: () => import('./attributes/AttributesPage.tsx'),
    },
    {
      path: '/customers/merges',
      label: ['疑似同一客户', 'Possible duplicates'],
      icon: 'flow',
      also: ['hb', 'merge', 'one-id', 'duplicate'],
      permission: 'customers.merge.manage',
      page: () => import('./merges/ProposalsPage.tsx'),
    },
    {
      path: '/customers/handovers',
      label: ['离职继承', 'Hand-overs'],
      icon: 'signOut',
      also: ['jc', 'lz', 'handover'],
      permission: 'customers.handover.manage',
      page: () => import('./handovers/HandoversPage.tsx'),
    },
    {
      path: '/customers/pools',
      label: ['自动服务池', 'Automated service'],
      icon: 'clock',
      also: ['fwc', 'cw', 'pool', 'long tail'],
      permission: 'customers.pool.manage',
      page: () => import('./pools/PoolsPage.tsx'),
    },
  ],
  pages: [
    {
      path: '/customers/new',
      permission: 'customers.customer.manage',
      page: () => import('./list/NewCustomerPage.tsx'),
    },
    {
      path: '/customers/tag-batches/:id',
      permission: 'customers.tag.bulk',
      page: () => import('./tags/TagBatchPage.tsx'),
    },
    {
      path: '/customers/consent-texts/new',
      permission: 'customers.consent.text',
      page: () => import('./consents/ConsentTextFormPage.tsx'),
    },
    {
      path: '/customers/handovers/:id',
      permission: 'customers.handover.manage',
      page: () => import('./handovers/HandoverPage.tsx'),
    },
    { path: '/customers/:id', permission: read, page: () => import('./page/CustomerPage.tsx') },
  ],
};

/** What the bank may do with what it knows, and what customers ask of it. */
export const privacyRoom: Room = {
  key: 'privacy',
  capability: ['个人信息保护', 'Privacy'],
  nav: [
    {
      path: '/customers/consent-texts',
      label: ['授权文本', 'Consent texts'],
      icon: 'file',
      also: ['sq', 'consent', 'privacy'],
      permission: 'customers.consent.read',
      page: () => import('./consents/ConsentTextsPage.tsx'),
    },
    {
      path: '/customers/rights',
      label: ['权利请求', 'Data requests'],
      icon: 'shield',
      also: ['ql', 'rights', 'erasure', 'gdpr', 'pipl'],
      permission: 'customers.rights.read',
      page: () => import('./rights/RightsPage.tsx'),
    },
    {
      path: '/customers/data-assets',
      label: ['数据资产', 'Data assets'],
      icon: 'ledger',
      also: ['sjzc', 'asset', 'inventory'],
      permission: 'customers.asset.read',
      page: () => import('./rights/DataAssetsPage.tsx'),
    },
  ],
};
