import { z } from 'zod';
import { anchorHeads, readAnchors, thinAnchors } from '../audit-anchor.ts';
import { asSystem, type Ctx, NO_BANK } from '../ctx.ts';
import { defineJob, enqueue, handleOutside, type JobHandler } from '../jobs.ts';
import type { Ticker } from '../module.ts';
import { checkAudit } from './audit-check.service.ts';
import { type DailyTask, eachBank } from './daily.ts';

const ANCHOR_EVERY_MS = 60_000;
/** A clock that runs fast makes many days of an hour; what was just verified needs no second look. */
const FRESH_MS = 5 * 60_000;

const verifyAudit = defineJob('platform.verify-audit', z.object({}), { attempts: 3 });

export const dailyAuditCheck: DailyTask = {
  name: 'verify-audit',
  hour: 2,
  async run(ctx) {
    // The installation has a chain of its own: rotations of keys, runs of retention.
    await enqueue(asSystem(ctx, NO_BANK, 'daily'), verifyAudit, {});
    await eachBank(ctx, (ctx) => enqueue(ctx, verifyAudit, {}));
  },
};

export function auditCheckJob(anchorsFile: string): JobHandler {
  return handleOutside(verifyAudit, async (ctx) => {
    const last = await ctx.db
      .selectFrom('platform.auditCheck')
      .select('checkedAt')
      .where('orgId', '=', ctx.orgId)
      .executeTakeFirst();
    if (last && ctx.realNow().getTime() - last.checkedAt.getTime() < FRESH_MS) return;
    const { byBank, strange } = await readAnchors(ctx.vault, anchorsFile);
    if (strange > 0) ctx.log.error({ strange }, 'the file of audit anchors was meddled with');
    await checkAudit(ctx, byBank.get(ctx.orgId) ?? []);
    await thinAnchors(ctx, anchorsFile);
  });
}

/** By the machine's time: who tampers does not wait for the business clock. */
export function auditAnchorTicker(anchorsFile: string): Ticker {
  const known = new Map<string, number>();
  let last = 0;
  return {
    name: 'platform.anchor-audit',
    async run(ctx: Ctx) {
      const now = ctx.realNow().getTime();
      if (now - last < ANCHOR_EVERY_MS) return 0;
      last = now;
      await anchorHeads(ctx, anchorsFile, known);
      return 0;
    },
  };
}
