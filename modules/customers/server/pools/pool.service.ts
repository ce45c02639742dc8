import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { mayAt } from '#platform/server/scope.ts';
import {
  type Pool,
  type PoolHandover,
  type PoolReason,
  type PoolRules,
  poolErrors,
  poolReasons,
} from '../../contract/pool.ts';
import { headsOf } from '../customers/head.service.ts';
import { findActiveStaff, findUnitPaths } from '../customers/org.repo.ts';
import { shownTransfer } from '../handover/transfer.ts';
import * as repo from './pool.repo.ts';

const MANAGE = 'customers.pool.manage';
const MONTH_MS = 30 * 86_400_000;
const SHOWN = 100;

export async function listPools(ctx: Ctx): Promise<{ items: Pool[] }> {
  return { items: await shown(ctx, await repo.managedPools(ctx)) };
}

async function shown(ctx: Ctx, rows: readonly repo.PoolRow[]): Promise<Pool[]> {
  const figures = await repo.countPools(
    ctx,
    rows.map((row) => row.staffId),
  );
  const handed = await repo.countHandedOver(
    ctx,
    rows.map((row) => row.unitId),
    new Date(ctx.now().getTime() - MONTH_MS),
  );
  return rows.map((row) => {
    const own = figures.find((one) => one.staffId === row.staffId);
    const ofUnit = handed.filter((one) => one.unitId === row.unitId);
    const by = (reason: PoolReason) => ofUnit.find((one) => one.reason === reason)?.count ?? 0;
    return {
      unit: { id: row.unitId, name: row.unitName },
      holder: { id: row.staffId, name: row.staffName },
      state: row.state,
      rules: row.rules,
      size: own?.size ?? 0,
      friends: own?.friends ?? 0,
      handedOver: Object.fromEntries(
        poolReasons.map((reason) => [reason, by(reason)]),
      ) as Pool['handedOver'],
      waiting: ofUnit.reduce((sum, one) => sum + one.waiting, 0),
      filling: row.sweptTo !== null,
      version: row.version,
    };
  });
}

export function savePool(
  ctx: Ctx,
  unitId: string,
  given: { staffId: string; state: 'on' | 'paused'; rules: PoolRules; version: number },
): Promise<Pool> {
  return inTx(ctx, async (ctx) => {
    const path = (await findUnitPaths(ctx, [unitId])).get(unitId);
    if (!path || !mayAt(ctx, MANAGE, path)) throw poolErrors.poolUnitUnknown({ unitId });
    const staff = (await findActiveStaff(ctx, [given.staffId])).get(given.staffId);
    if (!staff?.unitPath.startsWith(path))
      throw poolErrors.poolHolderUnfit({ staffId: given.staffId });
    const all = await repo.findPools(ctx);
    if (all.some((pool) => pool.staffId === given.staffId && pool.unitId !== unitId))
      throw poolErrors.poolHolderTaken({ staffId: given.staffId });
    const before = all.find((pool) => pool.unitId === unitId);
    if (before && before.staffId !== given.staffId) {
      const [held] = await repo.countPools(ctx, [before.staffId]);
      if (held && held.size > 0) throw poolErrors.poolHasCustomers({ customers: held.size });
    }
    if (!(await repo.putPool(ctx, unitId, given))) throw poolErrors.poolChanged({ unitId });
    audit(ctx, {
      action: 'customers.pool-saved',
      subject: { kind: 'pool', id: unitId, name: staff.name },
      unitId,
      before: before && { staffId: before.staffId, state: before.state, rules: before.rules },
      after: { staffId: given.staffId, state: given.state, rules: given.rules },
    });
    const row = (await repo.managedPools(ctx)).find((pool) => pool.unitId === unitId);
    return (await shown(ctx, [row!]))[0]!;
  });
}

export async function listPoolHandovers(
  ctx: Ctx,
  unitId: string,
  { before, waiting }: { before?: string | undefined; waiting: boolean },
): Promise<{ items: PoolHandover[] }> {
  const pool = (await repo.managedPools(ctx)).find((one) => one.unitId === unitId);
  if (!pool) throw poolErrors.poolUnitUnknown({ unitId });
  const rows = await repo.handoverRows(ctx, unitId, {
    before: before ? new Date(before) : null,
    waiting,
    limit: SHOWN,
  });
  // Whoever runs the pool sees whom it gave away, as with hand-overs of leavers.
  const heads = new Map(
    (
      await headsOf(
        ctx,
        rows.map((row) => row.customerId),
        { unseen: true },
      )
    ).map((head) => [head.id as number, head]),
  );
  return {
    items: rows.flatMap((row) => {
      const customer = heads.get(row.customerId);
      return customer
        ? [
            {
              customer,
              reason: row.reason,
              at: row.at.toISOString(),
              to: row.toStaffId ? { id: row.toStaffId, name: row.toName ?? '' } : null,
              transfer: shownTransfer(row, ctx.lang),
            },
          ]
        : [];
    }),
  };
}
