import { sql } from 'kysely';
import type { RecordKind } from '#platform/server/retention.ts';

/** Sessions with their addresses and devices: the network log of staff (CR-151). */
const networkLog: RecordKind = {
  name: 'network_log',
  title: ['网络日志（登录会话、地址、设备）', 'Network log (sessions, addresses, devices)'],
  basis: [
    '《网络安全法》第21条（三）：不少于六个月',
    'Cybersecurity Law art. 21(3): six months at least',
  ],
  days: 366,
  least: 183,
  most: 1096,
  time: 'machine',
  of: 'bank',
  async purge(ctx, before, limit) {
    const { numAffectedRows } = await sql`
      delete from org.session where token_hash in
        (select token_hash from org.session
          where org_id = ${ctx.orgId} and expires_at < ${before} limit ${limit})`.execute(ctx.db);
    return { count: Number(numAffectedRows ?? 0n) };
  },
};

const notifications: RecordKind = {
  name: 'notification',
  title: ['站内通知', 'Notifications'],
  basis: [
    '《个人信息保护法》第19条：最短必要',
    'Personal Information Protection Law art. 19: no longer than needed',
  ],
  days: 366,
  least: 30,
  most: 1096,
  time: 'business',
  of: 'bank',
  async purge(ctx, before, limit) {
    const { numAffectedRows } = await sql`
      delete from org.notification where org_id = ${ctx.orgId} and (staff_id, id) in
        (select staff_id, id from org.notification
          where org_id = ${ctx.orgId} and at < ${before} limit ${limit})`.execute(ctx.db);
    return { count: Number(numAffectedRows ?? 0n) };
  },
};

export const orgRetention: readonly RecordKind[] = [networkLog, notifications];
