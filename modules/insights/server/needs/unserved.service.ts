import { headsOf } from '#modules/customers/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { UnservedCustomer } from '../../contract/unserved-need.ts';
import { countUnserved, findUnserved } from './unserved.repo.ts';

const DAY_MS = 86_400_000;
const sinceOf = (ctx: Ctx, days: number) => new Date(ctx.now().getTime() - days * DAY_MS);

export async function unservedNeeds(ctx: Ctx, days: number) {
  return { days, ...(await countUnserved(ctx, sinceOf(ctx, days))) };
}

export async function unservedCustomers(
  ctx: Ctx,
  {
    need,
    days,
    cursor,
    size,
  }: { need: string; days: number; cursor?: string | undefined; size: number },
): Promise<{ items: UnservedCustomer[]; next: string | null }> {
  const rows = await findUnserved(ctx, need, sinceOf(ctx, days), Number(cursor ?? 0), size);
  const heads = new Map(
    (
      await headsOf(
        ctx,
        rows.map((row) => row.customerId),
      )
    ).map((head) => [head.id as number, head]),
  );
  return {
    items: rows.map(({ customerId, strength, since, servedAt }) => {
      const head = heads.get(customerId);
      return {
        customerId,
        name: head?.name ?? null,
        phone: head?.phone ?? null,
        unit: head?.unit.name ?? null,
        strength: Math.round(strength * 1000) / 1000,
        since: since.toISOString(),
        servedAt: servedAt?.toISOString() ?? null,
      };
    }),
    next: rows.length < size ? null : String(rows.at(-1)!.customerId),
  };
}
