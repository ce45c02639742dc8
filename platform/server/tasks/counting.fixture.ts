import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { audit } from '../audit.ts';
import { inTx } from '../ctx.ts';
import { defineTask } from './task.ts';
import { tasksModule } from './tasks-module.ts';

/** Records each number once, slowly: what a crash in the middle must neither lose nor repeat. */
export const slowCount = defineTask({
  kind: 'test.slow-count',
  payload: z.object({ to: z.int() }),
  async run(ctx, { to }, progress) {
    const { i: from = 0 } = (progress.cursor ?? {}) as { i?: number };
    for (let i = from + 1; i <= to; i++) {
      await inTx(ctx, async (tx) => {
        audit(tx, { action: 'test.counted', subject: { kind: 'number', id: String(i) } });
        await progress.save(tx, { i }, { done: i });
      });
      await pause(20);
    }
    return undefined;
  },
});

export const modules = [
  tasksModule([slowCount], async (_, id) => ({
    kind: 'staff',
    id,
    name: '测试',
    permissions: new Map(),
  })),
];
