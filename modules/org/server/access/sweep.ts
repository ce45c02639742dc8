import { type Ctx, inTx } from '#platform/server/ctx.ts';
import type { Ticker } from '#platform/server/module.ts';
import { deleteRevealsBefore } from '../staff/reveal.repo.ts';
import { deleteOldAttempts } from './attempt.repo.ts';

const DAY = 86_400_000;
const before = (ctx: Ctx, days: number) => new Date(ctx.realNow().getTime() - days * DAY);

/** Old attempts and counts go, by machine time; what they meant stays in the audit trail. */
export const sweepAccess: Ticker = {
  name: 'org.sweep-access',
  run: (ctx) =>
    inTx(ctx, async (ctx) => {
      const attempts = await deleteOldAttempts(ctx, before(ctx, 2));
      return attempts + (await deleteRevealsBefore(ctx, before(ctx, 2)));
    }),
};
