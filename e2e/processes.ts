import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** A process of the product; `listen` hears its messages instead of its output. */
export const yuhang = (args: string[], env: NodeJS.ProcessEnv, listen = false): ChildProcess =>
  spawn(process.execPath, [join(root, 'apps/yuhang/main.ts'), ...args], {
    cwd: root,
    env,
    stdio: ['ignore', listen ? 'ignore' : 'pipe', 'inherit', ...(listen ? ['ipc' as const] : [])],
  });

export async function toEnd(child: ChildProcess): Promise<void> {
  child.stdout?.resume();
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`yuhang ended with ${code}`);
}
