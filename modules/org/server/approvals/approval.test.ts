import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { AppModule } from '#platform/server/module.ts';
import {
  callHttp,
  runDueJobs,
  type TestOrg,
  testHttp,
  testOrg,
} from '#platform/server/test/test-org.ts';
import * as api from '../../contract/approval.ts';
import { listNotifications } from '../../contract/notification.ts';
import { notificationRoutes } from '../notifications/notification.routes.ts';
import { approvalRoutes } from './approval.routes.ts';
import { approvalDeadlines } from './deadline.ticker.ts';
import { aPerson, aTree, type TestTree } from './fixtures.ts';
import { defineApprovalKind } from './kind.ts';

/** A price board: something with a version that changes only with a second person's yes. */
const boards = new Map<string, { version: number; price: number; applied: number }>();
defineApprovalKind({
  kind: 'test.price',
  name: ['调价', 'Change of a price'],
  payload: z.object({ board: z.string(), unitId: z.uuid(), price: z.int().min(1) }),
  draftPermission: 'test.price.draft',
  decidePermission: 'test.price.decide',
  deadlineWorkdays: 3,
  prepare: async (_, { board, unitId, price }) => ({
    subject: { id: board, name: board, version: boards.get(board)!.version },
    unitId,
    title: [`调价 ${board}`, `Price of ${board}`],
    changes: [
      { label: ['价格', 'Price'], before: boards.get(board)!.price, after: price },
      { label: ['说明', 'Note'], before: null, after: ['新价', 'new price'] },
    ],
    link: null,
  }),
  lockVersion: async (_, { payload }) => boards.get(payload.board)?.version ?? null,
  onApproved: async (_, { payload }) => {
    const board = boards.get(payload.board)!;
    boards.set(payload.board, {
      version: board.version + 1,
      price: payload.price,
      applied: board.applied + 1,
    });
  },
});

const module: AppModule = {
  name: 'org',
  routes: (app) => {
    approvalRoutes(app);
    notificationRoutes(app);
  },
  tickers: [approvalDeadlines],
};
const DRAFT = ['test.price.draft'];
const DECIDE = ['org.approval.decide', 'test.price.decide'];

let org: TestOrg;
let tree: TestTree;
let maker: TestOrg;
let checker: TestOrg;
let second: TestOrg;

beforeAll(async () => {
  org = testOrg();
  tree = await aTree(org);
  maker = await aPerson(org, '李敏', tree.east, [...DRAFT, ...DECIDE]);
  checker = await aPerson(org, '王芳', tree.east, DECIDE);
  second = await aPerson(org, '赵磊', tree.head, DECIDE);
});

async function as(person: TestOrg) {
  const app = await testHttp(person, [module]);
  return <E extends Parameters<typeof callHttp>[1]>(
    endpoint: E,
    input?: Parameters<typeof callHttp<E>>[2],
  ) => callHttp(app, endpoint, input);
}

let boardNo = 0;
async function aRequest(person = maker, unit = tree.eastOutlet) {
  const board = `板${++boardNo}`;
  boards.set(board, { version: 7, price: 100, applied: 0 });
  const call = await as(person);
  const approval = await call(api.requestApproval, {
    body: { kind: 'test.price', payload: { board, unitId: unit.id, price: 120 }, note: '旺季' },
  });
  return { board, approval, id: approval.id };
}

const approve = (round = 1) => ({ decision: 'approve' as const, round });

describe('maker and checker', () => {
  test('a request is decided by another person, who sees what changes and who asked', async () => {
    const { board, id } = await aRequest();
    const call = await as(checker);
    const waiting = await call(api.listApprovals, { query: { box: 'to_decide' } });
    expect(waiting.items.map((a) => a.id)).toContain(id);

    const read = await call(api.getApproval, { params: { id } });
    expect(read).toMatchObject({
      state: 'submitted',
      title: `调价 ${board}`,
      kindName: '调价',
      maker: { name: '李敏' },
      subject: { id: board, version: 7 },
      changes: [
        { label: '价格', before: 100, after: 120 },
        { label: '说明', before: null, after: '新价' },
      ],
      can: { decide: true, withdraw: false },
    });
    expect(read.checkers.people.map((p) => p.name).sort()).toEqual(['王芳', '赵磊']);

    const done = await call(api.decideApproval, { params: { id }, body: approve() });
    expect(done).toMatchObject({ state: 'approved', checker: { name: '王芳' } });
    expect(done.history.map((s) => s.step)).toEqual(['drafted', 'submitted', 'approved']);
    expect(boards.get(board)).toEqual({ version: 8, price: 120, applied: 1 });
  });

  test('CR-144 nobody decides on his own request, whatever he may decide otherwise', async () => {
    const { board, id } = await aRequest();
    const call = await as(maker);
    await expect(
      call(api.decideApproval, { params: { id }, body: approve() }),
    ).rejects.toMatchObject({ code: 'org.ownApproval', status: 403 });
    const mine = await call(api.listApprovals, { query: { box: 'to_decide' } });
    expect(mine.items.map((a) => a.id)).not.toContain(id);
    expect((await call(api.getApproval, { params: { id } })).can.decide).toBe(false);
    expect(boards.get(board)!.applied).toBe(0);
  });

  test('CR-144 the database itself refuses an approval whose checker is its maker', async () => {
    const { id } = await aRequest();
    await expect(
      org.db
        .updateTable('org.approval')
        .set({ state: 'approved', checkerId: maker.actor.id, nextAt: null, nextStep: null })
        .where('id', '=', id)
        .execute(),
    ).rejects.toThrow(/approval_check/);
  });

  test('CR-144 a stand-in decides what his giver could, and never what his giver made', async () => {
    const giver = await aPerson(org, '孙经理', tree.east, [...DRAFT, ...DECIDE]);
    const standIn = await aPerson(org, '周主管', tree.north, ['org.approval.decide']);
    const byGiver = await aRequest(giver);
    const byOther = await aRequest(maker);
    const call = await as(standIn);
    await expect(call(api.getApproval, { params: { id: byOther.id } })).rejects.toMatchObject({
      code: 'org.approvalNotFound',
    });

    await (await as(giver))(api.delegateApprovals, {
      body: {
        toId: standIn.actor.id,
        startsAt: org.now().toISOString(),
        endsAt: new Date(org.now().getTime() + 3_600_000).toISOString(),
        reason: '休假',
      },
    });
    const decided = await call(api.decideApproval, {
      params: { id: byOther.id },
      body: approve(),
    });
    expect(decided).toMatchObject({
      state: 'approved',
      checker: { name: '周主管' },
      onBehalfOf: { name: '孙经理' },
    });
    expect(boards.get(byOther.board)!.applied).toBe(1);

    await expect(
      call(api.decideApproval, { params: { id: byGiver.id }, body: approve() }),
    ).rejects.toMatchObject({ status: 404 });
    const box = await call(api.listApprovals, { query: { box: 'to_decide' } });
    expect(box.items.map((a) => a.id)).not.toContain(byGiver.id);
    expect(boards.get(byGiver.board)!.applied).toBe(0);
  });

  test('CR-144 a delegation holds for its period only, and only to somebody who decides approvals', async () => {
    const giver = await aPerson(org, '吴经理', tree.west, DECIDE);
    const clerk = await aPerson(org, '柜员', tree.west, []);
    const standIn = await aPerson(org, '郑主管', tree.north, ['org.approval.decide']);
    const asked = await aPerson(org, '冯岚', tree.west, DRAFT);
    const call = await as(giver);
    const hours = (n: number) => new Date(org.now().getTime() + n * 3_600_000).toISOString();
    const delegate = (toId: string, startsAt = hours(1), endsAt = hours(2)) =>
      call(api.delegateApprovals, { body: { toId, startsAt, endsAt, reason: '出差' } });

    await expect(delegate(clerk.actor.id)).rejects.toMatchObject({ code: 'org.delegateUnfit' });
    await expect(delegate(giver.actor.id)).rejects.toMatchObject({ code: 'org.delegationToSelf' });
    await expect(delegate(standIn.actor.id, hours(2), hours(1))).rejects.toMatchObject({
      code: 'org.delegationPeriod',
    });
    expect(await delegate(standIn.actor.id)).toMatchObject({ state: 'coming' });

    const { id } = await aRequest(asked, tree.west);
    const stand = await as(standIn);
    const seen = async () =>
      (await stand(api.listApprovals, { query: { box: 'to_decide' } })).items.some(
        (a) => a.id === id,
      );
    expect(await seen()).toBe(false);
    org.advance(60);
    expect(await seen()).toBe(true);
    org.advance(60);
    expect(await seen()).toBe(false);
  });

  test('a checker of another branch does not see the request at all', async () => {
    const west = await aPerson(org, '西城审批', tree.west, DECIDE);
    const { id } = await aRequest();
    const call = await as(west);
    await expect(
      call(api.decideApproval, { params: { id }, body: approve() }),
    ).rejects.toMatchObject({ code: 'org.approvalNotFound', status: 404 });
    const { items } = await call(api.listApprovals, { query: { box: 'to_decide' } });
    expect(items.map((a) => a.id)).not.toContain(id);
  });

  test('whoever may read all approvals of a branch sees them, and decides none', async () => {
    const reader = await aPerson(org, '内审', tree.east, [
      'org.approval.read',
      'org.approval.decide',
    ]);
    const { id } = await aRequest();
    const call = await as(reader);
    const all = await call(api.listApprovals, {
      query: { box: 'all', state: 'submitted' } as never,
    });
    expect(all.items.map((a) => a.id)).toContain(id);
    await expect(
      call(api.decideApproval, { params: { id }, body: approve() }),
    ).rejects.toMatchObject({ code: 'platform.forbidden', status: 403 });
  });
});

describe('one decision for one version', () => {
  test('two checkers at once: one decides, the other is told it is done', async () => {
    const { board, id } = await aRequest();
    const calls = await Promise.all([as(checker), as(second)]);
    const results = await Promise.allSettled(
      calls.map((call) => call(api.decideApproval, { params: { id }, body: approve() })),
    );
    const refused = results.filter((r) => r.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0]!.reason).toMatchObject({
      code: 'org.approvalState',
      details: { state: 'approved' },
    });
    expect(boards.get(board)!.applied).toBe(1);
  });

  test('a subject that changed after submission voids the request', async () => {
    const { board, id } = await aRequest();
    boards.set(board, { version: 8, price: 105, applied: 0 });
    const after = await (await as(checker))(api.decideApproval, {
      params: { id },
      body: approve(),
    });
    expect(after.state).toBe('voided');
    expect(boards.get(board)).toEqual({ version: 8, price: 105, applied: 0 });
    const news = await (await as(maker))(listNotifications);
    expect(news.items.find((n) => n.link === `/approvals/${id}`)).toMatchObject({
      code: 'org.approval-voided',
      weight: 'act',
    });
  });

  test('a decision on a round that was revised meanwhile is refused', async () => {
    const { board, id } = await aRequest();
    const call = await as(checker);
    await expect(
      call(api.decideApproval, { params: { id }, body: { decision: 'return', round: 1 } }),
    ).rejects.toMatchObject({ code: 'platform.invalid' });
    const returned = await call(api.decideApproval, {
      params: { id },
      body: { decision: 'return', round: 1, reason: '价格太高' },
    });
    expect(returned).toMatchObject({ state: 'returned', reason: '价格太高' });

    const revised = await (await as(maker))(api.reviseApproval, {
      params: { id },
      body: { payload: { board, unitId: tree.eastOutlet.id, price: 110 } },
    });
    expect(revised).toMatchObject({ state: 'submitted', round: 2, checker: null, reason: null });
    expect(revised.changes[0]).toMatchObject({ before: 100, after: 110 });

    await expect(
      call(api.decideApproval, { params: { id }, body: approve(1) }),
    ).rejects.toMatchObject({ code: 'org.approvalRound', details: { round: 2 } });
    await call(api.decideApproval, { params: { id }, body: approve(2) });
    expect(boards.get(board)).toEqual({ version: 8, price: 110, applied: 1 });
    const { history } = await call(api.getApproval, { params: { id } });
    expect(history.map((s) => `${s.step} ${s.round}`)).toEqual([
      'drafted 0',
      'submitted 1',
      'returned 1',
      'revised 1',
      'submitted 2',
      'approved 2',
    ]);
  });

  test('a subject waits for one decision at a time, also when two ask at once', async () => {
    const { board, id } = await aRequest();
    const call = await as(maker);
    const ask = () =>
      call(api.requestApproval, {
        body: {
          kind: 'test.price',
          payload: { board, unitId: tree.eastOutlet.id, price: 90 },
        },
      });
    await expect(ask()).rejects.toMatchObject({
      code: 'org.approvalOpen',
      details: { approvalId: id },
    });
    await call(api.withdrawApproval, { params: { id }, body: { reason: '不需要了' } });
    const both = await Promise.allSettled([ask(), ask()]);
    expect(both.map((r) => r.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('only the maker withdraws, and what is decided stays decided', async () => {
    const { id } = await aRequest();
    await expect(
      (await as(checker))(api.withdrawApproval, { params: { id }, body: {} }),
    ).rejects.toMatchObject({ code: 'org.notMaker' });
    await (await as(checker))(api.decideApproval, {
      params: { id },
      body: { decision: 'reject', round: 1, reason: '不同意' },
    });
    await expect(
      (await as(maker))(api.withdrawApproval, { params: { id }, body: {} }),
    ).rejects.toMatchObject({ code: 'org.approvalState', details: { state: 'rejected' } });
  });

  test('who may not draft a kind cannot ask for it, and a payload that does not fit is named', async () => {
    const board = '无权';
    boards.set(board, { version: 1, price: 1, applied: 0 });
    const ask = (payload: Record<string, unknown>) => ({ body: { kind: 'test.price', payload } });
    await expect(
      (await as(checker))(api.requestApproval, ask({ board, unitId: tree.east.id, price: 2 })),
    ).rejects.toMatchObject({ code: 'platform.forbidden' });
    await expect(
      (await as(maker))(api.requestApproval, ask({ board, unitId: tree.west.id, price: 2 })),
    ).rejects.toMatchObject({ code: 'platform.forbidden' });
    await expect(
      (await as(maker))(api.requestApproval, ask({ board, unitId: tree.east.id, price: 0 })),
    ).rejects.toMatchObject({
      code: 'platform.invalid',
      details: { issues: [{ path: 'payload.price' }] },
    });
  });
});

describe('deadlines', () => {
  test('an undecided request is reminded, escalated and expired by the business clock, each once', async () => {
    const overseer = await aPerson(org, '督办', tree.head, ['org.approval.oversee']);
    const { board, id } = await aRequest();
    const due = Date.parse((await (await as(maker))(api.getApproval, { params: { id } })).dueAt!);
    const news = async (person: TestOrg) =>
      (await (await as(person))(listNotifications, { query: { size: 100 } })).items
        .filter((n) => n.link === `/approvals/${id}`)
        .map((n) => n.code);
    const until = (time: number) => org.advance((time - org.now().getTime()) / 60_000);
    expect(await news(checker)).toEqual(['org.approval-waiting']);

    until(due - 25 * 3_600_000);
    await runDueJobs(org, [module], { twice: true });
    expect(await news(checker)).toHaveLength(1);
    until(due - 24 * 3_600_000);
    await runDueJobs(org, [module], { twice: true });
    expect(await news(checker)).toEqual(['org.approval-reminder', 'org.approval-waiting']);
    expect(await news(overseer)).toEqual([]);

    until(due - 3_600_000);
    await runDueJobs(org, [module], { twice: true });
    expect(await news(overseer)).toEqual(['org.approval-escalated']);

    until(due);
    await expect(
      (await as(checker))(api.decideApproval, { params: { id }, body: approve() }),
    ).rejects.toMatchObject({ code: 'org.approvalState', details: { state: 'expired' } });
    await runDueJobs(org, [module], { twice: true });
    const read = await (await as(maker))(api.getApproval, { params: { id } });
    expect(read.state).toBe('expired');
    expect(read.history.map((s) => s.step)).toEqual([
      'drafted',
      'submitted',
      'reminded',
      'escalated',
      'expired',
    ]);
    expect(await news(maker)).toEqual(['org.approval-expired']);
    expect(boards.get(board)!.applied).toBe(0);
  });

  test('a jump of the clock over the whole period expires the request without a flood of reminders', async () => {
    const { id } = await aRequest();
    org.advance(24 * 24 * 60);
    await runDueJobs(org, [module]);
    const { history } = await (await as(maker))(api.getApproval, { params: { id } });
    expect(history.map((s) => s.step)).toEqual(['drafted', 'submitted', 'expired']);
  });
});

test('CR-145 every step of an approval is in the audit trail of its unit', async () => {
  const { id } = await aRequest();
  await (await as(checker))(api.commentApproval, { params: { id }, body: { text: '请补充依据' } });
  await (await as(checker))(api.decideApproval, { params: { id }, body: approve() });
  const entries = await org.db
    .selectFrom('platform.auditEntry')
    .select(['action', 'actorName', 'unitId'])
    .where('orgId', '=', org.orgId)
    .where('subjectId', '=', id)
    .orderBy('seq')
    .execute();
  expect(entries).toEqual([
    { action: 'org.approval-drafted', actorName: '李敏', unitId: tree.eastOutlet.id },
    { action: 'org.approval-submitted', actorName: '李敏', unitId: tree.eastOutlet.id },
    { action: 'org.approval-commented', actorName: '王芳', unitId: tree.eastOutlet.id },
    { action: 'org.approval-approved', actorName: '王芳', unitId: tree.eastOutlet.id },
  ]);
});
