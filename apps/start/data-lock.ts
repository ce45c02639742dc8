import { randomBytes } from 'node:crypto';
import {
  linkSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartProblem } from './problem.ts';

interface Holder {
  pid: number;
  /** The kernel's start time of that process: ids come round again, this does not. */
  born: string;
  /** This boot of this machine and container; process ids mean nothing elsewhere. */
  machine: string;
  address: string;
}

export interface DataLock {
  /** The run before ended without cleaning up, so its processes may still be on their way out. */
  readonly tookOver: boolean;
  /** Tells the next one who tries where we are to be found. */
  announce(address: string): void;
  release(): void;
}

const BEAT_MS = 3_000;

/** One start per data folder: two servers on the same files would ruin them. */
export async function lockDataFolder(dataDir: string): Promise<DataLock> {
  const file = join(dataDir, 'running.json');
  const mine: Holder = {
    pid: process.pid,
    born: born(process.pid) ?? '',
    machine: machine(),
    address: '',
  };
  let tookOver = false;
  while (!take(file, mine)) {
    const holder = read(file);
    if (holder && (await isRunning(holder, file))) throw inUse(dataDir, holder);
    if (!clear(file, holder)) await sleep(50);
    else tookOver = true;
  }
  const beat = setInterval(() => touch(file), BEAT_MS);
  beat.unref();
  return {
    tookOver,
    announce: (address) => {
      writeFileSync(`${file}.new`, JSON.stringify({ ...mine, address }), { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
    release: () => {
      clearInterval(beat);
      if (read(file)?.pid === mine.pid) rmSync(file, { force: true });
    },
  };
}

/** Creates the file with its content in one step, so that nobody ever reads half of it. */
function take(file: string, holder: Holder): boolean {
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, JSON.stringify(holder), { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves a stale file out of the way; one that a quicker starter has made meanwhile is put back. */
function clear(file: string, stale: Holder | null): boolean {
  const aside = `${file}.${randomBytes(4).toString('hex')}`;
  try {
    renameSync(file, aside);
    if (JSON.stringify(read(aside)) !== JSON.stringify(stale)) linkSync(aside, file);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(aside, { force: true });
  }
}

function read(file: string): Holder | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

async function isRunning(holder: Holder, file: string): Promise<boolean> {
  if (holder.machine === machine()) return born(holder.pid) === holder.born;
  // Another machine or container on a shared folder: its process cannot be seen, its pulse can.
  const before = lastBeat(file);
  if (Date.now() - before > 10 * BEAT_MS) return false;
  await sleep(2.5 * BEAT_MS);
  return lastBeat(file) !== before;
}

const lastBeat = (file: string) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function touch(file: string): void {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // The folder was removed under us; the next write will say so louder.
  }
}

function born(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function machine(): string {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
  } catch {
    return 'unknown';
  }
}

function inUse(dataDir: string, { pid, address }: Holder): StartProblem {
  const where = address || `pid ${pid}`;
  return new StartProblem(
    'already-running',
    `域行已经在使用数据文件夹 ${dataDir} 运行：${where}（进程 ${pid}）。请直接打开该地址；要再启动一个，请用 YUHANG_DATA 指定另一个文件夹。`,
    `Yuhang is already running on the data folder ${dataDir}: ${where} (process ${pid}). Open that address, or set YUHANG_DATA to another folder to start a second one.`,
  );
}
