import type { Ctx } from '#platform/server/ctx.ts';
import type { DataSet } from '#platform/server/data-set.ts';
import type { RecordKind } from '#platform/server/retention.ts';
import { listRetention } from '#platform/server/system/retention.service.ts';
import type { DataAsset } from '../../contract/rights.ts';
import { estimateRows } from './asset.repo.ts';

/** Every data set of the product with class, owner, retention and consumers. */
export async function dataAssets(
  ctx: Ctx,
  sets: readonly DataSet[],
  kinds: readonly RecordKind[],
): Promise<DataAsset[]> {
  const rows = await estimateRows(ctx);
  const rules = new Map((await listRetention(ctx, kinds)).map((rule) => [rule.record, rule.days]));
  return sets.map((set) => ({
    name: set.name,
    module: set.name.split('.')[0]!,
    title: [...set.title],
    dataClass: set.dataClass,
    owner: [...set.owner],
    retention:
      'record' in set.retention ? inDays(rules.get(set.retention.record)) : [...set.retention],
    consumers: set.consumers.map((one) => [...one]),
    tables: [...set.tables],
    rows: set.tables.reduce((sum, table) => sum + (rows.get(table) ?? 0), 0),
    onErasure: set.onErasure,
  }));
}

/** As the bank has set it, today. */
const inDays = (days: number | undefined): [string, string] =>
  days === undefined ? ['未设定', 'Not set'] : [`${days} 天`, `${days} days`];
