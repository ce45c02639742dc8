import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import { workItemKinds } from '../../contract/item.ts';
import type { Today, Waiting } from '../../contract/today.ts';
import { doneSince, openItems } from '../items/item.repo.ts';
import { showItems } from '../items/item.view.ts';
import { findSettings } from '../settings.repo.ts';
import { planDay } from './care.service.ts';
import { countInCycle } from './cycle.repo.ts';
import { waitingFor } from './waiting.repo.ts';

/**
 * The caller's day: what matters most, never more than the bank set but for those who asked, and what
 * waits in WeCom.
 */
export async function today(ctx: Ctx): Promise<Today> {
  const now = ctx.now();
  const day = dayOf(now);
  await inTx(ctx, (ctx) => planDay(ctx, ctx.actor.id, day));
  const settings = await findSettings(ctx);
  const open = await openItems(ctx, ctx.actor.id);
  const done = await doneSince(ctx, ctx.actor.id, startOfDay(day));
  // What is done counts: a list that fills up again at once never ends.
  const room = Math.max(0, settings.dailyLimit - done.length);
  // Who asked stands first, so that taking them in displaces the least urgent.
  const asked = open.filter((item) => item.asked).length;
  const listed = open.slice(0, Math.max(room, asked));
  const cycle = await countInCycle(
    ctx,
    ctx.actor.id,
    startOfDay(addDays(day, -settings.cycleDays)),
  );
  const waiting: Waiting[] = await waitingFor(ctx, ctx.actor.id);
  const kinds = workItemKinds.map(
    (kind) => [kind, listed.filter((item) => item.kind === kind).length] as const,
  );
  return {
    day,
    items: await showItems(ctx, listed),
    done: await showItems(ctx, done),
    waiting,
    more: open.length - listed.length,
    limit: settings.dailyLimit,
    onTop: Math.max(0, asked - room),
    counts: Object.fromEntries(kinds) as Today['counts'],
    customers: { ...cycle, cycleDays: settings.cycleDays },
  };
}
