import { beforeAll, describe, expect, test } from 'vitest';
import { audit } from '#platform/server/audit.ts';
import { inTx } from '#platform/server/ctx.ts';
import type { AppModule } from '#platform/server/module.ts';
import { callHttp, type TestOrg, testHttp, testOrg } from '#platform/server/test/test-org.ts';
import * as api from '../../contract/audit.ts';
import { aPerson, aTree, type TestTree, type TestUnit } from '../approvals/fixtures.ts';
import { auditRoutes } from './audit.routes.ts';

const module: AppModule = { name: 'org', routes: auditRoutes };

async function as(person: TestOrg) {
  const app = await testHttp(person, [module]);
  return <E extends Parameters<typeof callHttp>[1]>(
    endpoint: E,
    input?: Parameters<typeof callHttp<E>>[2],
  ) => callHttp(app, endpoint, input);
}

let org: TestOrg;
let tree: TestTree;
let head: TestOrg;
let east: TestOrg;

/** Something done, by whom and where. */
const did = (
  by: TestOrg,
  action: string,
  unit: TestUnit | null,
  more: { name?: string; reason?: string; before?: unknown; after?: unknown } = {},
) =>
  inTx(by, async (ctx) => {
    const { name, ...rest } = more;
    audit(ctx, {
      action,
      subject: { kind: 'thing', id: name ?? action, name },
      unitId: unit?.id,
      ...rest,
    });
  });

beforeAll(async () => {
  org = testOrg();
  tree = await aTree(org);
  const read = ['org.audit.read', 'org.audit.export'];
  head = await aPerson(org, '总行审计', tree.head, read);
  east = await aPerson(org, '东城审计', tree.east, read);
  await did(head, 'org.bank-created', null, { name: '全行' });
  await did(east, 'org.staff-created', tree.eastOutlet, {
    name: '王小明',
    after: { 手机: '13812345678' },
  });
  await did(head, 'org.staff-changed', tree.west, { name: '李四', reason: '岗位调整' });
  org.advance(60);
  await did(head, 'org.unit-moved', tree.east, { before: { parent: 'a' }, after: { parent: 'b' } });
});

const actionsOf = (page: { items: { action: string }[] }) => page.items.map((i) => i.action);
/** What this test did itself, and not what made its bank. */
const things = { subjectKind: 'thing' };
const seqOf = async (action: string) => {
  const { items } = await (await as(head))(api.listAudit, {
    query: { ...things, action: action as never },
  });
  return items[0]!.seq;
};

describe('who sees which entries', () => {
  test('CR-142 a branch reads the entries of its units, and none of the whole bank or a sibling', async () => {
    expect(actionsOf(await (await as(east))(api.listAudit, { query: things }))).toEqual([
      'org.unit-moved',
      'org.staff-created',
    ]);
    expect(actionsOf(await (await as(head))(api.listAudit, { query: things }))).toEqual([
      'org.unit-moved',
      'org.staff-changed',
      'org.staff-created',
      'org.bank-created',
    ]);
    for (const seq of [await seqOf('org.bank-created'), await seqOf('org.staff-changed')])
      await expect((await as(east))(api.getAuditEntry, { params: { seq } })).rejects.toMatchObject({
        code: 'org.auditEntryNotFound',
        status: 404,
      });
  });

  test('CR-149 another bank’s chain does not exist', async () => {
    const other = testOrg();
    const theirs = await aTree(other);
    const reader = await as(await aPerson(other, '他行审计', theirs.head, ['org.audit.read']));
    expect((await reader(api.listAudit, { query: things })).items).toEqual([]);
    const ours = (await (await as(head))(api.getAuditChain)).head!;
    expect((await reader(api.getAuditChain)).head!.hash).not.toBe(ours.hash);
    await did(head, 'org.later', tree.head);
    const beyond = (await (await as(head))(api.getAuditChain)).head!.seq;
    await expect(reader(api.getAuditEntry, { params: { seq: beyond } })).rejects.toMatchObject({
      status: 404,
    });
  });
});

describe('finding', () => {
  test('CR-145 entries are found by person, action, subject, unit, time and reason', async () => {
    const call = await as(head);
    const find = async (query: Record<string, string>) =>
      actionsOf(await call(api.listAudit, { query: { ...things, ...query } as never })).filter(
        (action) => action !== 'org.later',
      );
    expect(await find({ actorId: east.actor.id })).toEqual(['org.staff-created']);
    expect(await find({ actor: '东城' })).toEqual(['org.staff-created']);
    expect(await find({ action: 'org.staff-created,org.unit-moved' })).toEqual([
      'org.unit-moved',
      'org.staff-created',
    ]);
    expect(await find({ action: 'platform.' })).toEqual([]);
    expect(await find({ action: 'org.' })).toHaveLength(4);
    expect(await find({ subjectKind: 'thing', subjectId: '李四' })).toEqual(['org.staff-changed']);
    expect(await find({ q: '调整' })).toEqual(['org.staff-changed']);
    expect(await find({ q: '小明' })).toEqual(['org.staff-created']);
    expect(await find({ q: '%' })).toEqual([]);
    expect(await find({ unitId: tree.east.id })).toEqual(['org.unit-moved', 'org.staff-created']);
    expect(await find({ from: '2026-03-02T02:00:00Z' })).toEqual(['org.unit-moved']);
    expect(await find({ to: '2026-03-02T02:00:00Z' })).toHaveLength(3);
  });

  test('a branch that asks for a unit outside its scope gets nothing', async () => {
    const { items } = await (await as(east))(api.listAudit, {
      query: { unitId: tree.west.id },
    });
    expect(items).toEqual([]);
  });

  test('pages follow one another without gap or repetition while entries are added', async () => {
    const call = await as(head);
    const first4 = 'org.unit-moved,org.staff-changed,org.staff-created,org.bank-created' as never;
    const first = await call(api.listAudit, { query: { ...things, size: 2, action: first4 } });
    await did(head, 'org.bank-created', tree.north);
    const second = await call(api.listAudit, {
      query: { ...things, size: 2, action: first4, before: first.next! },
    });
    expect([...actionsOf(first), ...actionsOf(second)]).toEqual([
      'org.unit-moved',
      'org.staff-changed',
      'org.staff-created',
      'org.bank-created',
    ]);
    expect(second.next).toBeNull();
  });

  test('CR-145 an entry shows what it was before and after, with personal data masked', async () => {
    const call = await as(head);
    const moved = await call(api.getAuditEntry, { params: { seq: await seqOf('org.unit-moved') } });
    expect(moved).toMatchObject({
      actionName: '调整机构上级',
      before: { parent: 'a' },
      after: { parent: 'b' },
      unit: { name: '东城分行' },
      actor: { name: '总行审计' },
    });
    const created = await call(api.getAuditEntry, {
      params: { seq: await seqOf('org.staff-created') },
    });
    expect(created.after).toEqual({ 手机: '138****5678' });
  });
});

describe('export', () => {
  test('CR-145 an export is itself an entry, with its reason, and its first line names who took it', async () => {
    const app = await testHttp(east, [module]);
    const file = await app.inject({
      method: 'GET',
      url: '/api/v1/org/audit/export',
      query: { ...things, reason: '季度检查' },
    });
    expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = file.payload.replace('\uFEFF', '').trim().split('\r\n');
    expect(lines[0]).toMatch(/导出人 东城审计 · 2026-03-02 10:00:00 .*原因：季度检查/);
    expect(lines[1]).toMatch(/^序号,业务时间,/);
    expect(lines.slice(2).map((l) => l.split(',')[6])).toEqual([
      'org.unit-moved',
      'org.staff-created',
    ]);
    const { items } = await (await as(head))(api.listAudit, {
      query: { action: 'org.audit-exported' as never },
    });
    expect(items).toMatchObject([
      { actor: { name: '东城审计' }, reason: '季度检查', actionName: '导出审计记录' },
    ]);
  });

  test('an export without a reason, or without the permission, is refused', async () => {
    const app = await testHttp(head, [module]);
    const bare = await app.inject({ method: 'GET', url: '/api/v1/org/audit/export' });
    expect(bare.statusCode).toBe(400);
    const reader = await aPerson(org, '只读', tree.head, ['org.audit.read']);
    const other = await testHttp(reader, [module]);
    const refused = await other.inject({
      method: 'GET',
      url: '/api/v1/org/audit/export',
      query: { reason: '看看' },
    });
    expect(refused.statusCode).toBe(403);
  });

  test('a long export is written in batches and misses nothing', async () => {
    const bank = testOrg();
    const its = await aTree(bank);
    const reader = await aPerson(bank, '审计', its.head, ['org.audit.export']);
    bank.advance(1);
    await inTx(reader, async (ctx) => {
      for (let i = 0; i < 2_500; i++)
        audit(ctx, { action: 'org.staff-created', subject: { kind: 'staff', id: `${i}` } });
    });
    const app = await testHttp(reader, [module]);
    const file = await app.inject({
      method: 'GET',
      url: '/api/v1/org/audit/export',
      query: { reason: '全量', action: 'org.staff-created', from: bank.now().toISOString() },
    });
    const seqs = file.payload
      .trim()
      .split('\r\n')
      .slice(2)
      .map((line) => Number(line.split(',')[0]));
    expect(seqs).toHaveLength(2_500);
    expect(new Set(seqs).size).toBe(2_500);
    expect(seqs).toEqual([...seqs].sort((a, b) => b - a));
  });
});

test('CR-146 the screen knows how far the chain was verified and what is wrong with it', async () => {
  const call = await as(head);
  const before = await call(api.getAuditChain);
  expect(before.head!.seq).toBeGreaterThan(3);
  expect(before.verified).toBeNull();
  const finding = { kind: 'missing', fromSeq: 2, toSeq: 3, fingerprint: 'x' };
  await org.db
    .insertInto('platform.auditCheck')
    .values({
      orgId: org.orgId,
      checkedAt: org.now(),
      throughSeq: 4,
      entries: 2,
      broken: true,
      findings: JSON.stringify([finding]),
    })
    .execute();
  expect((await call(api.getAuditChain)).verified).toMatchObject({
    ok: false,
    upTo: 4,
    problem: '第 2–3 条缺失',
  });
});

test('the filters offer the actions and subjects that occur', async () => {
  const offered = await (await as(head))(api.listAuditActions);
  expect(offered.subjectKinds).toContain('thing');
  expect(offered.actions).toContainEqual({ action: 'org.unit-moved', name: '调整机构上级' });
});
