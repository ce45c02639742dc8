import { readdirSync, readFileSync } from 'node:fs';

/** Clock ticks in a second, as Linux tells them to programs. */
const TICKS = 100;

interface Stat {
  readonly pid: number;
  readonly parent: number;
  readonly ticks: number;
}

function statOf(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name is in brackets and may hold anything.
    const [, parent, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    // User and system time, its own and that of children who have ended.
    const ticks = rest.slice(9, 13).reduce((sum, n) => sum + Number(n), 0);
    return { pid, parent: Number(parent), ticks };
  } catch {
    return null;
  }
}

/**
 * Seconds of processor that processes and all below them have used: what work costs, whatever else
 * the machine is doing. Null where there is no /proc.
 */
export function cpuSeconds(roots: readonly number[]): number | null {
  if (!statOf(process.pid)) return null;
  const all = readdirSync('/proc').flatMap((name) => statOf(Number(name)) ?? []);
  const wanted = new Set(roots);
  for (let before = -1; before !== wanted.size; ) {
    before = wanted.size;
    for (const { pid, parent } of all) if (wanted.has(parent)) wanted.add(pid);
  }
  return all.reduce((sum, s) => sum + (wanted.has(s.pid) ? s.ticks : 0), 0) / TICKS;
}
