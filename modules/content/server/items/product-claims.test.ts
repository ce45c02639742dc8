import type { FastifyInstance } from 'fastify';
import { beforeEach, expect, test } from 'vitest';
import { disclosures } from '#modules/compliance/contract.ts';
import { complianceModule } from '#modules/compliance/server/module.ts';
import { decideApproval, getApproval, requestApproval } from '#modules/org/contract.ts';
import { aBank, aGrant, orgHttp, type SignedIn, signedIn } from '#modules/org/server/fixtures.ts';
import { orgModule } from '#modules/org/server/module.ts';
import { inTx } from '#platform/server/ctx.ts';
import { callHttp, runDueJobs, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import * as api from '../../contract/item.ts';
import { Draft } from '../../contract/item.ts';
import { ProductDraft, type ProductId, productChangeKind } from '../../contract/product.ts';
import { aDraft, aListedProduct } from '../fixtures.ts';
import { contentModule } from '../module.ts';
import { renderContent } from '../rendering/render.service.ts';
import { checkScript } from '../scripts/script.check.ts';
import { checkFilled } from './filled-check.service.ts';

let ctx: TestOrg;
let http: FastifyInstance;
let writer: SignedIn;
let officer: SignedIn;
let headOffice: string;
const content = contentModule({ mode: 'production' });
beforeEach(async () => {
  ctx = testOrg();
  headOffice = (await aBank(ctx)).headOffice.id;
  const compliance = complianceModule();
  await inTx(ctx, (ctx) => compliance.equipment!.bring(ctx));
  writer = await signedIn(ctx, [], { name: '运营' });
  await aGrant(ctx, writer.staff.id, 'head_office_operator');
  officer = await signedIn(ctx, [], { name: '合规' });
  await aGrant(ctx, officer.staff.id, 'compliance_officer');
  http = await orgHttp(ctx, [orgModule({ mode: 'production' }), compliance, content]);
});

const terms = { 利率: '1.55%', 期限: '180天', 起购金额: '1万元' };
const master = { code: 'D180', name: '安享一号', kind: 'deposit', facts: terms } as const;
const END = `${disclosures.deposit.text}回复“退订”即可停止。`;
const said = (words: string, productIds: string[] = []) =>
  aDraft({ text: `${words}。${END}`, facets: { productIds } });
const create = (draft: api.DraftInput) =>
  callHttp(http, api.createItem, { body: { ...draft, ownerUnitId: headOffice } }, writer.headers);
const ask = (kind: string, payload: object) =>
  callHttp(http, requestApproval, { body: { kind, payload: payload as never } }, writer.headers);
const submit = ({ id }: { id: string }) => ask(api.releaseKind, { id, version: 1, revision: 1 });
const approve = (id: string, more: object = {}) =>
  callHttp(
    http,
    decideApproval,
    { params: { id }, body: { decision: 'approve', round: 1, ...more } },
    officer.headers,
  );
const show = (id: api.ItemId) => callHttp(http, api.getItem, { params: { id } }, writer.headers);
const check = async (draft: api.DraftInput, rule = 'CR-061') => {
  const { findings } = await callHttp(http, api.checkDraft, { body: draft }, writer.headers);
  return findings.filter((f) => f.rule === rule);
};

test('CR-061 the editor shows where a content differs from the product master, and what stands there', async () => {
  const id = await aListedProduct(ctx, master);
  const [found, ...more] = await check(
    said('安享一号：利率百分之二，期限6个月，10,000元起存', [id]),
  );
  expect(more).toEqual([]);
  expect(found).toMatchObject({
    field: 'body.text',
    level: 'block',
    proposal: '1.55%',
    place: { from: 5, to: 11, text: '利率百分之二' },
    why: ['“利率百分之二”与产品主数据不一致：安享一号的利率为“1.55%”', expect.any(String)],
  });
  // The title names the product, the words beneath it the figure; a plain word names no product.
  await aListedProduct(ctx, {
    code: 'D',
    name: '定期存款',
    kind: 'deposit',
    facts: { 利率: '1%' },
  });
  expect(await check(said('存款利率2%'))).toEqual([]);
  expect(await check(said('安享一号期限90天'))).toMatchObject([{ proposal: '180天' }]);
});

test('CR-061 what differs from the product master is not put to a second person, and is stopped again at release', async () => {
  const id = await aListedProduct(ctx, master);
  await expect(submit(await create(said('利率2%', [id])))).rejects.toMatchObject({
    code: 'content.itemBlocked',
    details: {
      findings: [{ rule: 'CR-061', field: 'body.text' }],
      words: '正文：“利率2%”与产品主数据不一致：安享一号的利率为“1.55%”',
    },
  });
  const item = await create(said('期限180天', [id]));
  const asked = await submit(item);
  const product = ProductDraft.parse({ ...master, facts: { ...terms, 期限: '90天' } });
  const change = await ask(productChangeKind, { id, version: 1, state: 'listed', product });
  await approve(change.id);
  await expect(approve(asked.id)).rejects.toMatchObject({ code: 'content.itemBlocked' });
});

test('CR-061 when a product’s master changes, what was approved before and now differs is withdrawn until it is reviewed', async () => {
  const id = await aListedProduct(ctx, master);
  const items = {
    differs: await create(said('期限180天', [id])),
    same: await create(said('利率1.55%', [id])),
    names: await create(said('安享一号1万元起存，期限180天')),
    filled: await create(said('期限{term}', [id])),
  };
  for (const item of Object.values(items)) await approve((await submit(item)).id);
  const product = ProductDraft.parse({ ...master, facts: { ...terms, 期限: '90天' } });
  const change = await ask(productChangeKind, { id, version: 1, state: 'listed', product });
  await approve(change.id);
  await runDueJobs(ctx, [content]);
  const states = await Promise.all(
    Object.entries(items).map(async ([key, item]) => [key, (await show(item.id)).state]),
  );
  expect(Object.fromEntries(states)).toEqual({
    differs: 'withdrawn',
    same: 'approved',
    names: 'withdrawn',
    filled: 'approved',
  });
  const why = (await audited('content.item-withdrawn')).map(({ reason }) => reason);
  expect(why).toEqual(
    Array(2).fill('CR-061：“期限180天”与产品主数据不一致：安享一号的期限为“90天”'),
  );
});
const audited = (action: string) =>
  ctx.db
    .selectFrom('platform.auditEntry')
    .selectAll()
    .where('orgId', '=', ctx.orgId)
    .where('action', '=', action)
    .execute();

test('CR-061 what is filled into an approved text is compared with the product that is offered with it', async () => {
  const id = (await aListedProduct(ctx, master)) as ProductId;
  const draft = Draft.parse(said('{product_name}起存{min_amount}'));
  const filled = async (min_amount: string) =>
    (await checkFilled(ctx, draft, { product_name: '安享一号', min_amount }, [id])).map(
      (f) => `${f.rule} ${f.place!.text}`,
    );
  expect(await filled('50元')).toEqual(['CR-061 起存50元']);
  expect(await filled('一万元')).toEqual([]);
});

test('CR-061 a script that names a product is held to its master', async () => {
  await aListedProduct(ctx, master);
  const script = (text: string) => ({
    situation: '客户问期限',
    lines: [{ place: 'private', text }],
  });
  const rules = async (text: string) =>
    (await checkScript(ctx, script(text) as never)).findings.map(({ rule }) => rule);
  expect(await rules('安享一号的期限是三个月')).toEqual(['CR-061']);
  expect(await rules('安享一号的期限是六个月')).toEqual([]);
});

test('CR-085 figures without a source are not put to a second person; with one it stands beneath the words', async () => {
  const draft = aDraft({ text: '调查显示八成家庭没有记账。不想再收到可回复“退订”。' });
  await expect(submit(await create(draft))).rejects.toMatchObject({
    code: 'content.itemBlocked',
    details: { findings: [{ rule: 'CR-085', field: 'body.text' }, { rule: 'CR-085' }] },
  });
  const sourced = { ...draft, body: { ...draft.body, source: '示例研究院《2025年家庭账本》' } };
  const item = await create(sourced);
  const asked = await submit(item);
  expect(JSON.stringify(asked.changes)).toContain('家庭账本');
  await approve(asked.id);
  const [rendered] = await renderContent(
    ctx,
    { itemId: item.id, version: 1 },
    {
      ...{ customerIds: [], staffId: null, channel: 'moments' },
      links: { kind: 'shared', mark: 'm' },
    },
  );
  expect(rendered).toMatchObject({
    outcome: 'ready',
    text: expect.stringMatching(/“退订”。\n（数据出处：示例研究院《2025年家庭账本》）$/),
  });
});

test('CR-083 a gift that is not told in full is not put to a second person', async () => {
  const draft = aDraft({ text: '办卡送保温杯。不想再收到可回复“退订”。' });
  await expect(submit(await create(draft))).rejects.toMatchObject({
    code: 'content.itemBlocked',
    details: {
      findings: [
        {
          rule: 'CR-083',
          field: 'body.text',
          why: ['赠品说明不全，缺少：规格、数量、期限、方式', expect.any(String)],
        },
      ],
    },
  });
});

test('CR-082 who approves a content with pictures confirms to have looked at them; without pictures nothing is asked', async () => {
  const fileId = await aPicture();
  const item = await create(aDraft({ body: { carrier: { format: 'image', images: [fileId] } } }));
  const asked = await submit(item);
  const seen = await callHttp(http, getApproval, { params: { id: asked.id } }, officer.headers);
  expect(seen.attest).toEqual([expect.stringContaining('国旗')]);
  await expect(approve(asked.id)).rejects.toMatchObject({
    code: 'org.approvalUnattested',
    status: 422,
  });
  expect((await show(item.id)).usable).toBeNull();
  expect((await approve(asked.id, { attested: true })).state).toBe('approved');
  expect(JSON.stringify(await audited('org.approval-approved'))).toContain('已逐一看过图片');
  const plain = await submit(await create(aDraft()));
  expect(plain.attest).toEqual([]);
  expect((await approve(plain.id)).state).toBe('approved');
});

async function aPicture(): Promise<string> {
  const boundary = 'yuhang-boundary';
  const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n`;
  const response = await http.inject({
    method: 'POST',
    url: '/api/v1/content/media',
    headers: {
      ...writer.headers,
      'x-yuhang-csrf': '1',
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    payload: Buffer.concat([Buffer.from(head), png, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  });
  return response.json().id;
}
