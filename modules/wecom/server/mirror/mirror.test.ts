import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { inTx } from '#platform/server/ctx.ts';
import { on } from '#platform/server/events.ts';
import type { AppModule } from '#platform/server/module.ts';
import { runDueJobs } from '#platform/server/test/test-org.ts';
import * as api from '../../contract.ts';
import { copyDigest } from '../test/copy-digest.repo.ts';
import { type Act, aMirroredCorp } from '../test/mirrored-corp.ts';
import { aSimulator, type SimulatorProcess } from '../test/simulator-process.ts';
import { mirroredContacts, mirroredGroups, mirroredStaff, mirroredTags } from './mirror.service.ts';
import { readContact, readPage } from './read-contacts.ts';
import { countStale } from './stale.repo.ts';
import { takeContacts } from './take.service.ts';

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
afterEach(async () => {
  await simulator.control('PUT', '/sim/callbacks/faults', {});
  await corp?.close();
});

/** Until what WeCom told has been worked on and read again. */
async function settled(modules: readonly AppModule[] = corp.modules): Promise<void> {
  for (let i = 0; i < 200; i++) {
    await corp.idle();
    await runDueJobs(corp.ctx, modules);
    const { waiting } = await countStale(corp.ctx, corp.corp.id);
    if (waiting === 0) return;
    await pause(200);
  }
  throw new Error('still not settled');
}

const externalOf = (results: readonly Record<string, unknown>[], i = 0) =>
  results[i]!.externalUserid as string;

let serial = 0;
/** People nobody has met yet, and a colleague of their own. */
async function newcomers(count: number) {
  serial += 1;
  const userid = `rm${serial}`;
  const people = Array.from({ length: count }, (_, i) => `n${serial}-${i}`);
  await corp.seed({
    staff: [{ userid, name: `客户经理${serial}`, departments: [2] }],
    people: people.map((person) => ({ person, name: `新客户${person}` })),
  });
  return { userid, people };
}

test('what people do in WeCom reaches the copy: friends, remarks, tags, groups, colleagues', async () => {
  const { userid, people } = await newcomers(4);
  const [a, b, c] = people;
  await corp.acts([{ do: 'admin.create-tags', group: '意向', tags: ['高', '低'] }]);
  await settled();
  const tags = await mirroredTags(corp.ctx, corp.corp.id);
  const high = tags.find(({ name, groupName }) => name === '高' && groupName === '意向')!;
  const added = await corp.acts([
    ...people.map((person) => ({ do: 'customer.add', person, userid })),
    { do: 'staff.remark', userid, person: a, remark: '老客户' },
    { do: 'staff.tag', userid, person: b, add: [high.tagId] },
    { do: 'staff.create-group', userid, name: '新客群', persons: [a, b] },
    { do: 'staff.delete-customer', userid, person: c },
    { do: 'customer.delete-staff', userid, person: people[3] },
    { do: 'staff.create', userid: `${userid}-new`, name: '新同事', departments: [2] },
    { do: 'department.create', id: 40 + serial, name: '新网点', parentId: 1 },
  ]);
  expect(added.filter(({ ok }) => !ok)).toEqual([]);
  await settled();
  expect(await copyDigest(corp.ctx, corp.corp.id)).toMatchObject({
    relationships: ((await corp.digest()) as Record<string, unknown>).relationships,
    groups: ((await corp.digest()) as Record<string, unknown>).groups,
    tags: ((await corp.digest()) as Record<string, unknown>).tags,
  });

  const ids = people.map((_, i) => externalOf(added, i));
  const [ofA, ofB, ofC, ofD] = await mirroredContacts(corp.ctx, corp.corp.id, ids);
  expect(ofA!.follows[0]).toMatchObject({ userid, state: 'live', note: { remark: '老客户' } });
  expect(ofB!.follows[0]!.tagIds).toEqual([high.tagId]);
  expect(ofC!.follows[0]).toMatchObject({ state: 'ended', endedBy: 'staff' });
  // WeCom's own list still shows who was left by the customer; only the event told.
  expect(ofD!.follows[0]).toMatchObject({ state: 'live', endedBy: null });
  expect(ofD!.follows[0]!.leftAt).not.toBeNull();
  expect(await mirroredStaff(corp.ctx, corp.corp.id, [`${userid}-new`])).toMatchObject([
    { name: '新同事', departments: [2], goneAt: null },
  ]);
  const chatId = added[6]!.chatId as string;
  const [group] = await mirroredGroups(corp.ctx, corp.corp.id, [chatId]);
  expect(group).toMatchObject({
    name: '新客群',
    owner: userid,
    counts: { staff: 1, customers: 2 },
  });

  await corp.acts([
    { do: 'admin.delete-tags', tagIds: [high.tagId] },
    { do: 'staff.dissolve-group', chatId },
  ]);
  await settled();
  const [afterB] = await mirroredContacts(corp.ctx, corp.corp.id, [ids[1]!]);
  expect(afterB!.follows[0]!.tagIds).toEqual([]);
  const [gone] = await mirroredGroups(corp.ctx, corp.corp.id, [chatId]);
  expect(gone!.goneAt).not.toBeNull();
});

test('two changes in one second, which look like a repeat, are both in the copy', async () => {
  const { userid, people } = await newcomers(1);
  await simulator.control('POST', '/sim/clock', { speed: 0 });
  const [first] = await corp.acts([{ do: 'customer.add', person: people[0], userid }]);
  await corp.acts([{ do: 'staff.remark', userid, person: people[0], remark: '一' }]);
  await settled();
  await corp.acts([{ do: 'staff.remark', userid, person: people[0], remark: '二' }]);
  await settled();
  await simulator.control('POST', '/sim/clock', { speed: 1 });
  const id = first!.externalUserid as string;
  const [contact] = await mirroredContacts(corp.ctx, corp.corp.id, [id]);
  expect(contact!.follows[0]!.note!.remark).toBe('二');
});

test('events out of order, twice and late, with a sync in between, lead to the same copy', async () => {
  const { userid, people } = await newcomers(120);
  await simulator.control('PUT', '/sim/callbacks/faults', {
    duplicate: 0.2,
    reorder: 0.3,
    delayMs: 400,
  });
  const heard = new Set<string>();
  const subscriber: AppModule = {
    name: 'test',
    subscriptions: [
      on(api.contactsMirrored, 'test.hear', async (_, { externalUserids }) => {
        for (const id of externalUserids) heard.add(id);
      }),
    ],
  };
  const modules = [...corp.modules, subscriber];
  const act = (i: number): Act[] => {
    const person = people[i]!;
    const steps: Act[] = [{ do: 'customer.add', person, userid }];
    if (i % 2) steps.push({ do: 'staff.remark', userid, person, remark: `备注${i}` });
    if (i % 3 === 0) steps.push({ do: 'staff.delete-customer', userid, person });
    if (i % 6 === 0) steps.push({ do: 'customer.add', person, userid });
    if (i % 7 === 0) steps.push({ do: 'customer.delete-staff', userid, person });
    return steps;
  };
  await corp.acts(people.slice(0, 60).flatMap((_, i) => act(i)));
  await corp.call(api.startSync, { params: corp.params, body: { mode: 'full' } });
  const later = corp.acts(people.slice(60).flatMap((_, i) => act(i + 60)));
  await runDueJobs(corp.ctx, modules);
  await later;
  await settled(modules);
  expect(await copyDigest(corp.ctx, corp.corp.id)).toEqual(await corp.digest());
  const ours = await corp.ctx.db
    .selectFrom('wecom.follow')
    .select('externalUserid')
    .where('orgId', '=', corp.ctx.orgId)
    .where('userid', '=', userid)
    .execute();
  expect(ours.length).toBe(120);
  expect(ours.filter((row) => !heard.has(row.externalUserid))).toEqual([]);
});

test('a picture that was asked for earlier never replaces a later one, whichever arrives first', async () => {
  const { userid, people } = await newcomers(2);
  const { ctx } = corp;
  const corpId = corp.corp.id;
  const [first, second] = await corp.acts(
    people.map((person) => ({ do: 'customer.add', person, userid })),
  );
  const ids = [first!.externalUserid as string, second!.externalUserid as string];
  const early = await readPage(ctx, corpId, [userid], '');
  await corp.acts([
    { do: 'staff.remark', userid, person: people[0], remark: '新的' },
    { do: 'staff.delete-customer', userid, person: people[1] },
  ]);
  const late = await Promise.all(ids.map((id) => readContact(ctx, corpId, id)));
  // Events mark the pairs before anything is read, so even what was never seen leaves a trace.
  await settled();
  for (const picture of [...late, early, ...late, early])
    await inTx(ctx, (ctx) => takeContacts(ctx, corpId, picture));
  const copied = await mirroredContacts(ctx, corpId, ids);
  expect(copied.map(({ follows }) => [follows[0]!.state, follows[0]!.note?.remark])).toEqual([
    ['live', '新的'],
    ['ended', undefined],
  ]);
});

test('what cannot be read again is kept, shown with its code, and read when the permission is back', async () => {
  const { userid, people } = await newcomers(1);
  await simulator.control('POST', '/sim/faults', {
    endpoint: 'customer.get',
    kind: 'code',
    code: 48002,
    times: 1,
  });
  const [added] = await corp.acts([{ do: 'customer.add', person: people[0], userid }]);
  await corp.idle();
  await runDueJobs(corp.ctx, corp.modules);
  const { behind } = await corp.call(api.getSync, { params: corp.params });
  expect(behind).toMatchObject({ waiting: 1, problem: { code: 48002 } });
  await settled();
  const id = added!.externalUserid as string;
  const [contact] = await mirroredContacts(corp.ctx, corp.corp.id, [id]);
  expect(contact!.follows[0]!.state).toBe('live');
});
