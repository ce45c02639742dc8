import { z } from 'zod';
import type { Db } from './db.ts';

/**
 * The business clock of an installation. It runs with the machine (`real`), stands still, or runs
 * at a factor. Sessions, one-time codes, leases and job retries follow the machine's time instead:
 * a jump of 24 days must not sign anybody out.
 */
export const ClockSetting = z.object({
  mode: z.enum(['real', 'standing', 'running']),
  /** Machine time at which `businessAt` held. */
  realAt: z.date(),
  businessAt: z.date(),
  /** Business seconds for each machine second, while running. */
  factor: z.number().min(0.01).max(1_000_000),
  version: z.int(),
});
export type ClockSetting = z.infer<typeof ClockSetting>;

export const realClock: ClockSetting = {
  mode: 'real',
  realAt: new Date(0),
  businessAt: new Date(0),
  factor: 1,
  version: 0,
};

/** The business time a setting gives at a machine time. */
export function businessTime(setting: ClockSetting, real: Date): Date {
  if (setting.mode === 'real') return real;
  const base = setting.businessAt.getTime();
  if (setting.mode === 'standing') return new Date(base);
  return new Date(base + (real.getTime() - setting.realAt.getTime()) * setting.factor);
}

export interface Clock {
  now(): Date;
  setting(): ClockSetting;
  /** Reads the setting again; called on a notification and every second. */
  refresh(): Promise<void>;
}

/** Production installations follow the machine, whatever the table says. */
export function createClock(db: Db, { movable }: { movable: boolean }): Clock {
  let current = realClock;
  return {
    now: () => businessTime(current, new Date()),
    setting: () => current,
    refresh: async () => {
      if (movable) current = await readClock(db);
    },
  };
}

export async function readClock(db: Db): Promise<ClockSetting> {
  const row = await db
    .selectFrom('platform.clock')
    .select(['mode', 'realAt', 'businessAt', 'factor', 'version'])
    .where('id', '=', 1)
    .executeTakeFirst();
  return row ? ClockSetting.parse(row) : realClock;
}

/** Sets the installation's clock; false when another person moved it since `version`. */
export async function writeClock(
  db: Db,
  next: Omit<ClockSetting, 'version'>,
  version: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('platform.clock')
    .set({ ...next, version: version + 1 })
    .where('id', '=', 1)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
