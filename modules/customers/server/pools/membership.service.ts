import { asSystem, type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { newId } from '#platform/server/ids.ts';
import type { Ticker } from '#platform/server/module.ts';
import type { CustomerId } from '../../contract/ids.ts';
import { type PoolReason, type PoolRules, poolHandedOver } from '../../contract/pool.ts';
import { bandFrom } from '../../contract/value-band.ts';
import { assign } from '../customers/customer.service.ts';
import { orderMoves } from '../handover/transfer.job.ts';
import { accountOf, beginTransfers } from '../handover/transfer.repo.ts';
import * as repo from './membership.repo.ts';
import { findPools, type PoolRow } from './pool.repo.ts';

const AT_ONCE = 1000;
const COMES_IN = '自动服务池：长尾客户没有客户经理';
const GOES_OUT = '自动服务池：转人工';

/** Something of these customers is another: some are the pool's now, some a person's. */
export async function followPools(
  ctx: TxCtx,
  { customerIds }: { customerIds: readonly number[] },
): Promise<void> {
  const pools = await findPools(ctx);
  if (pools.length === 0) return;
  await handOver(ctx, pools, customerIds);
  await takeIn(ctx, pools, customerIds);
}

const ASKED = new Set([...repo.CONSULTATION, ...repo.COMPLAINT]);

/** What somebody asked or complained about is for a person. */
export async function hearPools(
  ctx: TxCtx,
  { customerIds, kinds }: { customerIds: readonly number[]; kinds: readonly string[] },
): Promise<void> {
  if (!kinds.some((kind) => ASKED.has(kind))) return;
  const pools = await findPools(ctx);
  if (pools.length > 0) await handOver(ctx, pools, customerIds);
}

/** Who is loose comes into the pool of the nearest unit above. */
async function takeIn(ctx: TxCtx, pools: readonly PoolRow[], ids: readonly number[]) {
  const open = pools.filter((pool) => pool.state === 'on');
  if (open.length === 0) return;
  const loose = await repo.findLoose(ctx, ids);
  const byPool = Map.groupBy(loose, ({ unitPath }) =>
    open.find((pool) => unitPath.startsWith(pool.unitPath)),
  );
  for (const [pool, customers] of byPool)
    if (pool) await assign(ctx, customers, pool.staffId, COMES_IN);
}

/** Whom a rule takes out of the pool goes to the least busy person of the unit, with a work item. */
async function handOver(ctx: TxCtx, pools: readonly PoolRow[], ids: readonly number[]) {
  const holders = pools.map((pool) => pool.staffId);
  const poolOf = new Map(pools.map((pool) => [pool.staffId, pool]));
  const going = (await repo.findServed(ctx, ids, holders)).flatMap((served) => {
    const pool = poolOf.get(served.holderId)!;
    const reason = reasonOf(served, pool.rules);
    return reason ? [{ served, pool, reason }] : [];
  });
  if (going.length === 0) return;
  const units = new Set(going.flatMap(({ served, pool }) => [served.unitId, pool.unitId]));
  const loads = (await repo.findPeople(ctx, [...units], holders)).map((one) => ({ ...one }));
  const least = (unitId: string) =>
    loads
      .filter((one) => one.unitId === unitId)
      .reduce<(typeof loads)[number] | null>(
        (best, one) => (best === null || one.load < best.load ? one : best),
        null,
      );
  const rows = going.map(({ served, pool, reason }) => {
    const person = least(served.unitId) ?? least(pool.unitId);
    if (person) person.load += 1;
    return {
      customerId: served.customerId,
      itemId: newId(ctx.now()),
      unitId: pool.unitId,
      toStaffId: person?.id ?? null,
      reason,
      pool,
    };
  });
  await repo.insertHandovers(ctx, rows);
  for (const [toStaffId, customers] of Map.groupBy(rows, (row) => row.toStaffId))
    await assign(ctx, customers, toStaffId, GOES_OUT);
  await tell(ctx, rows, await moveFriendships(ctx, rows));
}

/** In WeCom too the customer goes over to the person, in a day unless they refuse. */
async function moveFriendships(ctx: TxCtx, rows: readonly Going[]): Promise<ReadonlySet<string>> {
  const moving = new Set<string>();
  const corps = new Set<string>();
  for (const [toStaffId, going] of Map.groupBy(rows, (row) => row.toStaffId)) {
    const userid = toStaffId && (await accountOf(ctx, toStaffId));
    if (!userid) continue;
    for (const { itemId, pool, customerId } of going) {
      const handover = { id: itemId, staffId: pool.staffId, createdAt: ctx.now() };
      const of = await beginTransfers(ctx, handover, [customerId], { userid, failure: null });
      if (of.length > 0) moving.add(itemId);
      for (const corpId of of) corps.add(corpId);
    }
  }
  await orderMoves(ctx, [...corps]);
  return moving;
}

interface Going {
  readonly customerId: number;
  readonly itemId: string;
  readonly toStaffId: string | null;
  readonly reason: PoolReason;
  readonly pool: PoolRow;
}

async function tell(ctx: TxCtx, rows: readonly Going[], moving: ReadonlySet<string>) {
  const items = rows.flatMap(({ customerId, itemId, toStaffId, reason, pool }) =>
    toStaffId
      ? [
          {
            customerId: customerId as CustomerId,
            ...{ itemId, toStaffId, reason },
            holderName: pool.staffName,
            moving: moving.has(itemId),
            at: ctx.now().toISOString(),
          },
        ]
      : [],
  );
  for (let i = 0; i < items.length; i += AT_ONCE)
    await publish(ctx, poolHandedOver, { items: items.slice(i, i + AT_ONCE) });
}

/** The most pressing of what speaks for a person. */
function reasonOf(
  { complained, consulted, assets }: repo.Served,
  rules: PoolRules,
): PoolReason | null {
  if (rules.complaint && complained) return 'complaint';
  if (rules.consultation && consulted) return 'consultation';
  if (rules.aumFrom !== null && assets !== null && assets >= rules.aumFrom) return 'aum';
  if (rules.tier && assets !== null && assets >= bandFrom.mid) return 'tier';
  return null;
}

/**
 * After a pool was set up or its rules changed, customers of before are looked through once, so many
 * at a time: first those of nobody, then those it serves already.
 */
export const sweepPools: Ticker = {
  name: 'customers.sweep-pools',
  run: (ctx: Ctx) =>
    inTx(ctx, async (ctx) => {
      const due = await repo.findToSweep(ctx);
      if (!due) return 0;
      const bank = asSystem(ctx, due.orgId, 'customers');
      const ids = await repo.nextOfNobody(bank, due.sweptTo, AT_ONCE);
      if (ids.length > 0) {
        await followPools(bank, { customerIds: ids });
        await repo.setSwept(bank, due.unitId, ids.at(-1)!);
        return ids.length;
      }
      for (let after = 0; ; ) {
        const served = await repo.nextOfHolder(bank, due.staffId, after, AT_ONCE);
        if (served.length === 0) break;
        await followPools(bank, { customerIds: served });
        after = served.at(-1)!;
      }
      await repo.setSwept(bank, due.unitId, null);
      return 1;
    }),
};
