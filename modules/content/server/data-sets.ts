import type { DataSet } from '#platform/server/data-set.ts';
import { findLinksOf, forgetCustomer } from './pages/link.repo.ts';

export const contentSets: readonly DataSet[] = [
  {
    name: 'content.links',
    title: ['发给客户的内容链接', 'Addresses of content made for customers'],
    dataClass: 'C1',
    owner: ['客户经营部', 'Customer operations'],
    retention: { record: 'content_link' },
    consumers: [['内容效果', 'Effect of content']],
    tables: ['content.link'],
    onErasure: 'anonymised',
    copy: findLinksOf,
    erase: async (ctx, customerId) => ({
      removed: 0,
      anonymised: await forgetCustomer(ctx, customerId),
      kept: 0,
      keptBecause: null,
    }),
  },
];
