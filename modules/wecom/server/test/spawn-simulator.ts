import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface SpawnedSimulator {
  readonly url: string;
  control(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

/** WeCom's stand-in in a process of its own: the product meets it over HTTP alone. */
export async function spawnSimulator(database: string): Promise<SpawnedSimulator> {
  const main = fileURLToPath(new URL('../../../../simulator/wecom/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, DATABASE_URL: database, PORT: '0', SIM_SEED: 'test' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const url = await new Promise<string>((resolve, reject) => {
    gone.then(() => reject(new Error('the simulator ended before it listened')));
    createInterface({ input: child.stdout }).once('line', (line) =>
      resolve(JSON.parse(line).listening),
    );
  });
  return {
    url,
    async control(method, path, body) {
      const response = await fetch(`${url}${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const json = (await response.json()) as Record<string, unknown>;
      if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`);
      return json;
    },
    async stop() {
      child.kill('SIGTERM');
      await gone;
    },
  };
}
