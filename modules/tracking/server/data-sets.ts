import { type DataSet, removedRows } from '#platform/server/data-set.ts';
import { eraseVisitors, findVisitorRows } from './visitors/visitor.repo.ts';

const owner = ['数据管理部门', 'Data management'] as const;
const consumers = [
  ['客户画像与人群', 'Portraits and audiences'],
  ['数据分析', 'Analytics'],
] as const;

export const trackingDataSets: readonly DataSet[] = [
  removedRows({
    name: 'tracking.events',
    title: ['行为事件与日汇总', 'Events and daily roll-ups'],
    dataClass: 'C2',
    owner,
    retention: { record: 'tracking_event' },
    consumers,
    tables: ['tracking.event', 'tracking.daily'],
  }),
  {
    name: 'tracking.visitors',
    title: ['设备与访客归属', 'Devices and whose they are'],
    dataClass: 'C1',
    owner,
    retention: { record: 'tracking_visitor_event' },
    consumers,
    tables: ['tracking.visitor', 'tracking.stitch'],
    onErasure: 'removed',
    copy: findVisitorRows,
    erase: async (ctx, customerId) => ({
      removed: await eraseVisitors(ctx, customerId),
      anonymised: 0,
      kept: 0,
      keptBecause: null,
    }),
  },
  {
    name: 'tracking.visitor_events',
    title: ['匿名访客行为事件', 'Events of unknown visitors'],
    dataClass: 'C1',
    owner,
    retention: { record: 'tracking_visitor_event' },
    consumers,
    tables: ['tracking.visitor_event'],
    onErasure: 'not_personal',
  },
];
