import { z } from 'zod';
import { audit } from '../audit.ts';
import { asSystem, type Ctx, inTx, NO_BANK } from '../ctx.ts';
import { defineJob, enqueue, handleOutside, type JobHandler } from '../jobs.ts';
import { deletableBefore, nowOf, type RecordKind } from '../retention.ts';
import { type DailyTask, eachBank } from './daily.ts';
import { findOpenHolds, findOwnDays } from './retention.repo.ts';

const BATCH = 5_000;

const applyRetention = defineJob('platform.apply-retention', z.object({}), { attempts: 3 });

export const dailyRetention: DailyTask = {
  name: 'retention',
  hour: 3,
  async run(ctx) {
    await enqueue(asSystem(ctx, NO_BANK, 'retention'), applyRetention, {});
    await eachBank(ctx, (ctx) => enqueue(ctx, applyRetention, {}));
  },
};

/** Deletes what is over, batch by batch; each batch commits with the entry that proves it. */
export function retentionJob(kinds: readonly RecordKind[]): JobHandler {
  return handleOutside(applyRetention, async (ctx) => {
    const of = ctx.orgId === NO_BANK ? 'installation' : 'bank';
    for (const kind of kinds.filter((kind) => kind.of === of || kind.name === 'audit_log')) {
      let count = BATCH;
      while (count === BATCH) count = await purgeBatch(ctx, kind);
    }
  });
}

function purgeBatch(ctx: Ctx, kind: RecordKind): Promise<number> {
  return inTx(asSystem(ctx, ctx.orgId, 'retention'), async (ctx) => {
    const days = (await findOwnDays(ctx)).get(kind.name) ?? kind.days;
    const holds = (await findOpenHolds(ctx)).filter(({ record }) => record === kind.name);
    const before = deletableBefore(nowOf(ctx, kind), days, holds);
    if (!before) return 0;
    const { count, proof } = await kind.purge(ctx, before, BATCH);
    if (count > 0)
      audit(ctx, {
        action: 'platform.retention-applied',
        subject: { kind: 'retention', id: kind.name, name: kind.title[0] },
        after: { count, days, before: before.toISOString(), ...proof },
      });
    return count;
  });
}
