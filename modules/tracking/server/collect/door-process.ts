import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { collectPaths } from '../../contract/collect.ts';
import { signatureOf } from './signature.ts';

export interface Door {
  readonly url: string;
  readonly pid: number;
  /** Microseconds of processor time so far. */
  cpu(): Promise<number>;
  /** Sudden death: `kill -9`. */
  kill(): Promise<void>;
}

/** Starts a collection door in a process of its own. */
export async function openDoor(databaseUrl: string, masterKey: Buffer): Promise<Door> {
  const child: ChildProcess = fork(
    fileURLToPath(new URL('./door.fixture.ts', import.meta.url)),
    [databaseUrl, masterKey.toString('base64')],
    { stdio: 'inherit', execArgv: [] },
  );
  const gone = once(child, 'exit');
  const [{ port }] = (await Promise.race([
    once(child, 'message'),
    gone.then(() => {
      throw new Error('The door ended before it was open');
    }),
  ])) as [{ port: number }];
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid!,
    async cpu() {
      child.send('cpu');
      const [{ cpu }] = (await once(child, 'message')) as [{ cpu: NodeJS.CpuUsage }];
      return cpu.user + cpu.system;
    },
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

/** A bank system that sends a batch until somebody has answered for it. */
export async function sendUntilAnswered(
  door: () => Promise<Door>,
  site: { key: string; secret: string | null },
  batch: string,
): Promise<{ stored: number; duplicates: number; tries: number }> {
  for (let tries = 1; ; tries++) {
    const timestamp = String(Math.floor(Date.now() / 1000));
    try {
      const { url } = await door();
      const response = await fetch(`${url}${collectPaths.serverEvents}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'x-yuhang-key': site.key,
          'x-yuhang-timestamp': timestamp,
          'x-yuhang-signature': signatureOf(site.secret!, timestamp, batch),
        },
        body: batch,
      });
      if (response.ok) {
        const { stored, duplicates, refused } = (await response.json()) as {
          stored: number;
          duplicates: string[];
          refused: unknown[];
        };
        if (refused.length > 0) throw new Refused(JSON.stringify(refused[0]));
        return { stored, duplicates: duplicates.length, tries };
      }
      await response.text();
      if (response.status !== 503 && response.status !== 429)
        throw new Refused(`${response.status}`);
    } catch (err) {
      if (err instanceof Refused) throw err;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

class Refused extends Error {}
