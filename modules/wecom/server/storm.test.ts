import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '#platform/postgres/free-port.ts';
import { testDatabaseUrl, testMasterKey } from '#platform/server/test/test-database.ts';
import { callHttp, testFilesFolder, testOrg } from '#platform/server/test/test-org.ts';
import * as api from '../contract.ts';
import { aCorp, aWecomAdmin, running, wecomSettings } from './fixtures.ts';
import { countStale } from './mirror/stale.repo.ts';
import { copyDigest } from './test/copy-digest.repo.ts';
import { type KillableProduct, startProduct } from './test/killable-product.ts';
import { APP, aSimulator, CONTACTS, type SimulatorProcess } from './test/simulator-process.ts';
import { aStorm } from './test/storm.ts';

// The full size: YUHANG_STORM=185000, of which some are refused; duplicates make it 200,000 callbacks.
const COUNT = Number(process.env.YUHANG_STORM ?? 2_500);
const BATCH = Math.min(1_000, Math.ceil(COUNT / 20));
const KILLS = 3;

let simulator: SimulatorProcess;
let product: KillableProduct | undefined;

beforeAll(async () => {
  simulator = await aSimulator();
});
afterAll(async () => {
  await product?.kill();
  await simulator?.stop();
});

const say = (text: string) => process.env.YUHANG_STORM && console.error(`  storm: ${text}`);

test(`a storm of events, a fifth of them twice, a tenth out of order, the product killed ${KILLS} times: the copy equals WeCom`, {
  timeout: COUNT > 10_000 ? 7_200_000 : 300_000,
}, async () => {
  const ctx = running(testOrg());
  const { app, headers } = await aWecomAdmin(ctx, wecomSettings(ctx));
  const { corp, apps } = await aCorp(ctx, simulator.url, {
    corpid: simulator.corpid,
    apps: [
      { kind: 'self_built', ...APP },
      { kind: 'contact_sync', ...CONTACTS },
    ],
  });
  const place = {
    database: testDatabaseUrl(),
    masterKey: testMasterKey,
    files: testFilesFolder,
    port: await freePort(),
  };
  product = await startProduct(place);
  for (const { id, agentId } of apps) {
    const params = { id: corp.id, appId: id };
    const keys = await callHttp(app, api.renewCallbackKeys, { params }, headers);
    const url = `http://127.0.0.1:${place.port}${new URL(keys.url!).pathname}`;
    const { token, encodingAesKey } = keys;
    const path = `/sim/corps/${simulator.corpid}/apps/${agentId}/callback`;
    await simulator.control('PUT', path, { url, token, encodingAesKey });
  }
  const acts = async (list: readonly object[]) => {
    const path = `/sim/corps/${simulator.corpid}/acts`;
    return (await simulator.control('POST', path, { acts: list })).results as Result[];
  };
  type Result = { ok: boolean; chatId?: string; tags?: Record<string, string> };

  const [made] = await acts([
    { do: 'admin.create-tags', group: '意向', tags: ['高', '中', '低', '无'] },
  ]);
  const tagIds = Object.values(made!.tags!);
  const plan = aStorm(COUNT, tagIds, []);
  await simulator.control('POST', `/sim/corps/${simulator.corpid}/seed`, {
    staff: plan.staff.map((userid) => ({ userid, name: userid, departments: [2] })),
    people: plan.people.map((person) => ({ person, name: `客户${person}` })),
  });
  const groups = await acts(
    Array.from({ length: 12 }, (_, i) => ({
      do: 'staff.create-group',
      userid: plan.staff[i % plan.staff.length],
      name: `群${i}`,
    })),
  );
  await simulator.control('PUT', '/sim/callbacks/retry-delays', { ms: [3_000, 10_000] });
  const faults = (more = {}) =>
    simulator.control('PUT', '/sim/callbacks/faults', {
      duplicate: 0.2,
      reorder: 0.1,
      delayMs: 1_500,
      ...more,
    });
  await faults();

  const storm = aStorm(
    COUNT,
    tagIds,
    groups.map(({ chatId }) => chatId!),
  );
  const killAt = Array.from({ length: KILLS }, (_, i) =>
    Math.floor((COUNT * (i + 1)) / (KILLS + 1)),
  );
  const began = Date.now();
  let done = 0;
  let refused = 0;
  for (const batch of storm.acts(BATCH)) {
    refused += (await acts(batch)).filter(({ ok }) => !ok).length;
    done += batch.length;
    if (killAt[0] !== undefined && done >= killAt[0]) {
      killAt.shift();
      // What is on its way fails and comes again. How long a process takes to start is not the
      // matter here: WeCom gives up after three tries, which a reconcile makes good.
      await faults({ paused: true });
      await product.kill();
      product = await startProduct(place);
      await faults();
      say(`killed and started again after ${done}`);
    }
  }
  expect(killAt).toEqual([]);
  // Joining a full group and the like is refused, as it is in life; at full size many groups are full.
  expect(refused).toBeLessThan(COUNT / 10);
  say(`${done} things done in ${(Date.now() - began) / 1000} s`);
  const delivered = async () => {
    const { idle } = await simulator.control('POST', '/sim/callbacks/idle', { timeoutMs: 600_000 });
    expect(idle).toBe(true);
    const { callbacks } = await simulator.control('GET', '/sim/callbacks?state=lost&limit=1000');
    return callbacks as { id: number }[];
  };
  // WeCom gives up after three tries. Where each of them met the product dying, it is told once
  // more, long after its time.
  for (let round = 0; round < 5; round++) {
    const lost = await delivered();
    if (lost.length === 0) break;
    say(`${lost.length} told again`);
    for (const { id } of lost) await simulator.control('POST', `/sim/callbacks/${id}/resend`);
  }
  expect(await delivered()).toEqual([]);
  say(`all delivered after ${(Date.now() - began) / 1000} s`);

  const left = async () => {
    const { rows } = await sql<{ waiting: number; jobs: object[] }>`
        select (select count(*) from wecom.callback where org_id = ${ctx.orgId} and state = 'received') as waiting,
               (select coalesce(jsonb_agg(jsonb_build_object('task', t.identifier, 'attempts', j.attempts,
                  'error', left(j.last_error, 200), 'locked', j.locked_at, 'run', j.run_at)), '[]')
                 from graphile_worker._private_jobs j
                 join graphile_worker._private_tasks t on t.id = j.task_id) as jobs`.execute(
      ctx.db,
    );
    const { waiting: stale, problem } = await countStale(ctx, corp.id);
    return { ...rows[0]!, stale, problem };
  };
  const over = { waiting: 0, jobs: [], stale: 0, problem: null };
  const deadline = Date.now() + (COUNT > 10_000 ? 1_800_000 : 120_000);
  for (;;) {
    const now = await left();
    if (JSON.stringify(now) === JSON.stringify(over) || Date.now() > deadline) {
      expect(now).toEqual(over);
      break;
    }
    await pause(500);
  }
  say(`settled after ${(Date.now() - began) / 1000} s`);

  const { counts } = await simulator.control('GET', '/sim/callbacks');
  const { rows } = await sql<{ stored: number; copies: number; failed: number }>`
      select count(*) as stored, sum(copies)::bigint as copies,
             count(*) filter (where state <> 'processed') as failed
        from wecom.callback where org_id = ${ctx.orgId}`.execute(ctx.db);
  expect(rows[0]!.failed).toBe(0);
  expect(rows[0]!.copies).toBeGreaterThan(rows[0]!.stored * 1.1);
  say(JSON.stringify({ ...rows[0], delivered: counts, peak: await product.peakMemory() }));

  const { staff: _, ...theirs } = await simulator.control(
    'GET',
    `/sim/corps/${simulator.corpid}/digest`,
  );
  expect(await copyDigest(ctx, corp.id)).toMatchObject(theirs);
  await app.close();
});
