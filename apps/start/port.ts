import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '#platform/postgres/free-port.ts';
import { StartProblem } from './problem.ts';
import { DEFAULT_PORT } from './settings.ts';

export interface Choice {
  readonly port: number;
  /** The usual port was taken, by whom, so this is another. */
  readonly instead?: string;
}

/**
 * A port that was asked for is used or refused, since somebody relies on it. Where nobody asked,
 * the next free one after 8600 is taken, and said.
 */
export async function choosePort(
  host: string,
  asked: number | null,
  patienceMs: number,
): Promise<Choice> {
  if (asked === 0) return { port: await freePort() };
  const wanted = asked ?? DEFAULT_PORT;
  const end = Date.now() + patienceMs;
  do {
    if (await isFree(host, wanted)) return { port: wanted };
    await sleep(Math.min(200, patienceMs));
  } while (Date.now() < end);
  const next = await nextFree(host, wanted);
  const holder = whoListens(wanted);
  if (asked === null) return { port: next, instead: holder };
  throw new StartProblem(
    'port-taken',
    `端口 ${wanted} 已被占用（${holder}）。可以改用空闲端口 ${next}：PORT=${next} npm start`,
    `Port ${wanted} is taken (${holder}). Port ${next} is free: PORT=${next} npm start`,
  );
}

function isFree(host: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    });
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}

/** The first free one after another. */
export async function nextFree(host: string, after: number): Promise<number> {
  for (let port = after + 1; port <= Math.min(after + 100, 65_535); port++) {
    if (await isFree(host, port)) return port;
  }
  return freePort();
}

/** "nginx, pid 812", as far as we may look. */
function whoListens(port: number): string {
  const sockets = listeningSockets(port);
  if (port < 1024 && sockets.size === 0) return '需要特权 / needs privileges';
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const holds = readdirSync(`/proc/${pid}/fd`).some((fd) =>
        sockets.has(readlinkSync(`/proc/${pid}/fd/${fd}`)),
      );
      if (holds) return `${readFileSync(`/proc/${pid}/comm`, 'utf8').trim()}, pid ${pid}`;
    } catch {
      // Another user's process, or one that ended meanwhile.
    }
  }
  return '其他进程 / another process';
}

function listeningSockets(port: number): Set<string> {
  const LISTEN = '0A';
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const found = new Set<string>();
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readTable(table)) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
      if (local?.endsWith(suffix) && state === LISTEN) found.add(`socket:[${inode}]`);
    }
  }
  return found;
}

function readTable(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n').slice(1);
  } catch {
    return [];
  }
}
