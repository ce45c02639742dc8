import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { getPlanReport } from '#modules/insights/contract.ts';
import { insightsModule } from '#modules/insights/server/module.ts';
import { decideApproval, requestApproval } from '#modules/org/contract.ts';
import { aBank, aUnit, orgHttp, type SignedIn, signedIn } from '#modules/org/server/fixtures.ts';
import { staffActor } from '#modules/org/server/index.ts';
import * as outreach from '#modules/outreach/contract.ts';
import { aRunningProject } from '#modules/outreach/server/fixtures.ts';
import { aDeliveryBank } from '#modules/outreach/server/handover/delivery-bank.fixture.ts';
import { deliveryDeps } from '#modules/outreach/server/index.ts';
import { outreachModule } from '#modules/outreach/server/module.ts';
import { startSync, wecomPermissions } from '#modules/wecom/contract.ts';
import {
  aSimulator,
  type SimulatorProcess,
  wecomModules,
  wecomSettings,
} from '#modules/wecom/server/fixtures.ts';
import { callWecom } from '#modules/wecom/server/index.ts';
import { wecomTasks } from '#modules/wecom/server/module.ts';
import { tasksModule } from '#platform/server/tasks/tasks-module.ts';
import { callHttp, runDueJobs, testOrg } from '#platform/server/test/test-org.ts';

// A real synchronisation and a real round of sending.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const NEED = '想在开学前把一年的教育支出排好';
const HOUR = 60;
const may = Object.keys(outreach.outreachPermissions).filter((p) => p !== 'outreach.bulk.approve');

let simulator: SimulatorProcess;
let bank: Awaited<ReturnType<typeof aDeliveryBank>>;
let http: FastifyInstance;
let operator: SignedIn;
let officer: SignedIn;
let branch: SignedIn;
let east: Awaited<ReturnType<typeof aUnit>>;
let west: Awaited<ReturnType<typeof aUnit>>;
let modules: Parameters<typeof runDueJobs>[1];
/** By the name of the group. */
const chats = new Map<string, string>();

const call: typeof callHttp = (app, endpoint, input, headers = operator.headers) =>
  callHttp(app, endpoint, input, headers);
const work = () => runDueJobs(bank.ctx, modules);
/** Whoever goes on the next day signs in anew. */
async function signIn() {
  const { ctx } = bank;
  operator = await signedIn(
    ctx,
    [...may, ...Object.keys(wecomPermissions), 'insights.plan-report.read'],
    { name: '总行运营' },
  );
  officer = await signedIn(ctx, [...may, 'outreach.bulk.approve', 'org.approval.decide']);
  branch = await signedIn(
    ctx,
    Object.fromEntries([...may].map((permission) => [permission, [east.id]])),
    { name: '东区运营', unitId: east.id },
  );
}

beforeAll(async () => {
  simulator = await aSimulator();
  bank = await aDeliveryBank(
    simulator,
    { chenyi: ['p1', 'p2'], zhouer: ['p3'], former: ['p4'] },
    { facets: { places: ['group'] } },
  );
  const { ctx } = bank;
  east = await aUnit(ctx, { name: '东区分行' });
  west = await aUnit(ctx, { name: '西区分行' });
  for (const [userid, unit] of [
    ['chenyi', east],
    ['zhouer', west],
    ['former', west],
  ] as const)
    await sql`update org.staff set unit_id = ${unit.id}
      where org_id = ${ctx.orgId} and id = ${bank.staff.get(userid)}`.execute(ctx.db);
  for (const [userid, name, persons] of [
    ['chenyi', '东区家长群', ['p1']],
    ['chenyi', '东区新户群', ['p2']],
    ['zhouer', '西区家长群', ['p3']],
    ['former', '西区老客群', ['p4']],
  ] as const) {
    const [made] = await bank.acts({ do: 'staff.create-group', userid, name, persons });
    chats.set(name, String(made!.chatId));
  }
  const delivery = deliveryDeps({ settleMs: 0, wecom: { call: callWecom, lookAgainMs: 0 } });
  modules = [
    ...wecomModules(wecomSettings(ctx, { wecomUrl: simulator.url })),
    tasksModule(wecomTasks, staffActor),
    outreachModule({ delivery }),
    insightsModule({ nameRule: (_, rule) => rule }),
  ];
  http = await orgHttp(ctx, modules);
  await signIn();
  await call(http, startSync, { params: { id: bank.corpId }, body: { mode: 'full' } });
  await work();
  await sql`update org.staff set state = 'left'
    where org_id = ${ctx.orgId} and id = ${bank.staff.get('former')}`.execute(ctx.db);
});
afterAll(async () => {
  await http?.close();
  await simulator?.stop();
});

async function aGroupSend(need: string) {
  const { headOffice } = await aBank(bank.ctx);
  const groups = { unitIds: [east.id, west.id], ownerIds: [] };
  return call(http, outreach.createBulkSend, {
    body: {
      name: '开学季家长群',
      need,
      projectId: await aRunningProject(bank.ctx, headOffice.id),
      unitId: headOffice.id,
      groups,
      channel: 'group',
      content: { id: bank.itemId, version: 1 },
      sendAt: new Date(bank.ctx.now().getTime() + HOUR * 60_000).toISOString(),
    },
  });
}
const submit = ({ id, version }: outreach.BulkSend, who = operator) =>
  call(
    http,
    requestApproval,
    { body: { kind: outreach.bulkSendKind, payload: { id, version } } },
    who.headers,
  );
const saved = ({ name, projectId, channel, content, sendAt, groups }: outreach.BulkSend) => ({
  ...{ name, projectId, channel, content, sendAt, groups },
});

test('R-004 R-006 one plan of the head office, not submitted before it says which need it answers, goes to groups of several branches, whose people read it and change nothing', async () => {
  const groups = { unitIds: [east.id, west.id], ownerIds: [] };
  expect(await call(http, outreach.countGroups, { body: groups })).toEqual({
    groups: 4,
    customers: 4,
    owners: 3,
    units: [
      { id: east.id, name: '东区分行', groups: 2 },
      { id: west.id, name: '西区分行', groups: 2 },
    ],
  });

  const bare = await aGroupSend('  ');
  const refused = await submit(bare).catch((error: unknown) => error);
  expect(refused).toMatchObject({
    code: 'outreach.bulkSendNeedMissing',
    details: { field: 'need' },
  });
  const draft = await call(http, outreach.changeBulkSend, {
    params: { id: bare.id },
    body: { ...saved(bare), unitId: bare.unitId, need: NEED, version: bare.version },
  });
  // A draft concerns nobody else yet.
  await expect(
    call(http, outreach.getBulkSend, { params: { id: draft.id } }, branch.headers),
  ).rejects.toMatchObject({ code: 'outreach.bulkSendNotFound' });

  const preview = await call(http, outreach.previewBulkSend, { params: { id: draft.id } });
  expect(preview).toMatchObject({ candidates: 4, reached: 3, refused: 1, control: 0 });
  expect(preview.groups.map(({ name, outcome, rule }) => [name, outcome, rule])).toEqual([
    ['西区老客群', 'refused', 'GATE-005'],
    ['东区家长群', 'allowed', null],
    ['东区新户群', 'allowed', null],
    ['西区家长群', 'allowed', null],
  ]);
  expect(preview.groups[0]!.why).toMatch(/群主已离职/);
  // One owner is asked once, and not every owner in the same minute.
  const at = (name: string) => preview.groups.find((group) => group.name === name)!.plannedAt;
  expect(at('东区家长群')).toBe(at('东区新户群'));
  expect(at('西区家长群')).not.toBe(at('东区家长群'));

  const asked = await submit(draft);
  const told = new Map(asked.changes.map(({ label, after }) => [label, after]));
  expect(told.get('客户需求')).toBe(NEED);
  expect(told.get('客户群（按群主所在机构）')).toEqual(['东区分行 2', '西区分行 2']);
  await call(
    http,
    decideApproval,
    { params: { id: asked.id }, body: { decision: 'approve', round: 1 } },
    officer.headers,
  );

  const params = { id: draft.id };
  const here = await call(http, outreach.getBulkSend, { params }, branch.headers);
  expect(here).toMatchObject({ state: 'approved', need: NEED, can: { change: false } });
  expect(here.chosen!.units.map(({ name }) => name)).toEqual(['东区分行']);
  expect(await call(http, outreach.listBulkSends, {}, branch.headers)).toMatchObject({
    items: [{ id: draft.id, can: { change: false } }],
  });
  const seen = await call(http, outreach.previewBulkSend, { params }, branch.headers);
  expect(seen.groups.map(({ unitName }) => unitName)).toEqual(['东区分行', '东区分行']);
  const readOnly = { code: 'outreach.bulkSendReadOnly', status: 403 };
  const { version } = here;
  const body = { ...saved(draft), unitId: east.id, need: NEED, version };
  const theirs = branch.headers;
  for (const change of [
    () => call(http, outreach.changeBulkSend, { params, body }, theirs),
    () =>
      call(http, outreach.cancelBulkSend, { params, body: { version, reason: '不要' } }, theirs),
    () => submit(here, branch),
  ])
    await expect(change()).rejects.toMatchObject(readOnly);
  const sibling = testOrg();
  const stranger = await signedIn(sibling, may);
  const elsewhere = await orgHttp(sibling, modules);
  expect(await callHttp(elsewhere, outreach.listBulkSends, {}, stranger.headers)).toMatchObject({
    total: 0,
  });
  await expect(
    callHttp(elsewhere, outreach.getBulkSend, { params }, stranger.headers),
  ).rejects.toMatchObject({ code: 'outreach.bulkSendNotFound' });
  await elsewhere.close();

  // Its hour comes: each owner has one task, confirms it, and the platform tells what became of it.
  await bank.pass(2 * HOUR);
  await work();
  const tasks = await Promise.all(['chenyi', 'zhouer', 'former'].map(bank.tasks));
  expect(tasks.map((some) => some.map(({ chat_type }) => chat_type))).toEqual([
    ['group'],
    ['group'],
    [],
  ]);
  await bank.acts({ do: 'staff.confirm-mass', userid: 'chenyi', msgid: tasks[0]![0]!.msgid });
  for (let hour = 0; hour < 3; hour++) {
    await bank.pass(HOUR);
    await work();
  }
  expect(await bank.received('p1')).toHaveLength(1);
  expect(await bank.received('p3')).toHaveLength(0);
  await signIn();
  const { planId } = await call(http, outreach.getBulkSend, { params });
  const report = await call(http, getPlanReport, { params: { id: planId! } });
  expect(report.plan.need).toBe(NEED);
  expect(report.groups).toEqual({
    ...{ proposed: 4, allowed: 3, handedOver: 3, confirmed: 2, delivered: 2, owners: 3 },
    units: [
      { name: '东区分行', proposed: 2, delivered: 2 },
      { name: '西区分行', proposed: 2, delivered: 0 },
    ],
  });
  expect(report.people.touched).toBe(0);
  const page = await call(http, outreach.planPage, { params: { id: planId! } }, branch.headers);
  expect(page.plan).toMatchObject({ need: NEED, unit: { name: '总行' } });
  expect(page.states).toEqual([{ state: 'delivered', count: 2 }]);
  await expect(
    call(
      http,
      outreach.changePlanState,
      { params: { id: planId! }, body: { state: 'ended', reason: '不要' } },
      branch.headers,
    ),
  ).rejects.toMatchObject({ code: 'outreach.planNotFound' });
});
