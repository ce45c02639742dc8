import type { Phrase } from '#platform/contract/text.ts';

export const trackingPermissions = {
  'tracking.event.read': [
    '查看行为事件、事件登记与数据质量',
    'See events, the event registry and data quality',
  ],
  'tracking.kind.manage': ['登记、停用行为事件', 'Register and stop kinds of events'],
  'tracking.site.manage': [
    '维护采集站点与密钥',
    'Maintain the sites that are tracked and their keys',
  ],
  'tracking.rollup.check': ['核对与重建日汇总', 'Check and rebuild the daily roll-ups'],
} as const satisfies Record<string, Phrase>;
