import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { inTx, openPool, row, run } from './core/db.ts';
import { anEmptyDatabase } from './test/bank.ts';

const main = new URL('main.ts', import.meta.url).pathname;

async function start(url: string): Promise<{ child: ChildProcess; address: string }> {
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, DATABASE_URL: url, PORT: '0', SIM_SEED: 'same' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout! });
  const [line] = (await once(lines, 'line')) as [string];
  return { child, address: JSON.parse(line).listening };
}

async function stop(child: ChildProcess): Promise<number | null> {
  child.kill('SIGTERM');
  const [code] = await once(child, 'exit');
  return code as number | null;
}

const post = async (url: string, body: object) =>
  (await (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).json()) as Record<
    string,
    never
  >;

test('the process keeps corps, clock, tokens and people over a restart, and stops when told', async () => {
  const database = await anEmptyDatabase();
  const first = await start(database.url);
  await post(`${first.address}/sim/clock`, { now: '2026-03-02T09:00:00+08:00', speed: 0 });
  const corp = await post(`${first.address}/sim/corps`, {
    name: '示例银行',
    apps: [{ agentId: 1000002, secret: 'secret-app-1' }],
  });
  const { corpId } = corp as unknown as { corpId: string };
  await post(`${first.address}/sim/corps/${corpId}/seed`, {
    staff: [{ userid: 'zhangsan', name: '张三', departments: [1] }],
    people: [{ person: 'p1', name: '客户' }],
    relationships: [{ userid: 'zhangsan', person: 'p1' }],
  });
  const query = `corpid=${corpId}&corpsecret=secret-app-1`;
  const { access_token } = (await (
    await fetch(`${first.address}/cgi-bin/gettoken?${query}`)
  ).json()) as { access_token: string };
  expect(await stop(first.child)).toBe(0);

  const second = await start(database.url);
  const list = await fetch(
    `${second.address}/cgi-bin/externalcontact/list?userid=zhangsan&access_token=${access_token}`,
  );
  expect(await list.json()).toMatchObject({ errcode: 0, external_userid: [expect.any(String)] });
  const clock = (await (await fetch(`${second.address}/sim/clock`)).json()) as { iso: string };
  expect(clock.iso).toBe('2026-03-02T01:00:00.000Z');
  expect(await stop(second.child)).toBe(0);
  await database.drop();
}, 120_000);

test('without a database it says what is missing', async () => {
  const { DATABASE_URL: _, ...env } = process.env;
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr?.on('data', (chunk) => {
    said += chunk;
  });
  const [code] = await once(child, 'exit');
  expect(code).toBe(2);
  expect(said).toContain('DATABASE_URL');
});

test('the same seed and the same steps give the same ids', async () => {
  const ids: unknown[] = [];
  for (let run = 0; run < 2; run++) {
    const database = await anEmptyDatabase();
    const { child, address } = await start(database.url);
    await post(`${address}/sim/corps`, { corpId: 'ww0123456789abcdef', name: 'a' });
    const path = `${address}/sim/corps/ww0123456789abcdef`;
    await post(`${path}/seed`, {
      staff: [{ userid: 'zhangsan', name: '张三', departments: [1] }],
      people: [{ person: 'p1', name: '客户' }],
    });
    const { results } = await post(`${path}/acts`, {
      acts: [
        { do: 'customer.add', person: 'p1', userid: 'zhangsan' },
        { do: 'staff.create-group', userid: 'zhangsan', persons: ['p1'] },
      ],
    });
    ids.push(results);
    await stop(child);
    await database.drop();
  }
  expect(ids[0]).toEqual(ids[1]);
}, 120_000);

test('a connection that is lost in the middle of a transaction costs the transaction, not the process', async () => {
  const database = await anEmptyDatabase();
  const pool = openPool(database.url);
  const lost = inTx(pool, async (db) => {
    const { pid } = (await row<{ pid: number }>(db, 'select pg_backend_pid() as pid'))!;
    await run(pool, 'select pg_terminate_backend($1)', [pid]);
    await pause(200);
    await run(db, 'select 1');
  });
  await expect(lost).rejects.toThrow();
  expect(await row(pool, 'select 1 as n')).toEqual({ n: 1 });
  await pool.end();
  await database.drop();
});

test('corps keep the order in which they were made, whatever is changed of them, over a restart', async () => {
  const database = await anEmptyDatabase();
  const first = await start(database.url);
  for (const corpId of ['ww00000000000000bb', 'ww00000000000000aa'])
    await post(`${first.address}/sim/corps`, { corpId, name: corpId, apps: [] });
  const pool = openPool(database.url);
  await run(pool, `update corp set name = '改名' where corp_id = 'ww00000000000000bb'`);
  await pool.end();
  const corpsAt = async (address: string) =>
    ((await (await fetch(`${address}/sim/corps`)).json()) as { corps: { corpId: string }[] }).corps;
  const before = (await corpsAt(first.address)).map(({ corpId }) => corpId);
  await stop(first.child);
  const second = await start(database.url);
  expect((await corpsAt(second.address)).map(({ corpId }) => corpId)).toEqual(before);
  expect(before).toEqual(['ww00000000000000bb', 'ww00000000000000aa']);
  await stop(second.child);
  await database.drop();
}, 120_000);
