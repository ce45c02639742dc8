import type { RecordKind } from '#platform/server/retention.ts';
import { deleteLinks } from './link.repo.ts';

/** After that an address opens nothing any more: what it showed has long been replaced. */
export const linksKept: RecordKind = {
  name: 'content_link',
  title: ['内容链接（谁收到、何时首次打开）', 'Addresses of content: for whom, when first opened'],
  basis: [
    '《个人信息保护法》第19条：最短必要；发送记录另按《广告法》第34条保存',
    'Personal Information Protection Law art. 19: no longer than needed; what was sent is kept elsewhere',
  ],
  days: 400,
  least: 30,
  most: 1096,
  time: 'business',
  of: 'bank',
  purge: async (ctx, before, limit) => ({ count: await deleteLinks(ctx, before, limit) }),
};
