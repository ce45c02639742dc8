import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { clone, dropDatabase } from '#platform/server/test/test-database.ts';
import type { DemoPerson } from './demo-bank.setup.ts';
import { root, toEnd, yuhang } from './processes.ts';
import { startSimulator } from './simulator.ts';

export interface Product {
  readonly url: string;
  /** Where the simulated WeCom is; empty without one. */
  readonly simulatorUrl: string;
  /** What its processes run with, for one more of them. */
  readonly env: NodeJS.ProcessEnv;
  /** A person of the demo bank by role: 系统管理员, 安全管理员, 审计 … */
  person(role: string): DemoPerson;
  stop(): Promise<void>;
}

const START_LIMIT_MS = 120_000;
/** Whatever a journey waits for, its product does not outlive this. */
const LIFE_LIMIT_MS = 8 * 60_000;

export interface ProductOptions {
  /** Knows the address under which others reach it, as a connection to WeCom needs. */
  readonly reachable?: boolean;
  /** The demo bank is connected to a simulated WeCom, with the two phones on it. */
  readonly simulated?: boolean;
}

/** The whole product as a bank runs it, on a free port and a copy of the demo bank of its own. */
export async function startProduct({
  reachable = false,
  simulated = false,
}: ProductOptions = {}): Promise<Product> {
  const { template, folder, people } = inject('demoBank');
  const database = await clone(template);
  const dataDir = await mkdtemp(join(tmpdir(), 'yuhang-e2e-'));
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    DATABASE_URL: database,
    YUHANG_DATA: dataDir,
    YUHANG_MODE: 'demo',
    YUHANG_LOG_LEVEL: 'error',
    PORT: '0',
    HOST: '127.0.0.1',
  };
  if (reachable || simulated) {
    env.PORT = String(await freePort());
    env.YUHANG_PUBLIC_URL = `http://127.0.0.1:${env.PORT}`;
  }
  let server: ChildProcess | null = null;
  const simulator = simulated ? await startSimulator(root) : null;
  if (simulator) env.YUHANG_SIMULATOR_URL = env.YUHANG_WECOM_URL = simulator.url;
  const stop = async () => {
    if (server) await end(server);
    await simulator?.stop();
    await dropDatabase(database);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await cp(folder, dataDir, { recursive: true });
    // Its corps are founded in the simulator.
    if (simulator) await toEnd(yuhang(['demo'], env));
    server = yuhang(['serve', '--role', 'all'], env, true);
    setTimeout(() => server?.kill('SIGKILL'), LIFE_LIMIT_MS).unref();
    const url = await readyAt(server);
    if (simulator) await toEnd(yuhang(['demo', 'connect'], env));
    return {
      url,
      simulatorUrl: simulator?.url ?? '',
      env,
      stop,
      person(role) {
        const found = people.find((person) => person.role === role);
        if (!found) throw new Error(`The demo bank has no ${role}`);
        return found;
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function readyAt(server: ChildProcess): Promise<string> {
  const ended = once(server, 'exit').then(() => {
    throw new Error('The product ended before it was ready');
  });
  const late = AbortSignal.timeout(START_LIMIT_MS);
  const ready = (async () => {
    for (;;) {
      const [message] = await once(server, 'message', { signal: late });
      const { type, url } = message as { type?: string; url?: string };
      if (type === 'ready' && url) return url;
    }
  })();
  return Promise.race([ready, ended]);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('no free port');
  return address.port;
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = once(server, 'exit');
  server.kill('SIGTERM');
  const impatient = setTimeout(() => server.kill('SIGKILL'), 15_000);
  await gone;
  clearTimeout(impatient);
}
