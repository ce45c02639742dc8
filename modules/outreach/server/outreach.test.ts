import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { aReleasedItem } from '#modules/content/server/fixtures.ts';
import { customersModule } from '#modules/customers/server/module.ts';
import { decideApproval, requestApproval } from '#modules/org/contract.ts';
import { aUnit, orgHttp, type SignedIn, signedIn } from '#modules/org/server/fixtures.ts';
import { orgModule } from '#modules/org/server/module.ts';
import { newId } from '#platform/server/ids.ts';
import { callHttp, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { tickOnce } from '#platform/server/ticker.ts';
import * as api from '../contract.ts';
import { runBulkSends } from './bulk/bulk.service.ts';
import { audienceUses, contentUses } from './bulk/use.repo.ts';
import { decideBanks, decideDue } from './decide/decide.service.ts';
import { aCrowd, anOutreachBank, type OutreachBank } from './fixtures.ts';
import { outreachModule } from './module.ts';

const MAKER = [
  ...Object.keys(api.outreachPermissions).filter((p) => p !== 'outreach.bulk.approve'),
  'customers.unit.read',
];
let ctx: TestOrg;
let bank: OutreachBank;
let http: FastifyInstance;
let maker: SignedIn;
let checker: SignedIn;

beforeEach(async () => {
  ctx = testOrg();
  bank = await anOutreachBank(ctx);
  maker = await signedIn(ctx, MAKER, { name: '运营' });
  checker = await signedIn(ctx, [...MAKER, 'outreach.bulk.approve', 'org.approval.decide'], {
    name: '合规',
  });
  http = await orgHttp(ctx, [
    orgModule({ mode: 'production' }),
    customersModule({
      owned: [],
      texts: 'draft',
      signIn: { publicUrl: 'http://localhost', ctxFor: () => ctx },
      inventory: { dataSets: () => [], retention: () => [] },
    } as never),
    outreachModule(),
  ]);
});

const call: typeof callHttp = (app, endpoint, input, headers = maker.headers) =>
  callHttp(app, endpoint, input, headers);

async function anAudience(customerIds: readonly number[]): Promise<string> {
  const id = newId();
  await sql`insert into audiences.audience (org_id, id, name, kind, state, purpose, unit_id, rule,
      rule_version, created_by_id, created_by_name, created_at, changed_at, version)
    values (${ctx.orgId}, ${id}, '代发客户', 'rule', 'live', 'marketing', ${bank.unitId}, '{}', 3, 'x', 'x',
      ${ctx.now()}, ${ctx.now()}, 1)`.execute(ctx.db);
  await sql`insert into audiences.member (customer_id, audience_id, org_id, since)
    select c, ${id}, ${ctx.orgId}, ${ctx.now()} from unnest(${[...customerIds]}::bigint[]) c`.execute(
    ctx.db,
  );
  return id;
}

const aBulk = (audienceId: string) => ({
  name: '开学季',
  need: '开学前想把一年的教育支出排好',
  projectId: bank.projectId,
  unitId: bank.unitId,
  audienceId,
  channel: 'one_to_one' as const,
  content: { id: bank.itemId as string, version: 1 },
  sendAt: '2026-03-03T10:00:00+08:00',
});

test('R-384 a forced test send without approval is refused through every channel, and recorded', async () => {
  const [customerId] = await aCrowd(ctx, bank, [{ phone: true }]);
  const recipients = [
    { kind: 'customer' as const, customerId: customerId! },
    { kind: 'group' as const, groupId: 'wr-1' },
    { kind: 'staff' as const, staffId: bank.staffId },
  ];
  for (const channel of api.channels)
    for (const recipient of recipients) {
      const { decision, state } = await call(http, api.testSend, {
        body: {
          channel,
          recipient,
          unitId: bank.unitId,
          projectId: bank.projectId,
          content: { kind: 'test.poster', id: '春季', version: 3 },
          reason: `forced ${channel}`,
        },
      });
      expect(state, channel).toBe('refused');
      const content = decision.verdicts.find((v) => v.rule === 'CR-079');
      expect(content).toMatchObject({
        outcome: 'refuse',
        text: '内容的第 3 版没有经过审批，请先提交审批',
      });
      const listed = await call(http, api.listTouches, { query: { channel } });
      expect(listed.items.find((t) => t.touchId === decision.touchId)?.state).toBe('refused');
    }
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from outreach.touch
    where org_id = ${ctx.orgId} and state not in ('refused')`.execute(ctx.db);
  expect(rows[0]!.n).toBe(0);
});

test('every step of the gate has a rule', async () => {
  const { steps } = await call(http, api.describeGate, {});
  expect(steps.map((s) => s.step)).toEqual([...api.gateSteps]);
  expect(steps.filter((s) => s.rules.length === 0)).toEqual([]);
});

test('R-045 the account of a pool reaches whom it serves, and nobody who was handed over to a person', async () => {
  const ids = await aCrowd(ctx, bank, [{}, {}]);
  const [served, handedOver] = ids;
  await sql`insert into customers.pool (org_id, unit_id, staff_id, state, rules, changed_at, version)
    values (${ctx.orgId}, ${bank.unitId}, ${bank.staffId}, 'on', '{}', ${ctx.now()}, 1)`.execute(
    ctx.db,
  );
  const looksAfter = (id: number, staffId: string) =>
    sql`update customers.customer set rm_id = ${staffId}, rm_since = ${ctx.now()}
         where customer_id = ${id}`.execute(ctx.db);
  await looksAfter(served!, bank.staffId);
  await looksAfter(handedOver!, bank.staffId);
  const draft = await call(http, api.createBulkSend, { body: aBulk(await anAudience(ids)) });
  const preview = () => call(http, api.previewBulkSend, { params: { id: draft.id } });
  expect(await preview()).toMatchObject({ candidates: 2, reached: 2 });
  await looksAfter(handedOver!, (await signedIn(ctx, [], { name: '王经理' })).staff.id);
  expect(await preview()).toMatchObject({ candidates: 2, reached: 1, refused: 1 });
});

test('a bulk send goes out as another person approved it, after a preview, at its hour', async () => {
  const ids = await aCrowd(ctx, bank, [{}, {}, { consents: {} }]);
  const draft = await call(http, api.createBulkSend, { body: aBulk(await anAudience(ids)) });
  const preview = await call(http, api.previewBulkSend, { params: { id: draft.id } });
  expect(preview).toMatchObject({ candidates: 3, reached: 2, refused: 1 });
  expect(preview.rules).toEqual([
    { rule: 'CR-001', name: '营销须有授权', outcome: 'refused', count: 1 },
  ]);
  expect(preview.staff).toMatchObject([{ id: bank.staffId, customers: 2, already: 0 }]);
  expect(preview.quota).toMatchObject({ least: 31, moments: null });
  const moments = await call(http, api.createBulkSend, {
    body: { ...aBulk(await anAudience(ids)), channel: 'moments' },
  });
  await sql`insert into outreach.handover (org_id, id, plan_id, item_key, channel, corp_id, content_kind,
      content_id, content_version, state, size, formed_at, called_at, reminded_at, next_at, calls, opened,
      delivered, failed, capped, task)
    values (${ctx.orgId}, ${newId()}, ${newId()}, 'a', 'moments', ${bank.corpId}, 'content.item', 'x', 1,
      'sent', 1, ${ctx.now()}, ${ctx.now()}, '{}', ${ctx.now()}, 1, 1, 0, 0, 0, 'mom1')`.execute(
    ctx.db,
  );
  const left = await call(http, api.previewBulkSend, { params: { id: moments.id } });
  expect(left.quota.moments).toBe(99_999);

  const payload = { id: draft.id, version: draft.version };
  const asked = await call(http, requestApproval, { body: { kind: api.bulkSendKind, payload } });
  await expect(
    call(http, api.changeBulkSend, {
      params: { id: draft.id },
      body: { ...aBulk(draft.audienceId!), version: 1 },
    }),
  ).rejects.toMatchObject({ code: 'outreach.bulkSendNotDraft' });
  await call(
    http,
    decideApproval,
    { params: { id: asked.id }, body: { decision: 'approve', round: 1 } },
    checker.headers,
  );
  const bulkTicker = [
    { name: 'bulk', run: runBulkSends },
    { name: 'decide', run: decideBanks },
  ];
  await tickOnce(ctx, bulkTicker);
  expect((await call(http, api.getBulkSend, { params: { id: draft.id } })).state).toBe('approved');
  const link = `/outreach/bulk/${draft.id}`;
  const kind = 'outreach.bulk-send';
  // Whoever would withdraw the content or archive the audience is told of it.
  expect(await audienceUses(ctx, draft.audienceId!)).toMatchObject([{ kind, link, active: true }]);
  expect(await contentUses(ctx, bank.itemId)).toMatchObject([{ kind, link, name: '开学季' }]);
  ctx.advance(25 * 60);
  await tickOnce(ctx, bulkTicker);
  // The day after, one signs in anew.
  maker = await signedIn(ctx, MAKER, { name: '运营' });
  const done = await call(http, api.getBulkSend, { params: { id: draft.id } });
  expect(done.state).toBe('proposed');
  expect(await audienceUses(ctx, draft.audienceId!)).toMatchObject([{ active: false }]);
  expect(await contentUses(ctx, bank.itemId)).toMatchObject([{ waiting: 2 }]);
  const page = await call(http, api.planPage, { params: { id: done.planId! } });
  expect(page.states.toSorted((a, b) => b.count - a.count)).toEqual([
    { state: 'reserved', count: 2 },
    { state: 'refused', count: 1 },
  ]);
  expect(page.modes).toEqual([{ mode: 'point', count: 3, delivered: 0 }]);
  expect(page.reasons).toMatchObject([{ state: 'refused', rule: 'CR-001', count: 1 }]);
  const [plan] = (await call(http, api.listPlans, {})).items;
  expect(plan).toMatchObject({ name: '开学季', unit: { id: bank.unitId }, planned: 3, refused: 1 });
});

test('what cannot go there, or has a place that nobody fills, is not put to a second person: it says which field', async () => {
  const audienceId = await anAudience(await aCrowd(ctx, bank, [{}]));
  const submitted = async (more: object) => {
    const body = { ...aBulk(audienceId), ...more };
    const { id, version } = await call(http, api.createBulkSend, { body });
    return call(http, requestApproval, {
      body: { kind: api.bulkSendKind, payload: { id, version } },
    });
  };
  const refused = (code: string) => ({ code: `outreach.${code}`, details: { field: 'content' } });
  await expect(submitted({ channel: 'sms' })).rejects.toMatchObject(
    refused('bulkSendContentElsewhere'),
  );
  const open = await aReleasedItem(ctx, {
    text: '您好，送您{benefit_name}。如不希望收到此类消息，回复“退订”即可停止。',
  });
  await expect(submitted({ content: { id: open, version: 1 } })).rejects.toMatchObject(
    refused('bulkSendPlacesOpen'),
  );
  await expect(submitted({ sendAt: '2026-03-01T10:00:00+08:00' })).rejects.toMatchObject({
    code: 'outreach.bulkSendTooLate',
    details: { field: 'sendAt' },
  });
});

test('R-144 for an affluent audience Moments come first, and it says why', async () => {
  const band = (value_band: string) => ({ attributes: { value_band } });
  const ids = await aCrowd(ctx, bank, [band('affluent'), band('private'), band('mass'), {}, {}]);
  const advice = async (those: readonly number[]) =>
    call(http, api.adviseChannel, { params: { audienceId: await anAudience(those) } });
  expect(await advice(ids.slice(0, 3))).toEqual({
    first: 'moments',
    customers: 3,
    affluent: 2,
    why: expect.stringContaining('67% 是富裕或私行客户，建议先发朋友圈：打扰最少'),
  });
  expect(await advice(ids)).toMatchObject({ first: 'one_to_one', affluent: 2 });
  await expect(
    call(http, api.adviseChannel, { params: { audienceId: newId() } }),
  ).rejects.toMatchObject({ status: 404 });
});

test('an audience that changed after the approval is not what was approved', async () => {
  const ids = await aCrowd(ctx, bank, [{}]);
  const draft = await call(http, api.createBulkSend, { body: aBulk(await anAudience(ids)) });
  const payload = { id: draft.id, version: draft.version };
  const asked = await call(http, requestApproval, { body: { kind: api.bulkSendKind, payload } });
  await call(
    http,
    decideApproval,
    { params: { id: asked.id }, body: { decision: 'approve', round: 1 } },
    checker.headers,
  );
  await sql`update audiences.audience set rule_version = 4 where id = ${draft.audienceId}`.execute(
    ctx.db,
  );
  ctx.advance(25 * 60);
  await runBulkSends(ctx);
  maker = await signedIn(ctx, MAKER, { name: '运营' });
  expect(await call(http, api.getBulkSend, { params: { id: draft.id } })).toMatchObject({
    state: 'failed',
    failure: 'audience-changed',
    planId: null,
  });
});

test('R-332 the calendar of an elderly customer shows what is avoided, and why', async () => {
  const [id] = await aCrowd(ctx, bank, [{ attributes: { birth_date: '1950-01-01' } }]);
  const query = { from: '2026-03-02', to: '2026-03-08' };
  const calendar = await call(http, api.customerCalendar, {
    params: { customerId: id! as never },
    query,
  });
  expect(calendar.windowRule).toBe('CR-095');
  expect(calendar.windows).toEqual([
    { from: '09:00', to: '11:00' },
    { from: '14:00', to: '17:00' },
    { from: '20:00', to: '22:00' },
  ]);
  const why = (time: string) =>
    calendar.avoided.find(({ from, to }) => from <= time && time < to)?.why ?? null;
  expect(['07:30', '08:45', '12:00', '17:30', '19:00', '23:00'].map(why)).toEqual([
    '送孙辈上学',
    '早市买菜',
    '做午饭、吃午饭',
    '接孙辈放学',
    '做晚饭、吃晚饭',
    '夜间休息，免打扰时段',
  ]);
  expect(['09:00', '10:59', '14:00', '16:59', '21:59'].map(why)).toEqual([
    null,
    null,
    null,
    null,
    null,
  ]);
  expect(calendar.days).toHaveLength(7);
});

test('CR-142 a branch sees the contacts of its own customers, and those that go through oneself', async () => {
  const [east, west] = [await aUnit(ctx), await aUnit(ctx)];
  const ids = await aCrowd(ctx, bank, [{ unitId: east.id }, { unitId: west.id }]);
  const draft = await call(http, api.createBulkSend, { body: aBulk(await anAudience(ids)) });
  await sql`update outreach.bulk_send set state = 'approved', send_at = ${ctx.now()} where id = ${draft.id}`.execute(
    ctx.db,
  );
  await runBulkSends(ctx);
  await decideDue(ctx);
  const all = await call(http, api.listTouches, {});
  expect(all.total).toBe(2);
  const person = await signedIn(
    ctx,
    { 'outreach.decision.read': [east.id], 'outreach.plan.read': [east.id] },
    { name: '东区', unitId: east.id },
  );
  const { items } = await call(http, api.listTouches, {}, person.headers);
  expect(items.map((t) => t.customerId)).toEqual([ids[0]]);
  const other = all.items.find((t) => t.customerId === ids[1])!;
  await expect(
    call(
      http,
      api.explainTouch,
      { params: { customerId: ids[1]!, touchId: other.touchId } },
      person.headers,
    ),
  ).rejects.toMatchObject({ code: 'outreach.touchNotFound' });
});

test('settings change by version, with a reason, and the earlier ones stay', async () => {
  const { version, ...before } = await call(http, api.getOutreachSettings, {});
  const body = { ...before, version, deferDays: 5, reason: '节前放宽' };
  expect(await call(http, api.setOutreachSettings, { body })).toMatchObject({
    version: 1,
    deferDays: 5,
  });
  await expect(call(http, api.setOutreachSettings, { body })).rejects.toMatchObject({
    code: 'outreach.settingsChangedMeanwhile',
  });
});
