import type { Phrase } from '#platform/contract/text.ts';

export const contentPermissions = {
  'content.item.read': ['查看素材、产品与话术', 'See content, products and scripts'],
  'content.item.manage': ['编写素材', 'Write content'],
  'content.item.approve': ['审批素材', 'Approve content'],
  'content.product.manage': ['维护产品', 'Maintain products'],
  'content.product.approve': ['审批产品', 'Approve products'],
  'content.card.manage': ['登记员工名片与从业资格', 'Record the cards and licences of staff'],
  'content.setting.manage': [
    '维护本行用语与营销日历',
    'Maintain the bank’s words and the calendar',
  ],
} as const satisfies Record<string, Phrase>;
