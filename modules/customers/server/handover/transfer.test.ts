import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aBank, aGrant, aRole, aStaff } from '#modules/org/server/fixtures.ts';
import { orgModule } from '#modules/org/server/module.ts';
import { recordEvents } from '#modules/tracking/server/index.ts';
import {
  aCorp,
  aSimulator,
  running,
  type SimulatorProcess,
} from '#modules/wecom/server/fixtures.ts';
import { callWecom } from '#modules/wecom/server/index.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { allow, callHttp, runDueJobs, testHttp, testOrg } from '#platform/server/test/test-org.ts';
import { batchGetCustomers, getCustomer } from '#protocol/wecom/endpoints/customers.ts';
import { getGroup } from '#protocol/wecom/endpoints/groups.ts';
import { listTransfers, transferLeaverCustomers } from '#protocol/wecom/endpoints/inheritance.ts';
import {
  assignHandover,
  getHandover,
  listHandovers,
  listPoolHandovers,
  listPools,
  mergeCustomers,
} from '../../contract.ts';
import { someCustomers } from '../fixtures.ts';
import { customersModule } from '../module.ts';
import { beginHandover } from './handover.service.ts';
import { hearTransfer } from './transfer.job.ts';
import { moveRelationships } from './transfer.service.ts';

let simulator: SimulatorProcess;
beforeAll(async () => {
  simulator = await aSimulator();
});
afterAll(() => simulator?.stop());

const HOUR = 60;
const DAY = 24 * HOUR;
const CLOCK = '/sim/clock';
const modules = [orgModule({ mode: 'demo' }), customersModule()];
let serial = 0;
const NO_RULE = { tier: false, aumFrom: null, consultation: false, complaint: false };

/** A leaver whose friends and group stand in WeCom, two colleagues there, one who has no account. */
async function aLeaver(persons: readonly string[], { departed = false } = {}) {
  const ctx = running(testOrg());
  const corpid = `ww${String(process.pid).padStart(8, '0')}${String(++serial).padStart(8, '7')}`;
  const control = (method: string, path: string, body?: unknown) =>
    simulator.control(method, `/sim/corps/${corpid}${path}`, body);
  const acts = async (...given: readonly object[]) =>
    (await control('POST', '/acts', { acts: given })).results as Record<string, unknown>[];
  const follow = () => simulator.control('POST', CLOCK, { now: ctx.now().toISOString(), speed: 0 });
  await follow();
  await simulator.control('POST', '/sim/corps', {
    corpId: corpid,
    name: '示例银行',
    apps: [{ agentId: 1_000_002, secret: `${corpid}-app` }],
  });
  const users = ['former', 'lisi', 'wangwu'];
  await control('POST', '/seed', {
    staff: users.map((userid) => ({ userid, name: userid, departments: [1] })),
    people: persons.map((person) => ({ person, name: person })),
    relationships: persons.map((person) => ({ userid: 'former', person })),
  });
  const { headOffice } = await aBank(ctx);
  const { corp } = await aCorp(ctx, simulator.url, {
    corpid,
    apps: [{ kind: 'self_built', secret: `${corpid}-app`, agentId: 1_000_002 }],
  });
  const colleague = (name: string, wecomUserId: string | null = name) =>
    aStaff(ctx, { name, unitId: headOffice.id, wecomUserId });
  const former = await colleague('former');
  const [lisi, wangwu, nobody] = [
    await colleague('lisi'),
    await colleague('wangwu'),
    await colleague('nobody', null),
  ];
  const answer = await callWecom(ctx, { corpId: corp.id }, batchGetCustomers, {
    body: { userid_list: ['former'], limit: 100 },
  });
  if (answer.outcome !== 'ok') throw new Error(JSON.stringify(answer));
  const external = new Map(
    answer.reply.external_contact_list.map(({ external_contact: c }) => [
      c.name,
      c.external_userid,
    ]),
  );
  const ids = await someCustomers(
    ctx,
    persons.map((name) => ({
      name,
      rmId: former.id,
      identities: [
        {
          kind: 'external_userid' as const,
          scope: corp.id,
          value: external.get(name)!,
          verified: true,
        },
      ],
    })),
  );
  await sql`insert into customers.relationship (customer_id, corp_id, userid, org_id, staff_id, state,
      started_at, source, two_way_count)
    select c, ${corp.id}, 'former', ${ctx.orgId}, ${former.id}, 'active', ${ctx.now()}, 'scan', 0
      from unnest(${ids}::bigint[]) as f (c)`.execute(ctx.db);
  const [made] = await acts({ do: 'staff.create-group', userid: 'former', persons: [persons[0]] });
  const chatId = String(made!.chatId);
  await sql`insert into wecom.group_chat (org_id, corp_id, chat_id, name, notice, owner, admins, status,
      created_at, staff, customers, reading, changed_reading, changed_at)
    values (${ctx.orgId}, ${corp.id}, ${chatId}, '理财沙龙', '', 'former', '{}', 0, ${ctx.now()}, 1, 1, 1,
      1, ${ctx.now()})`.execute(ctx.db);
  if (departed) await acts({ do: 'staff.leave', userid: 'former' });

  await inTx(asSystem(ctx, ctx.orgId, 'test'), (ctx) =>
    beginHandover(ctx, { staffId: former.id, state: 'left' }),
  );
  const manager = ctx.as({
    permissions: allow(
      'customers.handover.manage',
      'customers.customer.manage',
      'customers.merge.manage',
      'customers.unit.read',
    ),
  });
  const door = await testHttp(manager, modules);
  const { id } = (await callHttp(door, listHandovers)).items[0]!;
  const show = () => callHttp(door, getHandover, { params: { id } });
  return {
    ctx,
    door,
    corpId: corp.id,
    ids,
    external,
    id,
    lisi,
    wangwu,
    nobody,
    acts,
    control,
    show,
    assign: async (toStaffId: string, body: object = {}) =>
      callHttp(door, assignHandover, { params: { id }, body: { toStaffId, ...body } }),
    run: () => runDueJobs(ctx, modules),
    /** Time goes by here and there; what is due by then is done. */
    pass: async (minutes: number) => {
      ctx.advance(minutes);
      await follow();
      await runDueJobs(ctx, modules);
    },
    states: async () => {
      const { items } = await show();
      return items.map(({ transfer }) => transfer?.state ?? null);
    },
    friends: async (person: string) => {
      const told = await callWecom(ctx, { corpId: corp.id }, getCustomer, {
        query: { external_userid: external.get(person)! },
      });
      return told.outcome === 'ok' ? told.reply.follow_user.map((f) => f.userid) : told;
    },
    owner: async () => {
      const told = await callWecom(ctx, { corpId: corp.id }, getGroup, {
        body: { chat_id: chatId },
      });
      return told.outcome === 'ok' ? told.reply.group_chat.owner : told;
    },
  };
}

test('R-133 in WeCom a friendship changes hands a day after it is asked for, and the group at once, though the leaver is still there', async () => {
  const given = await aLeaver(['p1', 'p2']);
  await given.assign(given.lisi.id);
  await given.run();
  expect(await given.states()).toEqual(['asked', 'asked']);
  expect(await given.owner()).toBe('lisi');
  expect(await given.friends('p1')).toEqual(['former']);

  await given.pass(DAY - 1);
  expect((await given.show()).customers).toMatchObject({ underWay: 2, done: 0 });
  await given.pass(5);
  expect(await given.states()).toEqual(['done', 'done']);
  expect(await given.friends('p1')).toEqual(['lisi']);
  expect(await given.friends('p2')).toEqual(['lisi']);
  expect(await given.show()).toMatchObject({
    state: 'done',
    customers: { total: 2, underWay: 0, done: 2, failed: 0 },
    groups: { total: 1, done: 1 },
  });
});

test('R-045 whom a pool hands over goes to the person in WeCom too, a day later, from an account that stays', async () => {
  const given = await aLeaver(['p1']);
  const { ctx, lisi } = given;
  await aGrant(ctx, lisi.id, await aRole(ctx, ['workbench.own.use']));
  const [id] = given.ids;
  await sql`insert into customers.pool (org_id, unit_id, staff_id, state, rules, changed_at, version)
    select ${ctx.orgId}, unit_id, rm_id, 'on', ${JSON.stringify({ ...NO_RULE, complaint: true })}::jsonb,
           ${ctx.now()}, 1 from customers.customer where customer_id = ${id}`.execute(ctx.db);
  await inTx(asSystem(ctx, ctx.orgId, 'test'), (ctx) =>
    recordEvents(ctx, [
      { id: newId(), customerId: id!, kind: 'complaint.made', at: ctx.now(), source: 'test' },
    ]),
  );
  await given.run();
  const pools = await testHttp(
    ctx.as({ permissions: allow('customers.pool.manage', 'customers.unit.read') }),
    modules,
  );
  const log = async () => {
    const [pool] = (await callHttp(pools, listPools, {})).items;
    const params = { unitId: pool!.unit.id };
    return (await callHttp(pools, listPoolHandovers, { params, query: {} })).items;
  };
  expect(await log()).toMatchObject([{ to: { id: lisi.id }, transfer: { state: 'asked' } }]);
  expect(await given.friends('p1')).toEqual(['former']);
  await given.pass(DAY + 5);
  expect(await given.friends('p1')).toEqual(['lisi']);
  expect(await log()).toMatchObject([{ transfer: { state: 'done' } }]);
});

test('R-133 a customer who refuses and a receiver who is full are told as such, and what did not succeed goes to somebody else', async () => {
  const given = await aLeaver(['p1', 'p2', 'p3'], { departed: true });
  await given.assign(given.lisi.id, { customerIds: given.ids.slice(0, 2) });
  await given.assign(given.nobody.id, { customerIds: given.ids.slice(2) });
  await given.run();
  expect(await given.states()).toEqual(['asked', 'asked', 'failed']);
  const { items } = await given.show();
  expect(items[2]!.transfer!.reason).toEqual({
    code: 'no-account',
    meaning: '接替人没有企业微信账号',
    remedy: '先为其绑定企业微信账号，或交给另一位同事',
  });

  await given.acts({ do: 'customer.refuse-transfer', userid: 'lisi', person: 'p1' });
  // WeCom says so by itself; nobody waits for the next look.
  await inTx(given.ctx, (ctx) =>
    hearTransfer(ctx, { corpId: given.corpId, externalUserid: given.external.get('p1')! }),
  );
  await given.run();
  expect(await given.states()).toEqual(['refused', 'asked', 'failed']);
  await given.control('PATCH', '', { settings: { customersPerStaff: 0 } });
  await given.pass(DAY + 5);
  expect(await given.states()).toEqual(['refused', 'full', 'failed']);
  expect((await given.show()).items[1]!.transfer!.reason!.code).toBe('40099');
  expect((await given.show()).customers).toMatchObject({ refused: 1, full: 1, failed: 1 });

  await given.control('PATCH', '', { settings: { customersPerStaff: 5000 } });
  await given.assign(given.wangwu.id, { unsuccessful: true });
  await given.pass(1);
  await given.pass(DAY + 5);
  expect(await given.states()).toEqual(['done', 'done', 'done']);
  for (const person of ['p1', 'p2', 'p3']) expect(await given.friends(person)).toEqual(['wangwu']);
  // Whoever has been handed over for good is not handed over again.
  await given.assign(given.lisi.id, { customerIds: given.ids });
  expect((await given.show()).items.map(({ to }) => to?.name)).toEqual(Array(3).fill('wangwu'));
});

test('an answer that is lost, and a stop between the request and its record, end in one transfer each', async () => {
  const given = await aLeaver(['p1', 'p2'], { departed: true });
  const { ctx, corpId } = given;
  const fault = (endpoint: string) =>
    simulator.control('POST', '/sim/faults', { endpoint, kind: 'lost-reply', times: 1 });
  await fault('transfer.leaver-customers');
  await fault('transfer.leaver-groups');
  await given.assign(given.lisi.id);
  // Killed when WeCom had heard and nothing was written yet.
  let heard = 0;
  const killed: typeof callWecom = async (ctx, via, endpoint, input, options) => {
    const answer = await callWecom(ctx, via, endpoint, input, options);
    if ((endpoint.name as string) === transferLeaverCustomers.name) {
      heard += 1;
      throw new Error('killed');
    }
    return answer;
  };
  await expect(moveRelationships(ctx, { corpId }, killed)).rejects.toThrow('killed');
  expect(heard).toBe(1);
  expect(await given.states()).toEqual(['due', 'due']);

  await given.run();
  expect(await given.states()).toEqual(['asked', 'asked']);
  expect(await given.show()).toMatchObject({ groups: { done: 1, failed: 0 } });
  expect(await given.owner()).toBe('lisi');
  await given.pass(DAY + 5);
  expect(await given.states()).toEqual(['done', 'done']);
  expect(await given.friends('p1')).toEqual(['lisi']);
});

test('what WeCom does not take now is asked for later, and what it will never take says why', async () => {
  const given = await aLeaver(['p1', 'p2']);
  const { ctx, corpId } = given;
  const busy: typeof callWecom = async () => ({
    outcome: 'later',
    code: 45009,
    retryAt: new Date(Date.now() + 30 * 60_000),
  });
  await given.assign(given.lisi.id, { customerIds: given.ids });
  await moveRelationships(ctx, { corpId }, busy);
  expect(await given.states()).toEqual(['due', 'due']);
  await given.acts({ do: 'staff.delete-customer', userid: 'former', person: 'p2' });
  await given.pass(31);
  expect(await given.states()).toEqual(['asked', 'failed']);
  expect((await given.show()).items[1]!.transfer!.reason).toMatchObject({
    code: '40131',
    meaning: '原成员不是该客户的跟进人',
  });
  const listed = await callWecom(ctx, { corpId }, listTransfers, {
    body: { handover_userid: 'former', takeover_userid: 'lisi' },
  });
  expect(listed).toMatchObject({ reply: { customer: [{ status: 2 }] } });
});

test('a transfer follows a customer who is merged', async () => {
  const given = await aLeaver(['p1']);
  await given.assign(given.lisi.id);
  await given.run();
  const [twin] = await someCustomers(given.ctx, [{ name: 'p1' }]);
  await callHttp(given.door, mergeCustomers, {
    params: { id: twin! },
    body: { mergedId: given.ids[0]!, reason: '同一人' },
  });
  await given.pass(DAY + 5);
  expect(await given.states()).toEqual(['done']);
});
