import { join } from 'node:path';
import { rotatingLog } from '#platform/postgres/rotating-log.ts';
import type { OpenDatabase } from './database.ts';
import { nextFree } from './port.ts';
import { type KeptProcess, keepRunning, type Message } from './process-keeper.ts';
import type { Settings } from './settings.ts';
import { say } from './terminal.ts';

/** It has no credentials and can be told anything: nobody but this machine may reach it. */
const LOOPBACK = '127.0.0.1';

/**
 * The product's cookies on the phones of a customer and of an RM. Written out: their contracts would
 * bring more code than the rest of this process.
 */
export const PHONE_COOKIES = ['yuhang_customer', 'yuhang_workbench'];

export interface Simulator {
  readonly url: string;
  /** Where its people will be asked, once they live there. */
  readonly worldPort: number;
  readonly process: KeptProcess;
}

/** The stand-in for WeCom of a demo bank, with a database of its own; null where that may not be made. */
export async function startSimulator(
  settings: Settings,
  context: {
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
    readonly args: readonly string[];
    readonly database: OpenDatabase;
    /** The product's; ours is the next one that is free. */
    readonly port: number;
    readonly productUrl: string;
    readonly hear: (message: Message) => void;
  },
): Promise<Simulator | null> {
  const database = await context.database.beside('wecom');
  if ('refused' in database) {
    say(
      `没有启动企业微信模拟器：无法使用数据库 ${database.name}（${database.refused}）。请先建好该数据库，或允许本账号建库`,
      `no WeCom simulator: the database ${database.name} cannot be used (${database.refused}); create it, or let this account create databases`,
    );
    return null;
  }
  const port = await nextFree(LOOPBACK, context.port);
  const worldPort = await nextFree(LOOPBACK, port);
  const { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE, TZ } = context.env;
  const kept = keepRunning({
    name: 'simulator',
    args: [...context.args, 'simulator/wecom/main.ts'],
    cwd: context.cwd,
    env: {
      ...{ PATH, HOME, TMPDIR, NODE_COMPILE_CACHE, TZ },
      YUHANG_DATA: settings.dataDir,
      DATABASE_URL: database.url,
      PORT: `${port}`,
      SIM_SEED: 'jianghai',
      SIM_LOG_LEVEL: 'error',
      SIM_PRODUCT_URL: context.productUrl,
      SIM_PHONE_COOKIES: PHONE_COOKIES.join(','),
      SIM_CLOCK_LED: '1',
      SIM_WORLD_URL: `http://${LOOPBACK}:${worldPort}`,
    },
    log: rotatingLog(join(settings.logDir, 'simulator.log')),
    hear: context.hear,
  });
  return { url: `http://${LOOPBACK}:${port}`, worldPort, process: kept };
}
