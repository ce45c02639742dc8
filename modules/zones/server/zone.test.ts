import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { beforeAll, expect, test, vi } from 'vitest';
import { createAudience } from '#modules/audiences/contract.ts';
import { aDraft as anAudience, audienceModules } from '#modules/audiences/server/fixtures.ts';
import { complianceModule } from '#modules/compliance/server/module.ts';
import type { ProductDraft } from '#modules/content/contract.ts';
import { aListedProduct, aReleasedItem } from '#modules/content/server/fixtures.ts';
import { contentModule } from '#modules/content/server/module.ts';
import { anApprovedText, ownCookie, someCustomers } from '#modules/customers/server/fixtures.ts';
import {
  giveConsents,
  setAttributes,
  tagCustomers,
  untagCustomers,
} from '#modules/customers/server/index.ts';
import { decideApproval, requestApproval } from '#modules/org/contract.ts';
import {
  aBank,
  aGrant,
  aUnit,
  orgHttp,
  type SignedIn,
  signedIn,
} from '#modules/org/server/fixtures.ts';
import { asSystem, type Ctx, inTx } from '#platform/server/ctx.ts';
import { callHttp, runDueJobs, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import * as api from '../contract.ts';
import { zonesModule } from './module.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let ctx: TestOrg;
let system: Ctx;
let http: FastifyInstance;
let operator: SignedIn;
let officer: SignedIn;
let headOffice: string;
let modules: ReturnType<typeof audienceModules>;

beforeAll(async () => {
  ctx = testOrg();
  system = asSystem(ctx, ctx.orgId);
  headOffice = (await aBank(ctx)).headOffice.id;
  const ctxFor = (orgId: string) => asSystem({ ...ctx, trail: { recorded: 0 } }, orgId);
  const compliance = complianceModule();
  await inTx(ctx, (ctx) => compliance.equipment!.bring(ctx));
  modules = audienceModules(ctx);
  await runDueJobs(ctx, modules);
  operator = await signedIn(ctx, [], { name: '运营' });
  await aGrant(ctx, operator.staff.id, 'head_office_operator');
  officer = await signedIn(ctx, [], { name: '合规' });
  await aGrant(ctx, officer.staff.id, 'compliance_officer');
  http = await orgHttp(ctx, [
    ...modules,
    compliance,
    contentModule({ mode: 'production', ctxFor }),
    zonesModule({ publicUrl: 'https://bank.example', ctxFor }),
  ]);
  await anApprovedText(ctx, 'personalisation');
});

const article = (title: string, facets: object = {}) =>
  aReleasedItem(ctx, {
    name: title,
    body: {
      carrier: { format: 'article', title, summary: '', blocks: [{ kind: 'text', text: '正文' }] },
    } as never,
    facets: { places: ['page'], purpose: 'service', ...facets } as never,
  });
const content = async (title: string, facets: object = {}): Promise<api.Entry> => ({
  kind: 'content',
  itemId: await article(title, facets),
});
const product = async (given: Partial<ProductDraft>): Promise<api.Entry> => ({
  kind: 'product',
  productId: await aListedProduct(ctx, given),
});

const save = (draft: Partial<api.ZoneDraftInput>) =>
  callHttp(
    http,
    api.createZone,
    {
      body: {
        ...api.ZoneDraft.parse({ name: '我的专区', defaults: {}, ...draft }),
        unitId: headOffice,
      },
    } as never,
    operator.headers,
  );
const submit = ({ id, version }: Pick<api.Zone, 'id' | 'version'>) =>
  callHttp(
    http,
    requestApproval,
    { body: { kind: api.zoneReleaseKind, payload: { id, version } } },
    operator.headers,
  );
const approve = (id: string, who = officer) =>
  callHttp(
    http,
    decideApproval,
    { params: { id }, body: { decision: 'approve', round: 1 } },
    who.headers,
  );
async function online(draft: Partial<api.ZoneDraftInput>): Promise<api.ZoneDetail> {
  const zone = await save(draft);
  await approve((await submit(zone)).id);
  return callHttp(http, api.getZone, { params: { id: zone.id } }, operator.headers);
}

/** Somebody of 40 assessed as C4 last month who agreed that pages are fitted to them. */
async function aVisitor(given: { risk?: string; agrees?: boolean; unitId?: string } = {}) {
  const { risk = 'C4', agrees = true, unitId } = given;
  const [id] = await someCustomers(ctx, [unitId ? { unitId } : {}]);
  const values = { birth_date: '1986-01-01', risk_level: risk, risk_assessed_on: '2026-02-01' };
  await inTx(system, async (tx) => {
    await setAttributes(
      tx,
      Object.entries(values).map(([code, value]) => ({
        ...{ customerId: id!, code, value, source: 'bank_data' as const, at: tx.now() },
      })),
    );
    if (agrees)
      await giveConsents(tx, [
        {
          ...{ customerId: id!, purpose: 'personalisation', channel: 'any', at: tx.now() },
          evidence: { kind: 'counter', id: 'C-1' },
        },
      ]);
  });
  return { id: id!, headers: await ownCookie(ctx, id!) };
}
type Visitor = Awaited<ReturnType<typeof aVisitor>>;

const tag = ({ id }: Visitor, code: string, confidence = 0.9) =>
  inTx(system, (tx) =>
    tagCustomers(tx, [
      {
        ...{ customerId: id, tag: code, source: 'manual', confidence, at: tx.now() },
        evidence: { text: '面谈', ref: null },
      },
    ]),
  );
const untag = ({ id }: Visitor, code: string) =>
  inTx(system, (tx) => untagCustomers(tx, [{ customerId: id, tag: code }], 'manual'));

async function page(zone: { id: string }, headers: Record<string, string>) {
  const {
    statusCode,
    body,
    headers: said,
  } = await http.inject({
    ...{ method: 'GET', url: `/h5/zone/${zone.id}`, headers },
  });
  const blocks = Object.fromEntries(
    [...body.matchAll(/<section data-block="(\w+)".*?<\/section>/gs)].map(([html, key]) => [
      key,
      [...html.matchAll(/<b>(.*?)<\/b>/g)].map(([, title]) => title),
    ]),
  );
  return { status: statusCode, body, blocks, to: said.location };
}

/** What everybody sees, and what a need for a loan or for an insurance brings, in all four blocks. */
async function twoNeeds(given: Partial<api.ZoneDraftInput> = {}): Promise<api.ZoneDraftInput> {
  const offer = { name: '首月费率优惠', from: '2026-02-01', to: '2026-12-31', terms: '' };
  const loan = {
    name: '安居消费贷',
    kind: 'loan' as const,
    facts: { 年化利率: '3.6%' },
    offers: [offer],
  };
  const shield = {
    ...{ name: '百万医疗保', kind: 'insurance' as const, issuer: '江海人寿' },
    issuerGrade: 'R2' as const,
    facts: { 期限: '1 年' },
  };
  const loanProduct = await product(loan);
  const link = (title: string): api.Entry => ({
    ...{
      kind: 'link',
      title,
      note: '',
      url: `https://m.bank.example/${encodeURIComponent(title)}`,
    },
  });
  return {
    name: '有车一族专区',
    lead: '车主的事，在这里办',
    defaults: {
      scenes: [link('找网点')],
      products: [await product({ name: '三年定期存款' })],
      campaigns: [await content('反诈小课堂')],
      benefits: [await content('网点便民服务')],
    },
    matches: [
      {
        tag: 'need_loan',
        entries: {
          scenes: [link('还款日历')],
          products: [loanProduct],
          campaigns: [
            {
              kind: 'offer',
              productId: (loanProduct as { productId: string }).productId,
              name: offer.name,
            },
          ],
          benefits: [await content('征信报告免费查')],
        },
      },
      {
        tag: 'need_insurance',
        entries: {
          scenes: [link('理赔指引')],
          products: [await product(shield)],
          campaigns: [await content('家庭保障测评周')],
          benefits: [await content('绿色就医通道')],
        },
      },
    ],
    ...given,
  };
}
const everybodys = {
  scenes: ['找网点'],
  products: ['三年定期存款'],
  campaigns: ['反诈小课堂'],
  benefits: ['网点便民服务'],
};
const borrowers = {
  scenes: ['还款日历'],
  products: ['安居消费贷'],
  campaigns: ['首月费率优惠'],
  benefits: ['征信报告免费查'],
};
const both = {
  scenes: ['还款日历', '理赔指引'],
  products: ['安居消费贷', '百万医疗保'],
  campaigns: ['首月费率优惠', '家庭保障测评周'],
  benefits: ['征信报告免费查', '绿色就医通道'],
};

test('R-058 changing a customer’s tag changes the four blocks of the zone shown to that customer', async () => {
  const zone = await online(await twoNeeds());
  const visitor = await aVisitor();
  const seen = async () => (await page(zone, visitor.headers)).blocks;
  expect(await seen()).toEqual(everybodys);
  await tag(visitor, 'need_loan');
  expect(await seen()).toEqual(borrowers);
  await tag(visitor, 'need_insurance', 0.5);
  expect(await seen()).toEqual(both);
  await untag(visitor, 'need_loan');
  expect((await seen()).products).toEqual(['百万医疗保']);
  await untag(visitor, 'need_insurance');
  expect(await seen()).toEqual(everybodys);
});

test('R-059 a customer of one broad audience holds the needs of insurance and loan together and receives content of both in it', async () => {
  const cars = {
    kind: 'attribute',
    attribute: 'car_owner',
    test: { op: 'eq', value: true },
  } as const;
  const audience = await callHttp(
    http,
    createAudience,
    { body: await anAudience(ctx, cars) },
    operator.headers,
  );
  const [owner, walker] = [await aVisitor(), await aVisitor()];
  await inTx(system, (tx) =>
    setAttributes(tx, [
      { customerId: owner.id, code: 'car_owner', value: true, source: 'bank_data', at: tx.now() },
    ]),
  );
  for (const one of [owner, walker]) {
    await tag(one, 'need_insurance', 0.5);
    await tag(one, 'need_loan');
  }
  await runDueJobs(ctx, modules);
  const zone = await online(await twoNeeds({ audienceId: audience.id }));
  expect((await page(zone, owner.headers)).blocks).toEqual(both);
  // The same needs outside of the group: what everybody sees.
  expect((await page(zone, walker.headers)).blocks).toEqual(everybodys);
});

test('R-283 a preview as two customers differs by their tags, with what is not shown and why; a zone may be the same for all', async () => {
  const draft = api.ZoneDraft.parse(await twoNeeds());
  const [careful, borrower] = [await aVisitor({ risk: 'C1' }), await aVisitor()];
  await tag(careful, 'need_insurance');
  await tag(borrower, 'need_loan');
  const preview = (body: object) =>
    callHttp(http, api.previewZone, { body: body as never }, operator.headers);
  const names = ({ blocks }: api.ShownZone) =>
    Object.fromEntries(blocks.map(({ key, entries }) => [key, entries.map(({ title }) => title)]));
  const as = (visitor: Visitor) => ({ draft, as: { customerId: visitor.id } });
  expect(names(await preview(as(borrower)))).toEqual(borrowers);
  // R2 is above C1 (CR-050): the block falls back to what everybody sees.
  const shown = await preview(as(careful));
  expect(names(shown)).toEqual({
    scenes: ['理赔指引'],
    products: ['三年定期存款'],
    campaigns: ['家庭保障测评周'],
    benefits: ['绿色就医通道'],
  });
  expect(shown.held).toMatchObject([
    { title: '百万医疗保', why: [expect.stringMatching('C1'), expect.anything()] },
  ]);
  const same = await preview({ ...as(borrower), draft: { ...draft, personal: false } });
  expect([names(same), same.general]).toEqual([everybodys, 'same_for_all']);
});

test('CR-013 whoever did not agree to personalisation sees what everybody sees, with the way to change that; the page tells figures only of those who agreed', async () => {
  const zone = await online(await twoNeeds());
  const [agreed, silent] = [await aVisitor(), await aVisitor({ agrees: false })];
  for (const one of [agreed, silent]) await tag(one, 'need_loan');
  const general = await page(zone, silent.headers);
  expect(general.blocks).toEqual(everybodys);
  expect(general.body).toContain('您没有开启个性化');
  expect(general.body).toContain('href="/h5/consents"');
  expect(general.body).not.toContain('yuhang.js');
  const own = await page(zone, agreed.headers);
  expect(own.blocks).toEqual(borrowers);
  expect(own.body).toMatch(/yuhang\.js" data-key="\w+/);
  // Every entry is a button with a name of its own in the figures.
  const clickable = own.body.match(/<(a class="(tile|item)"|summary)[^>]*>/g)!;
  expect(clickable.length).toBe(4);
  expect(clickable.every((html) => / data-yh="\w+\//.test(html))).toBe(true);
  // What must stand beside a loan stands there, filled (CR-076).
  expect(own.body).toContain('年化利率（单利）3.6%');
});

test('CR-014 CR-076 a zone in use shows nothing whose texts cannot be filled any more, and follows no tag that customers do not see', async () => {
  const draft = await twoNeeds();
  const zone = await online(draft);
  const visitor = await aVisitor();
  await tag(visitor, 'need_loan');
  const { productId } = draft.matches![0]!.entries.products![0] as { productId: string };
  await sql`update content.product set product = jsonb_set(product, '{facts}', '{}')
    where id = ${productId}`.execute(ctx.db);
  expect((await page(zone, visitor.headers)).blocks).toEqual({
    ...borrowers,
    products: everybodys.products,
    campaigns: everybodys.campaigns,
  });
  const steer = (recommends: boolean) =>
    sql`update customers.tag_group g set recommends = ${recommends}
      where exists (select from customers.tag t where t.group_id = g.group_id and t.code = 'need_loan')`.execute(
      ctx.db,
    );
  await steer(false);
  try {
    expect((await page(zone, visitor.headers)).blocks).toEqual(everybodys);
  } finally {
    await steer(true);
  }
});

test('CR-079 CR-144 customers see a zone as another person approved it; a change waits, going offline does not', async () => {
  const draft = await twoNeeds();
  const zone = await save(draft);
  const visitor = await aVisitor();
  expect((await page(zone, visitor.headers)).status).toBe(404);
  const asked = await submit(zone);
  await expect(approve(asked.id, operator)).rejects.toMatchObject({ status: 403 });
  await approve(asked.id);
  expect((await page(zone, visitor.headers)).body).toContain('车主的事，在这里办');
  const change = {
    params: { id: zone.id },
    body: { ...api.ZoneDraft.parse({ ...draft, lead: '新的一句话' }), version: 1 },
  };
  const changed = await callHttp(http, api.changeZone, change, operator.headers);
  expect(changed).toMatchObject({ changed: true, version: 2 });
  expect((await page(zone, visitor.headers)).body).not.toContain('新的一句话');
  await approve((await submit(changed)).id);
  expect((await page(zone, visitor.headers)).body).toContain('新的一句话');
  await expect(submit(changed)).rejects.toMatchObject({ code: 'zones.zoneNothingToRelease' });
  await callHttp(
    http,
    api.withdrawZone,
    { params: { id: zone.id }, body: { version: 2 } },
    operator.headers,
  );
  expect((await page(zone, visitor.headers)).status).toBe(404);
});

test('what may not be shown to customers does not reach the second person', async () => {
  const defaults = { benefits: [await content('网点便民服务')] };
  const refused = async (draft: object) => {
    const zone = await save({ defaults, ...draft });
    return submit(zone).then(
      () => null,
      ({ code, details }) => ({ code, details }),
    );
  };
  const inGroups = await content('只发到群里的内容', { places: ['group'] });
  const secret = await product({
    name: '私募一号',
    kind: 'fund',
    issuerGrade: 'R5',
    privateOffering: true,
  });
  expect(await refused({ defaults: { benefits: [inGroups], products: [secret] } })).toMatchObject({
    code: 'zones.zoneEntryUnfit',
    details: { entries: [{ title: '私募一号' }, { title: '只发到群里的内容' }] },
  });
  expect(await refused({ lead: '保本理财，稳赚不赔' })).toMatchObject({
    code: 'zones.zoneEntryUnfit',
  });
  expect(await refused({ defaults: {} })).toMatchObject({ code: 'zones.zoneEmpty' });
  // Customers do not see where they stand, so it steers nothing (CR-014).
  const hidden = [{ tag: 'stage_trust', entries: api.Entries.parse(defaults) }];
  expect(await refused({ matches: hidden })).toMatchObject({
    ...{ code: 'zones.zoneTagUnfit', details: { tags: ['stage_trust'] } },
  });
  expect(await refused({})).toBeNull();
});

test('a zone is for customers of its unit and those below; whoever is nobody signs in first', async () => {
  const branch = await aUnit(ctx, { name: '城南支行' });
  const zone = await online(await twoNeeds());
  const there = await aVisitor({ unitId: branch.id });
  expect((await page(zone, there.headers)).status).toBe(200);
  const nobody = await page(zone, {});
  expect([nobody.status, nobody.to]).toEqual([
    302,
    `/h5/sign-in?to=${encodeURIComponent(`/h5/zone/${zone.id}`)}`,
  ]);
  const elsewhere = testOrg();
  const [stranger] = await someCustomers(elsewhere, [{}]);
  expect((await page(zone, await ownCookie(elsewhere, stranger!))).status).toBe(404);
});
