import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import type { Ctx } from '../ctx.ts';
import { testDatabaseUrl, testMasterKey } from './test-database.ts';
import { testFilesFolder } from './test-org.ts';

export interface WorkerProcess {
  readonly pid: number;
  /** Sudden death: `kill -9`. */
  kill(): Promise<void>;
}

const children = new Set<ChildProcess>();
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/**
 * Starts a real worker in a process of its own, on the database and files of this test file,
 * at the business time of `ctx`. `modulesFile` exports `modules`.
 */
export async function spawnWorker(ctx: Ctx, modulesFile: URL): Promise<WorkerProcess> {
  const child = fork(
    fileURLToPath(new URL('./worker-process.ts', import.meta.url)),
    [
      testDatabaseUrl(),
      testMasterKey.toString('base64'),
      testFilesFolder,
      modulesFile.href,
      ctx.now().toISOString(),
    ],
    { stdio: 'inherit', execArgv: [] },
  );
  children.add(child);
  const gone = once(child, 'exit').then(() => children.delete(child));
  await Promise.race([
    once(child, 'message'),
    gone.then(() => {
      throw new Error('The worker ended before it was ready');
    }),
  ]);
  return {
    pid: child.pid!,
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
