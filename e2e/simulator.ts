import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { cloneTemplate, dropDatabase } from '#platform/server/test/test-database.ts';

const START_LIMIT_MS = 120_000;

/** WeCom's stand-in with its page of two phones, in a process and a database of its own. */
export async function startSimulator(
  root: string,
): Promise<{ url: string; stop(): Promise<void> }> {
  const database = await cloneTemplate();
  const child = spawn(process.execPath, [join(root, 'simulator/wecom/main.ts')], {
    env: { PATH: process.env.PATH, DATABASE_URL: database, PORT: '0', SIM_SEED: 'journey' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const gone = once(child, 'exit');
  const ready = once(child, 'message', { signal: AbortSignal.timeout(START_LIMIT_MS) });
  const ended = gone.then(() => {
    throw new Error('The simulator ended before it was ready');
  });
  const [message] = await Promise.race([ready, ended]);
  return {
    url: (message as { url: string }).url,
    async stop() {
      child.kill('SIGTERM');
      await gone;
      await dropDatabase(database);
    },
  };
}
