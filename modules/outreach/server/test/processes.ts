import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

/** A process that is started again after it was killed. */
export interface Killable {
  readonly name: string;
  /** `kill -9`, then again from the beginning. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export async function killable(
  name: string,
  start: () => Promise<ChildProcess>,
): Promise<Killable> {
  let child = await start();
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return {
    name,
    async kill() {
      await end();
      child = await start();
    },
    stop: end,
  };
}

/** Tries until what it depends on is back. */
async function patiently<T>(start: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await start();
    } catch (err) {
      if (tries > 60) throw err;
      await pause(250);
    }
  }
}

interface Place {
  readonly database: string;
  readonly masterKey: Buffer;
  readonly files: string;
  /** Milliseconds that their business clock is ahead of the machine's. */
  readonly ahead: number;
}

export const startWorker = (place: Place) =>
  startForked(new URL('./worker-process.ts', import.meta.url), place, []);

export const startApi = (place: Place, port: number) =>
  startForked(new URL('./api-process.ts', import.meta.url), place, [`--port=${port}`]);

const startForked = (file: URL, place: Place, more: readonly string[]) =>
  patiently(async () => {
    const main = fileURLToPath(file);
    const args = [
      `--database=${place.database}`,
      `--masterKey=${place.masterKey.toString('base64')}`,
      `--files=${place.files}`,
      `--ahead=${place.ahead}`,
      ...more,
    ];
    const child = fork(main, args, {
      stdio: ['ignore', 'inherit', process.env.YUHANG_KILLS_SHOW ? 'inherit' : 'ignore', 'ipc'],
      execArgv: [],
    });
    await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(() => {
        throw new Error(`${file.pathname} ended before it worked`);
      }),
    ]);
    return child;
  });

export const startSimulator = (database: string, port: number) =>
  patiently(async () => {
    const main = fileURLToPath(new URL('../../../../simulator/wecom/main.ts', import.meta.url));
    const child = spawn(process.execPath, [main], {
      env: { ...process.env, DATABASE_URL: database, PORT: `${port}`, SIM_SEED: 'kill' },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error('the simulator ended before it listened')));
      createInterface({ input: child.stdout }).once('line', () => resolve());
    });
    return child;
  });
