import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rotatingLog } from '#platform/postgres/rotating-log.ts';
import type { Living } from './demo.ts';
import { type KeptProcess, keepRunning } from './process-keeper.ts';
import type { Settings } from './settings.ts';
import { say } from './terminal.ts';

/** Enough for every list to have its pages, and little enough for a laptop. */
const CUSTOMERS = '2000';

/** The people of a demo: customers of the bank's customer managers, who act as the clock goes. */
export function startWorld(
  settings: Settings,
  living: Living,
  context: {
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    readonly args: readonly string[];
    readonly simulatorUrl: string;
    /** Where RMs work with the product. */
    readonly productUrl: string;
    readonly port: number;
  },
): KeptProcess {
  const folder = join(settings.dataDir, 'world');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const rms = join(folder, 'rms.json');
  writeFileSync(rms, JSON.stringify(living.rms));
  const { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE, TZ, WORLD_CUSTOMERS } = context.env;
  const kept = keepRunning({
    name: 'world',
    args: [...context.args, 'simulator/world/main.ts'],
    cwd: context.cwd,
    env: {
      ...{ PATH, HOME, TMPDIR, NODE_COMPILE_CACHE, TZ },
      YUHANG_DATA: settings.dataDir,
      SIM_URL: context.simulatorUrl,
      PORT: `${context.port}`,
      WORLD_CORP: living.corpid,
      WORLD_PRODUCT: context.productUrl,
      // Who signs in as a customer manager, and whose phone is shown first, finds something to do.
      WORLD_DESKS_LEFT: living.rms[0]?.userid ?? '',
      WORLD_SEED: 'jianghai',
      WORLD_CUSTOMERS: WORLD_CUSTOMERS || CUSTOMERS,
      WORLD_RMS: rms,
      WORLD_DATA: folder,
    },
    log: rotatingLog(join(settings.logDir, 'world.log')),
  });
  // A bank whose customers do nothing by themselves is still a demo.
  const ready = kept.ready.catch((error: Error) => {
    say('没有启动模拟客户', 'no simulated customers');
    console.error(error.message);
  });
  return { ...kept, ready };
}
