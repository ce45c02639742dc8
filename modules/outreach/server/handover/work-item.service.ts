import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { publishMany } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import { workItemsDue } from '../../contract/events.ts';
import type { HandoverDeps } from './deps.ts';
import { releaseTouches } from './touch-state.repo.ts';
import { gatherDueItems, takeItems } from './work-item.repo.ts';

const AT_ONCE = 2_000;
const TOLD_AT_ONCE = 500;

/**
 * Hands work items to whoever keeps them, after a last look at what may have changed. The announcement and the state of the touch are one commit:
 * nothing leaves the bank, so there is nothing to look for.
 */
export function formWorkItems(ctx: Ctx, { judgeAgain }: HandoverDeps): Promise<number> {
  return inTx(ctx, async (ctx) => {
    const batch = newId(ctx.realNow());
    if ((await gatherDueItems(ctx, batch, AT_ONCE)) === 0) return 0;
    await judgeAgain(ctx, [batch]);
    await releaseTouches(ctx, [batch]);
    const items = await takeItems(ctx, batch);
    const payloads = [];
    for (let i = 0; i < items.length; i += TOLD_AT_ONCE)
      payloads.push({
        items: items.slice(i, i + TOLD_AT_ONCE).map(({ params, plannedAt, dueAt, ...item }) => ({
          ...item,
          title: textOf(params?.title),
          evidence: Array.isArray(params?.evidence) ? params.evidence.map(textOf) : [],
          asked: params?.asked === true,
          interestAt: textOf(params?.interestAt) || null,
          plannedAt: plannedAt.toISOString(),
          dueAt: dueAt.toISOString(),
        })),
      });
    await publishMany(ctx, workItemsDue, payloads);
    return items.length;
  });
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
