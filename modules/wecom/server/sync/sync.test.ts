import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { runDueJobs } from '#platform/server/test/test-org.ts';
import * as api from '../../contract.ts';
import { mirroredContacts } from '../mirror/mirror.service.ts';
import { copyDigest } from '../test/copy-digest.repo.ts';
import { aMirroredCorp } from '../test/mirrored-corp.ts';
import { aSimulator, type SimulatorProcess } from '../test/simulator-process.ts';

// Several processes at once; a busy machine takes its time.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 120_000 });

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

test('a reconcile reports what had gone astray, by WeCom’s ids, and repairs it', async () => {
  const chatId = await aBusyCorp();
  await corp.idle();
  await sync('full');
  const { ctx } = corp;
  const [a, b, c] = await ctx.db
    .selectFrom('wecom.follow')
    .select(['externalUserid', 'userid'])
    .where('orgId', '=', ctx.orgId)
    .where('state', '=', 'live')
    .orderBy('externalUserid')
    .limit(3)
    .execute();
  const ofPair = ({ externalUserid, userid }: typeof a & {}) =>
    ctx.db
      .updateTable('wecom.follow')
      .where('orgId', '=', ctx.orgId)
      .where('externalUserid', '=', externalUserid)
      .where('userid', '=', userid);
  // Changed behind the product's back, as calls of another app are, which raise no events.
  await ofPair(a!)
    .set({ tagIds: ['et-nobody-knows'] })
    .execute();
  await ofPair(b!).set({ state: 'ended', goneAt: ctx.now() }).execute();
  await ctx.db
    .insertInto('wecom.follow')
    .values({
      orgId: ctx.orgId,
      corpId: corp.corp.id,
      externalUserid: c!.externalUserid,
      userid: 'nobody',
      state: 'live',
      tagIds: [],
      reading: 1,
      changedReading: 1,
      changedAt: ctx.now(),
    })
    .execute();
  await ctx.db
    .updateTable('wecom.groupChat')
    .set({ name: '改过的名字' })
    .where('orgId', '=', ctx.orgId)
    .where('chatId', '=', chatId)
    .execute();

  const run = await sync('reconcile');
  expect(run).toMatchObject({ state: 'done', differences: 4 });
  const params = { ...corp.params, runId: run.id };
  const { items } = await corp.call(api.listDifferences, { params });
  expect(items).toMatchObject(
    [
      {
        kind: 'customers',
        subject: `${a!.externalUserid} ${a!.userid}`,
        what: 'changed',
        fields: ['tags'],
      },
      { kind: 'customers', subject: `${b!.externalUserid} ${b!.userid}`, what: 'missing' },
      { kind: 'customers', subject: `${c!.externalUserid} nobody`, what: 'gone' },
      { kind: 'groups', subject: chatId, what: 'changed' },
    ].toSorted((x, y) => (x.kind + x.subject < y.kind + y.subject ? -1 : 1)),
  );
  expect(await copyDigest(ctx, corp.corp.id)).toEqual(await corp.digest());
  expect(await sync('reconcile')).toMatchObject({ state: 'done', differences: 0 });
});

test('a corp is reconciled every night at the bank’s hour, once started, and not while it is stopped', async () => {
  await aBusyCorp();
  await sync('full');
  const { ctx, modules, params } = corp;
  const before = await corp.call(api.getSync, { params });
  expect(before).toMatchObject({ reconcileAt: '02:30', lastReconcile: null });
  await corp.call(api.setSyncSchedule, { params, body: { reconcileAt: '03:15' } });
  const { nextReconcileAt } = await corp.call(api.getSync, { params });
  const minutes = (Date.parse(nextReconcileAt!) - ctx.now().getTime()) / 60_000;
  ctx.advance(minutes - 1);
  await runDueJobs(ctx, modules);
  expect((await corp.call(api.getSync, { params })).lastReconcile).toBeNull();
  ctx.advance(1);
  await runDueJobs(ctx, modules);
  const after = await corp.call(api.getSync, { params });
  expect(after.lastReconcile).toMatchObject({ state: 'done', startedBy: null });
  expect(Date.parse(after.nextReconcileAt!)).toBe(Date.parse(nextReconcileAt!) + 86_400_000);

  const { version } = await corp.call(api.getCorp, { params });
  await corp.call(api.updateCorp, { params, body: { state: 'stopped', version } });
  ctx.advance(24 * 60);
  await runDueJobs(ctx, modules);
  const { total } = await corp.call(api.listSyncRuns, { params, query: { mode: 'reconcile' } });
  expect(total).toBe(1);
});

test('only one sync of a corp runs at a time; it can be stopped, and what was read stays', async () => {
  await aBusyCorp();
  const { ctx, modules, params } = corp;
  const run = await corp.call(api.startSync, { params, body: { mode: 'full' } });
  await expect(
    corp.call(api.startSync, { params, body: { mode: 'reconcile' } }),
  ).rejects.toMatchObject({ code: 'wecom.syncRunning' });
  await simulator.control('POST', '/sim/faults', {
    endpoint: 'group.get',
    kind: 'slow',
    times: 50,
    ms: 1500,
  });
  const working = runDueJobs(ctx, modules);
  const ofRun = { ...params, runId: run.id };
  await expect
    .poll(async () => (await corp.call(api.getSync, { params })).running?.steps.at(-1)?.state, {
      timeout: 20_000,
    })
    .toBe('running');
  await corp.call(api.cancelSync, { params: ofRun });
  await working;
  await simulator.control('DELETE', '/sim/faults');
  const { running, lastFull, counts } = await corp.call(api.getSync, { params });
  expect(running).toBeNull();
  expect(lastFull).toMatchObject({ state: 'cancelled' });
  expect(lastFull!.steps.map(({ state }) => state)).toEqual([
    'done',
    'done',
    'done',
    'done',
    'cancelled',
  ]);
  expect(counts.find(({ kind }) => kind === 'customers')!.count).toBeGreaterThan(200);
  await expect(corp.call(api.cancelSync, { params: ofRun })).rejects.toMatchObject({
    code: 'wecom.syncEnded',
  });
});

test('a kind that WeCom refuses is shown with the reason, and the others are read all the same', async () => {
  await aBusyCorp();
  await simulator.control('POST', '/sim/faults', {
    endpoint: 'tag.list',
    kind: 'code',
    code: 48002,
    times: 1,
  });
  const run = await sync('full');
  expect(run.state).toBe('failed');
  const tags = run.steps.find(({ kind }) => kind === 'tags');
  expect(tags).toMatchObject({ state: 'failed', problem: { code: 48002 } });
  expect(run.steps.filter(({ state }) => state === 'done')).toHaveLength(4);
});
