import type { FastifyInstance } from 'fastify';
import { beforeEach, expect, test } from 'vitest';
import { disclosures } from '#modules/compliance/contract.ts';
import { complianceModule } from '#modules/compliance/server/module.ts';
import { decideApproval, requestApproval } from '#modules/org/contract.ts';
import { aBank, aGrant, orgHttp, type SignedIn, signedIn } from '#modules/org/server/fixtures.ts';
import { orgModule } from '#modules/org/server/module.ts';
import { inTx } from '#platform/server/ctx.ts';
import { on } from '#platform/server/events.ts';
import { callHttp, runDueJobs, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { checkDraft, createItem, releaseKind } from '../../contract/item.ts';
import * as api from '../../contract/product.ts';
import { aDraft } from '../fixtures.ts';
import { contentModule } from '../module.ts';

let ctx: TestOrg;
let http: FastifyInstance;
let operator: SignedIn;
let officer: SignedIn;
let headOffice: string;
beforeEach(async () => {
  ctx = testOrg();
  headOffice = (await aBank(ctx)).headOffice.id;
  const compliance = complianceModule();
  await inTx(ctx, (ctx) => compliance.equipment!.bring(ctx));
  operator = await signedIn(ctx, [], { name: '运营' });
  await aGrant(ctx, operator.staff.id, 'head_office_operator');
  officer = await signedIn(ctx, [], { name: '合规' });
  await aGrant(ctx, officer.staff.id, 'compliance_officer');
  http = await orgHttp(ctx, [
    orgModule({ mode: 'production' }),
    compliance,
    contentModule({ mode: 'production' }),
  ]);
});

const product = (given: object = {}) =>
  api.ProductDraft.parse({
    code: 'W001',
    name: '稳健一号',
    kind: 'wealth',
    issuerGrade: 'R2',
    ownGrade: 'R3',
    ...given,
  });
const create = (given: object = {}) =>
  callHttp(http, api.createProduct, { body: product(given) }, operator.headers);
const ask = async ({ id, version }: api.Product, given: object = {}, state = 'listed') =>
  callHttp(
    http,
    requestApproval,
    {
      body: {
        kind: api.productChangeKind,
        payload: { id, version, state, product: product(given) },
      },
    },
    operator.headers,
  );
const approve = (id: string) =>
  callHttp(
    http,
    decideApproval,
    { params: { id }, body: { decision: 'approve', round: 1 } },
    officer.headers,
  );
const show = (id: api.ProductId) =>
  callHttp(http, api.getProduct, { params: { id } }, operator.headers);

test('CR-047 CR-058 a product is listed by a second person and carries the higher of two grades', async () => {
  const added = await create();
  expect(added).toMatchObject({ state: 'draft', onSale: false, grade: 'R3' });
  await approve((await ask(added)).id);
  const listed = await show(added.id);
  expect(listed).toMatchObject({ state: 'listed', onSale: true, version: 2 });
  // Taken off it is told to whatever may still be speaking of it.
  const told: string[] = [];
  const hears = on(api.productChanged, 'listener.product', async (_, { productId }) => {
    told.push(productId);
  });
  await approve((await ask(listed, {}, 'unlisted')).id);
  await runDueJobs(ctx, [{ name: 'listener', subscriptions: [hears] }]);
  expect([(await show(added.id)).state, told.at(-1)]).toEqual(['unlisted', added.id]);
});

test('CR-046 an investment without a grade is not listed', async () => {
  const none = { issuerGrade: null, ownGrade: null };
  const added = await create(none);
  await expect(ask(added, none)).rejects.toMatchObject({
    code: 'content.productIncomplete',
    details: { rule: 'CR-046' },
  });
});

test('CR-058 content about a product is not released while the product is off the list or out of its days', async () => {
  const added = await create({ kind: 'deposit', issuerGrade: null, ownGrade: null });
  const text = `这个月的存款利率表在网点。${disclosures.deposit.text}回复“退订”即可停止。`;
  const draft = aDraft({ text, facets: { productIds: [added.id] } });
  const item = await callHttp(
    http,
    createItem,
    { body: { ...draft, ownerUnitId: headOffice } },
    operator.headers,
  );
  const payload = { id: item.id, version: 1, revision: 1 };
  const submit = () =>
    callHttp(http, requestApproval, { body: { kind: releaseKind, payload } }, operator.headers);
  await expect(submit()).rejects.toMatchObject({
    code: 'content.itemIncomplete',
    details: { rule: 'CR-058', products: ['稳健一号'] },
  });
  const deposit = { kind: 'deposit', issuerGrade: null, ownGrade: null, saleTo: '2026-03-31' };
  await approve((await ask(added, deposit)).id);
  expect((await submit()).state).toBe('submitted');
});

test('CR-076 CR-059 what must stand follows from the products a content speaks of', async () => {
  const added = await create({ issuer: '示例理财公司' });
  const rules = async (text: string) => {
    const draft = aDraft({ text, facets: { productIds: [added.id] } });
    const { findings } = await callHttp(http, checkDraft, { body: draft }, operator.headers);
    return findings.map((f) => f.proposal);
  };
  expect(await rules('稳健一号上新。回复“退订”即可停止。')).toEqual([
    disclosures.wealth.text,
    '本产品风险等级为R3，请先完成风险承受能力评估，购买与自身风险承受能力相匹配的产品。',
    expect.stringContaining('本产品由示例理财公司发行与管理'),
  ]);
});

test('a code names one product', async () => {
  await create();
  await expect(create()).rejects.toMatchObject({ code: 'content.productCodeTaken' });
});
