import { auditBroken } from '#platform/contract/system.ts';
import { on } from '#platform/server/events.ts';
import { defineNotice } from '../notifications/notice.ts';
import { notify } from '../notifications/notification.service.ts';
import { headOffice } from '../units/unit-tree.repo.ts';

const chainBroken = defineNotice(
  'org.audit-chain-broken',
  [
    '审计链校验未通过（{count} 处），系统已转为只读，请立即查明原因',
    'The audit chain is broken in {count} places and the system is read-only; look into it at once',
  ],
  'act',
);

/** Those who read the audit of the whole bank hear of it (CR-146). */
export const tellOfBrokenChain = on(
  auditBroken,
  'org.tell-of-broken-chain',
  async (ctx, { findings }) => {
    const head = await headOffice(ctx);
    if (!head) return;
    await notify(ctx, chainBroken, {
      to: { permission: 'org.audit.read', unitPath: head.path },
      params: { count: findings.length },
      link: '/audit',
    });
  },
);
