import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Ends what an earlier run left in this data folder: a server whose supervisor was killed, or the
 * sessions of a server that was killed itself. Every process of a server has the data folder as its
 * working folder, which cannot be mistaken, whereas the process id in `postmaster.pid` may long
 * belong to somebody else.
 */
export async function stopLeftOver(dataDir: string, log: (line: string) => void): Promise<void> {
  const main = readPostmasterPid(dataDir);
  const left = () => processesIn(dataDir);
  if (left().length > 0) {
    log(`stopping a PostgreSQL left over in ${dataDir} (${left().join(', ')})`);
    if (main !== null && left().includes(main)) {
      send(main, 'SIGINT');
      await until(() => left().length === 0, 10_000);
    }
    for (const pid of left()) send(pid, 'SIGQUIT');
    await until(() => left().length === 0, 3_000);
    for (const pid of left()) send(pid, 'SIGKILL');
    await until(() => left().length === 0, 3_000);
  }
  await rm(join(dataDir, 'postmaster.pid'), { force: true });
}

export function readPostmasterPid(dataDir: string): number | null {
  const pid = Number(pidFile(dataDir)[0]);
  return Number.isInteger(pid) && pid > 0 ? pid : null;
}

/** What pg_ctl looks at too: the last line of the pid file says whether connections are accepted. */
export const isReady = (dataDir: string, pid: number): boolean => {
  const lines = pidFile(dataDir);
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
};

function pidFile(dataDir: string): string[] {
  try {
    return readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

function processesIn(dataDir: string): number[] {
  const folder = realpathSync(dataDir);
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && isServer(pid, folder));
}

function isServer(pid: number, folder: string): boolean {
  try {
    const name = readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
    return name === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch {
    return false;
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended in between.
  }
}

async function until(done: () => boolean, limit: number): Promise<void> {
  const end = Date.now() + limit;
  while (!done() && Date.now() < end) await sleep(20);
}
