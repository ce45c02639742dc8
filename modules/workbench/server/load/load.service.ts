import { unitScope } from '#modules/org/server/index.ts';
import { platformErrors } from '#platform/contract/errors.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import type { WorkbenchSettings } from '../../contract/load.ts';
import { findSettings, putSettings } from '../settings.repo.ts';
import { loadRows } from './load.repo.ts';

export const READ = 'workbench.unit.read';

export async function listLoads(
  ctx: Ctx,
  query: { page: number; size: number; over?: 'yes' | 'no' | undefined },
) {
  const { capacity, cycleDays } = await findSettings(ctx);
  const day = dayOf(ctx.now());
  const { items, total } = await loadRows(ctx, await unitScope(ctx, READ), {
    ...query,
    capacity,
    since: startOfDay(addDays(day, -cycleDays)),
    weekAgo: startOfDay(addDays(day, -7)),
  });
  return {
    items: items.map(({ staffId, name, ...row }) => ({
      ...row,
      staff: { id: staffId, name },
      over: row.customers - row.automated > capacity,
    })),
    total,
    capacity,
    cycleDays,
  };
}

export async function changeSettings(
  ctx: Ctx,
  change: WorkbenchSettings & { version: number },
): Promise<WorkbenchSettings & { version: number }> {
  return inTx(ctx, async (ctx) => {
    const before = await findSettings(ctx);
    if (!(await putSettings(ctx, change))) throw platformErrors.conflict();
    audit(ctx, {
      action: 'workbench.settings-changed',
      subject: { kind: 'settings', id: 'workbench' },
      before,
      after: change,
    });
    return findSettings(ctx);
  });
}
