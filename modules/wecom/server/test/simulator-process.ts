import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { cloneTemplate, dropDatabase } from '#platform/server/test/test-database.ts';

export interface SimulatorProcess {
  readonly url: string;
  readonly corpid: string;
  control(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  stop(): Promise<void>;
}

export const APP = { agentId: 1_000_002, secret: 'secret-app-1' };
export const CONTACTS = { agentId: 2_000_002, secret: 'secret-contacts' };

/** WeCom's stand-in in a process of its own: the product meets it over HTTP alone. */
export async function aSimulator(): Promise<SimulatorProcess> {
  const database = await cloneTemplate();
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
  const corpid = 'ww0123456789abcdef';
  const control = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${url}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const json = (await response.json()) as Record<string, unknown>;
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`);
    return json;
  };
  await control('POST', '/sim/corps', {
    corpId: corpid,
    name: '示例银行',
    apps: [APP, { ...CONTACTS, kind: 'contact-sync' }],
  });
  await control('POST', `/sim/corps/${corpid}/seed`, {
    departments: [{ id: 2, name: '城东支行', parentId: 1 }],
    staff: [{ userid: 'zhangsan', name: '张三', departments: [2] }],
    people: Array.from({ length: 5 }, (_, i) => ({ person: `p${i}`, name: `客户${i}`, gender: 1 })),
  });
  return {
    url,
    corpid,
    control,
    async stop() {
      child.kill('SIGTERM');
      await gone;
      await dropDatabase(database);
    },
  };
}
