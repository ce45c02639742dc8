import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { decideApproval, requestApproval } from '#modules/org/contract.ts';
import { aBank, aGrant, orgHttp, type SignedIn, signedIn } from '#modules/org/server/fixtures.ts';
import { orgModule } from '#modules/org/server/module.ts';
import { inTx } from '#platform/server/ctx.ts';
import { callHttp, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { valuesSchema } from '../../contract/parameter.ts';
import * as api from '../../contract/rule.ts';
import { parametersOf, ruleParameters } from '../../contract/rule-parameters.ts';
import { complianceModule } from '../module.ts';
import { ruleDefinitions } from './catalogue.ts';
import { countsRefusals } from './refusals.ts';
import { bringRules, rulesAt } from './rule.service.ts';

let ctx: TestOrg;
let http: FastifyInstance;
let maker: SignedIn;
let checker: SignedIn;

beforeEach(async () => {
  ctx = testOrg();
  await aBank(ctx);
  const compliance = complianceModule();
  await inTx(ctx, (ctx) => compliance.equipment!.bring(ctx));
  maker = await signedIn(ctx, [], { name: '合规甲' });
  checker = await signedIn(ctx, [], { name: '合规乙' });
  for (const { staff } of [maker, checker]) await aGrant(ctx, staff.id, 'compliance_officer');
  http = await orgHttp(ctx, [orgModule({ mode: 'production' }), compliance]);
});

const change = (given: Partial<api.RuleChange> = {}): api.RuleChange => ({
  rule: 'CR-098',
  version: 1,
  on: true,
  parameters: { perDay: 1, perWeek: 2, perMonth: 5 },
  effectiveOn: '2026-03-10',
  reason: '投诉增多，收紧频次',
  ...given,
});
const ask = (given: Partial<api.RuleChange> = {}) =>
  callHttp(
    http,
    requestApproval,
    { body: { kind: api.ruleChangeKind, payload: change(given) } },
    maker.headers,
  );
const approve = (id: string, by = checker) =>
  callHttp(
    http,
    decideApproval,
    { params: { id }, body: { decision: 'approve', round: 1 } },
    by.headers,
  );
const perWeek = async (at?: Date) => {
  const { 'CR-098': rule } = await rulesAt(ctx, ['CR-098'], at);
  return [rule.version, rule.values.perWeek];
};

test('every rule of the law stands in the product in both languages, with its source', async () => {
  const { items } = await callHttp(http, api.listRules, { query: { size: 200 } }, maker.headers);
  expect(items).toHaveLength(155);
  for (const rule of items) {
    expect(rule.title[0], rule.id).toMatch(/\p{Script=Han}|KOC/u);
    expect(rule.condition[0], rule.id).not.toBe('');
    expect(rule.citation, rule.id).not.toBe('');
  }
  expect(items.filter((rule) => !rule.on).map((rule) => rule.id)).toEqual(['CR-097']);
  expect(items.filter((r) => r.marks.length === 0).map((r) => r.id)).toEqual(['CR-138']);
});

test('the values the product comes with are values a bank could set', () => {
  for (const [rule, parameters] of Object.entries(ruleParameters)) {
    expect(ruleDefinitions.has(rule), rule).toBe(true);
    const ready = Object.fromEntries(Object.entries(parameters).map(([n, p]) => [n, p.ready]));
    expect(valuesSchema(parametersOf(rule)).safeParse(ready).success, rule).toBe(true);
  }
});

test('CR-152 a rule changes when a second person approves, from its day on, and the old version stays for replay', async () => {
  const asked = await ask();
  expect(asked.changes).toContainEqual({ label: '7 天最多（次）', before: 3, after: 2 });
  await expect(approve(asked.id, maker)).rejects.toMatchObject({ status: 403 });
  expect((await approve(asked.id)).state).toBe('approved');

  expect(await perWeek()).toEqual([1, 3]);
  const shown = await callHttp(http, api.getRule, { params: { rule: 'CR-098' } }, maker.headers);
  expect(shown).toMatchObject({ version: 1, coming: { version: 2, approvalId: asked.id } });

  ctx.advance(9 * 24 * 60);
  expect(await perWeek()).toEqual([2, 2]);
  expect(await perWeek(new Date('2026-03-09T15:59:59Z'))).toEqual([1, 3]);
  expect(await perWeek(new Date('2026-03-09T16:00:00Z'))).toEqual([2, 2]);
});

test('CR-152 a change without a day to come, or with figures that are none, is refused by name', async () => {
  await expect(ask({ effectiveOn: '2026-03-01' })).rejects.toMatchObject({
    code: 'compliance.ruleDayPast',
  });
  await expect(ask({ parameters: { perDay: 1, perWeek: -1, perMonth: 5 } })).rejects.toMatchObject({
    code: 'compliance.ruleParametersUnusable',
    details: { issues: [{ path: 'perWeek' }] },
  });
  await expect(ask({ rule: 'CR-999' as never })).rejects.toMatchObject({ status: 404 });
});

test('CR-152 of two changes drafted on one version, the second is void when the first holds', async () => {
  const first = await ask();
  await expect(ask({ reason: '另一个意见' })).rejects.toMatchObject({ code: 'org.approvalOpen' });
  await approve(first.id);
  await expect(ask()).rejects.toMatchObject({ code: 'compliance.ruleChangedMeanwhile' });
});

test('CR-152 the newest version goes on to hold when the day of an older one comes, and nobody is told that it comes', async () => {
  await approve((await ask({ effectiveOn: '2026-03-10' })).id);
  const tighter = { version: 2, parameters: { perDay: 1, perWeek: 1, perMonth: 1 } };
  await approve((await ask({ ...tighter, effectiveOn: '2026-03-02' })).id);
  expect(await perWeek()).toEqual([3, 1]);
  const shown = await callHttp(http, api.getRule, { params: { rule: 'CR-098' } }, maker.headers);
  expect(shown).toMatchObject({ version: 3, coming: null });
  ctx.advance(9 * 24 * 60);
  expect(await perWeek()).toEqual([3, 1]);
});

test('a figure that came after a bank had set its own has the value the product comes with', async () => {
  await sql`update compliance.rule_version set parameters = '{}'
    where org_id = ${ctx.orgId} and rule = 'CR-055'`.execute(ctx.db);
  const { 'CR-055': rule } = await rulesAt(ctx, ['CR-055']);
  expect(rule.values).toEqual({ age: 60 });
});

test('what a bank has made its own stays when the rules are brought again', async () => {
  await approve((await ask({ effectiveOn: '2026-03-02' })).id);
  await inTx(ctx, bringRules);
  expect(await perWeek()).toEqual([2, 2]);
});

test('a compliance officer sees which rules the product checks, and how often each refused this month', async () => {
  countsRefusals('test', async (_, from) =>
    from.getTime() === Date.parse('2026-02-28T16:00:00Z') ? new Map([['CR-094', 7]]) : new Map(),
  );
  const list = (query: object) =>
    callHttp(http, api.listRules, { query: { ...query, size: 200 } }, maker.headers);
  expect((await list({ q: '免打扰' })).items[0]).toMatchObject({
    id: 'CR-094',
    refusedThisMonth: 7,
  });
  const checked = (await list({ checked: 'yes' })).items;
  expect(checked.map((rule) => rule.id)).toContain('CR-072');
  expect(checked.every((rule) => rule.uses.length > 0)).toBe(true);
  expect((await list({ group: 'I' })).items.map((rule) => rule.id)).toEqual([
    'CR-153',
    'CR-154',
    'CR-155',
  ]);
});
