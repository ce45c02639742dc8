import type { Ctx } from '#platform/server/ctx.ts';

/** How often rules refused something in a stretch of business time, by rule. */
export type RefusalCount = (ctx: Ctx, from: Date, to: Date) => Promise<ReadonlyMap<string, number>>;

const counters = new Map<string, RefusalCount>();

/** A module that decides by rules counts what they refused. */
export function countsRefusals(module: string, count: RefusalCount): void {
  counters.set(module, count);
}

export async function refusals(ctx: Ctx, from: Date, to: Date): Promise<Map<string, number>> {
  const total = new Map<string, number>();
  for (const count of counters.values())
    for (const [rule, n] of await count(ctx, from, to)) total.set(rule, (total.get(rule) ?? 0) + n);
  return total;
}
