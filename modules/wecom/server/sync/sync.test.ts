import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { runDueJobs } from '#platform/server/test/test-org.ts';
import * as api from '../../contract.ts';
import { mirroredContacts } from '../mirror/mirror.service.ts';
import { copyDigest } from '../test/copy-digest.ts';
import { aMirroredCorp } from '../test/mirrored-corp.ts';
import { aSimulator, type SimulatorProcess } from '../test/simulator-process.ts';

let simulator: SimulatorProcess;
let corp: Awaited<ReturnType<typeof aMirroredCorp>>;

beforeAll(async () => {
  simulator = await aSimulator();
});
afterAll(() => simulator?.stop());
beforeEach(async () => {
  corp = await aMirroredCorp(simulator);
});
afterEach(() => corp?.close());

const staff = ['zhangsan', 'lisi', 'wangwu'];

/** Three colleagues, some hundred customers, tags and groups. */
async function aBusyCorp() {
  await corp.seed({
    departments: [{ id: 3, name: '城西支行', parentId: 1 }],
    staff: staff.map((userid, i) => ({ userid, name: `员工${i}`, departments: [2 + (i % 2)] })),
    people: Array.from({ length: 260 }, (_, i) => ({ person: `q${i}`, name: `客户${i}` })),
    relationships: Array.from({ length: 260 }, (_, i) => ({
      userid: staff[i % 3],
      person: `q${i}`,
      remark: i % 4 ? '' : `备注${i}`,
      state: i % 5 ? undefined : 'door-7',
    })),
  });
  const [, group] = await corp.acts([
    { do: 'admin.create-tags', group: '客群', tags: ['代发', '信用卡', '社保'] },
    { do: 'staff.create-group', userid: 'lisi', name: '邻里群', persons: ['q1', 'q2', 'q3'] },
  ]);
  return group!.chatId as string;
}

const sync = async (mode: 'full' | 'reconcile') => {
  const run = await corp.call(api.startSync, { params: corp.params, body: { mode } });
  await runDueJobs(corp.ctx, corp.modules);
  const { items } = await corp.call(api.listSyncRuns, { params: corp.params, query: { mode } });
  return items.find((item) => item.id === run.id)!;
};

test('a full sync copies departments, staff, tags, customers and groups, and the copy equals WeCom', async () => {
  await aBusyCorp();
  await corp.idle();
  const run = await sync('full');
  expect(run.steps.map(({ kind, state }) => [kind, state])).toEqual(
    api.mirrorKinds.map((kind) => [kind, 'done']),
  );
  expect(run.state).toBe('done');
  expect(await copyDigest(corp.ctx, corp.corp.id)).toEqual(await corp.digest());
  const { counts, running } = await corp.call(api.getSync, { params: corp.params });
  expect(running).toBeNull();
  expect(counts.find(({ kind }) => kind === 'customers')).toMatchObject({ count: 260, parts: 260 });
  const row = await corp.ctx.db
    .selectFrom('wecom.follow')
    .selectAll()
    .where('orgId', '=', corp.ctx.orgId)
    .where('note', 'is not', null)
    .executeTakeFirstOrThrow();
  expect(JSON.stringify(row)).not.toContain('备注');
  const [contact] = await mirroredContacts(corp.ctx, corp.corp.id, [row.externalUserid]);
  expect(contact!.follows[0]!.note!.remark).toMatch(/^备注/);
  expect(contact!.profile!.name).toMatch(/^客户/);
});
