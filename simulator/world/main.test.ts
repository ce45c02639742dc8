import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { aBank } from '../wecom/test/bank.ts';

const main = new URL('main.ts', import.meta.url).pathname;

async function start(env: Record<string, string>): Promise<{ child: ChildProcess; url: string }> {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout! }), 'line')) as [string];
  return { child, url: JSON.parse(line).listening };
}

async function stop(
  child: ChildProcess,
  signal: NodeJS.Signals = 'SIGTERM',
): Promise<number | null> {
  child.kill(signal);
  const [code] = await once(child, 'exit');
  return code as number | null;
}

test('the process brings people to RMs who exist, lives, shows the bank its files, and goes on after a kill', async () => {
  const bank = await aBank();
  const folder = await mkdtemp(join(tmpdir(), 'yuhang-world-'));
  const rms = join(folder, 'rms.json');
  await writeFile(rms, JSON.stringify([{ userid: 'zhangsan', outlet: 'E01' }, { userid: 'lisi' }]));
  const env = {
    SIM_URL: bank.url,
    WORLD_CORP: bank.corpId,
    WORLD_CUSTOMERS: '80',
    WORLD_RMS: rms,
    WORLD_DATA: join(folder, 'data'),
  };
  const first = await start(env);
  const get = async (url: string) => fetch(url);
  const people = await (await get(`${first.url}/bank/customers.csv`)).text();
  expect(people.trimEnd().split('\r\n')).toHaveLength(81);
  expect(people).toContain(',E01,zhangsan,');
  const friends = await bank.simulator.sim.pool.query(
    `select count(*)::int n from relationship where userid in ('zhangsan', 'lisi')`,
  );
  expect(friends.rows[0].n).toBeGreaterThan(30);
  const members = async () => {
    const { rows } = await bank.simulator.sim.pool.query(
      `select g.owner, count(*)::int - 1 as customers
         from group_chat g join group_member m using (corp_id, chat_id) group by g.owner, g.chat_id`,
    );
    return rows;
  };
  const groups = await members();
  expect(groups).toEqual([{ owner: 'zhangsan', customers: expect.toSatisfy((n) => n > 5) }]);
  await bank.control('POST', '/sim/clock', { advance: 2 * 86_400 });
  await expect
    .poll(async () => (await get(`${first.url}/bank/days`)).json(), {
      timeout: 20_000,
    })
    .toEqual({ days: ['2026-03-02', '2026-03-03'] });
  const balances = await get(`${first.url}/bank/balances.csv?day=2026-03-03`);
  expect((await balances.text()).split('\r\n')[1]).toMatch(/^2026-03-03,60/);
  expect((await get(`${first.url}/bank/balances.csv?day=2026-04-03`)).status).toBe(404);
  const byHand = await fetch(`${first.url}/by-hand`, {
    method: 'PUT',
    body: JSON.stringify({ ids: ['zhangsan'] }),
  });
  expect(byHand.status).toBe(200);
  await stop(first.child, 'SIGKILL');

  await bank.control('POST', '/sim/clock', { advance: 3600 });
  const second = await start(env);
  const health = (await (await get(`${second.url}/health`)).json()) as {
    byHand: string[];
    ok: boolean;
  };
  expect(health).toMatchObject({ ok: true, byHand: ['zhangsan'] });
  expect(await members()).toEqual(groups);
  const refused = await fetch(`${second.url}/health`, {
    headers: { 'sec-fetch-site': 'cross-site' },
  });
  expect(refused.status).toBe(403);
  expect(await stop(second.child)).toBe(0);
  await rm(folder, { recursive: true, force: true });
  await bank.close();
}, 120_000);

test('without a simulator it says what is missing', async () => {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, 'exit');
  expect(code).toBe(2);
  expect(said).toContain('SIM_URL');
  expect(said).toContain('WORLD_CORP');
});
