import { afterAll, beforeAll, expect, test } from 'vitest';
import { spawnWorker } from '#platform/server/test/spawn-worker.ts';
import * as api from '../../contract.ts';
import { copyDigest } from '../test/copy-digest.repo.ts';
import { aMirroredCorp } from '../test/mirrored-corp.ts';
import { aSimulator, type SimulatorProcess } from '../test/simulator-process.ts';

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await aSimulator();
});
afterAll(() => simulator?.stop());

const fixture = new URL('./worker.fixture.ts', import.meta.url);
const PEOPLE = 2_600;
const STAFF = 130;
/** Most colleagues have a few customers, one has many: lists are cut by what is known of that. */
const OF_ONE = 600;
const PAGES = STAFF / 3 + OF_ONE / 100 + 2;
const LANES = 8;

test('a sync whose worker is killed goes on where it was, and reads hardly anything twice', {
  timeout: 120_000,
}, async () => {
  const corp = await aMirroredCorp(simulator);
  const { params } = corp;
  const staff = Array.from({ length: STAFF }, (_, i) => `rm${i}`);
  await corp.seed({
    staff: staff.map((userid) => ({ userid, name: userid, departments: [2] })),
    people: Array.from({ length: PEOPLE }, (_, i) => ({ person: `q${i}`, name: `客户${i}` })),
    relationships: Array.from({ length: PEOPLE }, (_, i) => ({
      userid: i < OF_ONE ? staff[0] : staff[i % STAFF],
      person: `q${i}`,
    })),
  });
  await simulator.control('POST', '/sim/faults', {
    endpoint: 'customer.batch-get',
    kind: 'slow',
    ms: 400,
    times: null,
  });
  await simulator.control('DELETE', '/sim/calls');
  const run = await corp.call(api.startSync, { params, body: { mode: 'full' } });
  const customers = async () => {
    const { items } = await corp.call(api.listSyncRuns, { params });
    return items[0]!.steps.find(({ kind }) => kind === 'customers')!;
  };
  const first = await spawnWorker(corp.ctx, fixture);
  await expect
    .poll(async () => (await customers()).records, { timeout: 60_000, interval: 50 })
    .toBeGreaterThan(300);
  await first.kill();
  const { records } = await customers();
  expect(records).toBeLessThan(PEOPLE);

  await spawnWorker(corp.ctx, fixture);
  await expect
    .poll(async () => (await corp.call(api.listSyncRuns, { params })).items[0]!.state, {
      timeout: 90_000,
      interval: 200,
    })
    .toBe('done');
  expect((await corp.call(api.listSyncRuns, { params })).items[0]!.id).toBe(run.id);
  // Each record once: what was taken over before the kill is not taken over again.
  expect((await customers()).records).toBe(PEOPLE);
  const { totals } = await simulator.control('GET', '/sim/calls');
  const pages = (totals as Record<string, { calls: number }>)['customer.batch-get'];
  // At most what each lane had in hand is asked for again.
  expect(pages!.calls).toBeLessThanOrEqual(PAGES + LANES);
  expect(await copyDigest(corp.ctx, corp.corp.id)).toEqual(await corp.digest());
  await corp.close();
});
