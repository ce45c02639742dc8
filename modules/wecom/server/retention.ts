import type { RecordKind } from '#platform/server/retention.ts';
import { deleteCallbacks } from './callbacks/callback.repo.ts';
import { deleteCalls } from './gateway/call-log.repo.ts';
import { deleteEnded } from './mirror/forget.repo.ts';
import { deleteRuns } from './sync/sync.repo.ts';

const calls: RecordKind = {
  name: 'wecom_call',
  title: ['企业微信调用记录（不含个人信息）', 'Calls to WeCom, without personal data'],
  basis: [
    '《网络安全法》第21条（三）：不少于六个月',
    'Cybersecurity Law art. 21(3): six months at least',
  ],
  days: 190,
  least: 183,
  most: 1096,
  time: 'machine',
  of: 'bank',
  purge: async (ctx, before, limit) => ({ count: await deleteCalls(ctx, before, limit) }),
};

const callbacks: RecordKind = {
  name: 'wecom_callback',
  title: ['企业微信回调（加密保存）', 'Callbacks of WeCom, encrypted'],
  basis: [
    '《个人信息保护法》第19条：最短必要，供排障与重放',
    'Personal Information Protection Law art. 19: no longer than needed for repair and replay',
  ],
  days: 30,
  least: 7,
  most: 366,
  time: 'business',
  of: 'bank',
  purge: async (ctx, before, limit) => ({ count: await deleteCallbacks(ctx, before, limit) }),
};

const syncs: RecordKind = {
  name: 'wecom_sync',
  title: ['企业微信同步与对账记录', 'Syncs and reconciles with WeCom'],
  basis: [
    '《网络安全法》第21条（三）：不少于六个月',
    'Cybersecurity Law art. 21(3): six months at least',
  ],
  days: 190,
  least: 183,
  most: 1096,
  time: 'business',
  of: 'bank',
  purge: async (ctx, before, limit) => ({ count: await deleteRuns(ctx, before, limit) }),
};

const ended: RecordKind = {
  name: 'wecom_copy_ended',
  title: [
    '企业微信副本中已结束的好友关系与群成员',
    'Relationships and group members of the WeCom copy that have ended',
  ],
  basis: [
    '《个人信息保护法》第19条：最短必要；客户本身的记录另行保存',
    'Personal Information Protection Law art. 19: no longer than needed; customers are kept elsewhere',
  ],
  days: 180,
  least: 30,
  most: 1096,
  time: 'business',
  of: 'bank',
  purge: async (ctx, before, limit) => ({ count: await deleteEnded(ctx, before, limit) }),
};

export const wecomRetention: readonly RecordKind[] = [calls, callbacks, syncs, ended];
