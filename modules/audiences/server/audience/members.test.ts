import ExcelJS from 'exceljs';
import { expect, test, vi } from 'vitest';
import type { Source } from '#modules/customers/contract.ts';
import { someCustomers } from '#modules/customers/server/fixtures.ts';
import { tagCustomers } from '#modules/customers/server/index.ts';
import { aBank, aUnit } from '#modules/org/server/fixtures.ts';
import { inTx } from '#platform/server/ctx.ts';
import {
  allow,
  callHttp,
  runDueJobs,
  type TestOrg,
  testHttp,
  testOrg,
} from '#platform/server/test/test-org.ts';
import { uploadTo } from '#platform/server/test/upload.ts';
import * as api from '../../contract.ts';
import { aDraft, anEquippedBank } from '../fixtures.ts';
import { memberExport } from './member.export.ts';

vi.setConfig({ testTimeout: 240_000 });

const everything = allow(
  'audiences.audience.read',
  'audiences.audience.manage',
  'audiences.member.read',
  'customers.customer.read',
  'customers.unit.read',
  'customers.customer.export',
);

async function bank() {
  const ctx = testOrg(everything);
  const modules = await anEquippedBank(ctx);
  const app = await testHttp(ctx, modules);
  return { ctx, app, settle: () => runDueJobs(ctx, modules) };
}

const tag = (
  ctx: TestOrg,
  customerId: number,
  code: string,
  given: { source?: Source; confidence?: number; expiresAt?: Date } = {},
) =>
  inTx(ctx, (ctx) =>
    tagCustomers(ctx, [
      {
        customerId,
        tag: code,
        source: given.source ?? 'manual',
        confidence: given.confidence ?? 1,
        at: ctx.now(),
        expiresAt: given.expiresAt ?? null,
        evidence: { text: '测试', ref: null },
      },
    ]),
  );

type App = Awaited<ReturnType<typeof testHttp>>;
const membersOf = async (app: App, id: string) =>
  (await callHttp(app, api.listMembers, { params: { id } })).items.map((m) => m.customerId);

async function made(ctx: TestOrg, app: App, include: api.ConditionInput): Promise<string> {
  return (await callHttp(app, api.createAudience, { body: await aDraft(ctx, include) })).id;
}

test('R-062 direct and agency customers are told apart from the first day, and their tags assign them to groups', async () => {
  const { ctx, app, settle } = await bank();
  const { tags } = await callHttp(app, api.ruleVocabulary);
  expect(tags.map((one) => one.key)).toEqual(expect.arrayContaining(['direct', 'agency']));
  const { items } = await callHttp(app, api.listAudiences, { query: { ready: 'yes', size: 100 } });
  const groupOf = (code: string) => items.find((one) => one.ready === code)!.id;
  const [direct, agency, changed] = await someCustomers(ctx, [{}, {}, {}]);
  await tag(ctx, direct!, 'direct');
  await tag(ctx, agency!, 'agency');
  await tag(ctx, changed!, 'direct');
  await settle();
  expect(await membersOf(app, groupOf('direct'))).toEqual([direct, changed]);
  // One is either; the later word takes the customer from one group into the other.
  await tag(ctx, changed!, 'agency');
  await settle();
  expect(await membersOf(app, groupOf('direct'))).toEqual([direct]);
  expect(await membersOf(app, groupOf('agency'))).toEqual([agency, changed]);
});

test('R-074 whence a tag came, how sure it is and when it ends decide whom a rule chooses', async () => {
  const { ctx, app, settle } = await bank();
  const sources: Source[] = ['manual', 'behaviour', 'bank_data', 'questionnaire'];
  const people = await someCustomers(
    ctx,
    sources.map(() => ({})),
  );
  for (const [i, source] of sources.entries())
    await tag(ctx, people[i]!, 'need_fund', { source, confidence: 0.4 + i * 0.2 });
  const [ending] = await someCustomers(ctx, [{}]);
  await tag(ctx, ending!, 'need_fund', {
    source: 'questionnaire',
    confidence: 0.9,
    expiresAt: new Date(ctx.now().getTime() + 86_400_000),
  });
  const tagged: api.ConditionInput = { kind: 'tag', tags: ['need_fund'] };
  const anybody = await made(ctx, app, tagged);
  const observed = await made(ctx, app, { ...tagged, sources: ['behaviour', 'questionnaire'] });
  const sure = await made(ctx, app, { ...tagged, confidence: 0.75 });
  await settle();
  expect(await membersOf(app, anybody)).toEqual([...people, ending]);
  expect(await membersOf(app, observed)).toEqual([people[1], people[3], ending]);
  expect(await membersOf(app, sure)).toEqual([people[2], people[3], ending]);

  ctx.advance(2 * 24 * 60);
  await settle();
  expect(await membersOf(app, anybody)).toEqual(people);
  expect(await membersOf(app, sure)).toEqual([people[2], people[3]]);
});

test('the list says how an audience grew, what works on it and how often it was frozen', async () => {
  const { ctx, app, settle } = await bank();
  const [first] = await someCustomers(ctx, [{}]);
  await tag(ctx, first!, 'direct');
  const id = await made(ctx, app, { kind: 'tag', tags: ['direct'] });
  await settle();
  ctx.advance(24 * 60);
  const [second] = await someCustomers(ctx, [{}]);
  await tag(ctx, second!, 'direct');
  await settle();
  ctx.advance(24 * 60);
  await made(ctx, app, { kind: 'audience', audienceIds: [id] });
  await callHttp(app, api.takeSnapshot, { params: { id } });
  await settle();
  const { items } = await callHttp(app, api.listAudiences, { query: { ready: 'no' } });
  expect(items.find((one) => one.id === id)).toMatchObject({
    growth: [1, 2, 2],
    uses: 1,
    frozen: 1,
    count: 2,
  });
  const frozen = await callHttp(app, api.listAllSnapshots, {});
  expect(frozen.items).toMatchObject([{ audienceId: id, count: 2, state: 'ready' }]);
  const page = await callHttp(app, api.listFrozenMembers, {
    params: { id: frozen.items[0]!.id },
    query: { size: 1 },
  });
  expect(page).toMatchObject({ items: [{ customerId: first }], next: String(first) });
  const { items: rest } = await callHttp(app, api.listFrozenMembers, {
    params: { id: frozen.items[0]!.id },
    query: { size: 1, cursor: page.next! },
  });
  expect(rest).toMatchObject([{ customerId: second }]);
});

test('a workbook is a list too, and a line that names somebody again is told', async () => {
  const { ctx, app, settle } = await bank();
  const [, one] = await someCustomers(ctx, [
    {},
    { identities: [{ kind: 'bank_no', value: 'K1', verified: true }] },
  ]);
  await settle();
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('名单');
  sheet.addRows([
    ['姓名', '客户号'],
    ['甲', 'K1'],
    ['乙', 'X9'],
    ['甲', 'K1'],
  ]);
  const uploaded = await uploadTo(
    app,
    api.uploadList,
    {},
    'list.xlsx',
    Buffer.from(await book.xlsx.writeBuffer()),
    { name: '沙龙名单', unitId: (await aBank(ctx)).headOffice.id },
  );
  expect(uploaded).toMatchObject({
    lines: 3,
    found: 2,
    repeated: 1,
    unknown: [{ line: 3, text: 'X9' }],
    audience: { count: 1 },
  });
  expect(await membersOf(app, uploaded.audience.id)).toEqual([one]);
});

test('CR-039 a file of members holds whom its reader may export, and masks names, phones and numbers', async () => {
  const { ctx, app, settle } = await bank();
  const branch = await aUnit(ctx, { name: '江北分行' });
  const [here, elsewhere] = await someCustomers(ctx, [
    { name: '吴九', unitId: branch.id },
    { name: '郑十' },
  ]);
  for (const customer of [here!, elsewhere!]) await tag(ctx, customer, 'direct');
  const { id } = await callHttp(app, api.createAudience, {
    body: { ...(await aDraft(ctx, { kind: 'tag', tags: ['direct'] })), unitId: branch.id },
  });
  await settle();
  const snapshot = await callHttp(app, api.takeSnapshot, { params: { id } });
  await settle();
  expect(memberExport.columns.filter((c) => c.mask).map((c) => c.key)).toEqual([
    'name',
    'phone',
    'bankNo',
  ]);
  const rowsOf = async (who: TestOrg, query: api.MembersOf) => {
    const rows: unknown[] = [];
    for await (const batch of memberExport.rows(who, query)) rows.push(...batch);
    return rows;
  };
  const whole = (await callHttp(app, api.listAudiences, { query: { ready: 'yes', size: 100 } }))
    .items;
  const everybody = whole.find((one) => one.ready === 'direct')!.id;
  for (const query of [{ audienceId: id as api.AudienceId }, { snapshotId: snapshot.id }])
    expect(await rowsOf(ctx, query)).toMatchObject([{ id: here, name: '吴九' }]);
  expect(await rowsOf(ctx, { audienceId: everybody })).toHaveLength(2);
  // Somebody of the branch sees only their own of an audience of the whole bank, and no audience of others.
  const local = ctx.as({
    permissions: new Map([...everything.keys()].map((name) => [name, [branch.path]])),
  });
  await expect(rowsOf(local, { audienceId: everybody })).rejects.toMatchObject({
    code: 'audiences.audienceNotFound',
  });
  expect(await rowsOf(local, { audienceId: id as api.AudienceId })).toMatchObject([{ id: here }]);
});
