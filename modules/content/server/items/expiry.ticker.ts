import { audit } from '#platform/server/audit.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import type { Ticker } from '#platform/server/module.ts';
import { findOutlived, lockVersion } from './item.repo.ts';
import { makeUnusable } from './item.service.ts';

/** What has outlived its last day goes out of everything that would have sent it (CR-090). */
export const expiredContent: Ticker = {
  name: 'content.expired',
  run: async (ctx) => {
    const due = await findOutlived(ctx, dayOf(ctx.now()), 100);
    for (const { orgId, itemId, version } of due)
      await inTx(asSystem(ctx, orgId), async (ctx) => {
        const row = await lockVersion(ctx, itemId, version);
        if (row?.state !== 'approved') return;
        await makeUnusable(ctx, itemId, version, 'expired');
        audit(ctx, {
          action: 'content.item-expired',
          subject: { kind: 'content', id: itemId, name: row.name },
          before: { version, validTo: row.validity.to },
        });
      });
    return due.length;
  },
};
