import type { FastifyInstance } from 'fastify';
import { beforeAll, expect, test } from 'vitest';
import { complianceModule } from '#modules/compliance/server/module.ts';
import { decideApproval, getApproval, requestApproval } from '#modules/org/contract.ts';
import {
  aBank,
  aGrant,
  aUnit,
  orgHttp,
  type SignedIn,
  signedIn,
} from '#modules/org/server/fixtures.ts';
import { orgModule } from '#modules/org/server/module.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { basePacks } from '#platform/server/packs.ts';
import { callHttp, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import * as api from '../../contract/template.ts';
import { getWording, setWording } from '../../contract/wording.ts';
import { aTemplate } from '../fixtures.ts';
import { contentModule } from '../module.ts';
import { startingTemplates } from './starting/starting-templates.ts';

let ctx: TestOrg;
let http: FastifyInstance;
let writer: SignedIn;
let officer: SignedIn;

async function bring(mode: 'demo' | 'production', org: TestOrg) {
  await inTx(asSystem(org, org.orgId), async (ctx) => {
    await complianceModule().equipment!.bring(ctx);
    await contentModule({ mode }).equipment!.bring(ctx);
  });
}

beforeAll(async () => {
  ctx = testOrg();
  await aBank(ctx);
  await bring('demo', ctx);
  const modules = [
    orgModule({ mode: 'production' }),
    complianceModule(),
    contentModule({ mode: 'demo' }),
  ];
  http = await orgHttp(ctx, modules);
  writer = await signedIn(ctx, [], { name: '运营' });
  await aGrant(ctx, writer.staff.id, 'head_office_operator');
  officer = await signedIn(ctx, [], { name: '合规' });
  await aGrant(ctx, officer.staff.id, 'compliance_officer');
});

const list = async () => (await callHttp(http, api.listTemplates, {}, writer.headers)).items;
const show = (id: api.TemplateId) =>
  callHttp(http, api.getTemplate, { params: { id } }, writer.headers);
const byTitle = async (title: string) => show((await list()).find((t) => t.title === title)!.id);
const save = (kept: api.ShownTemplate, template: api.Template, by = writer) =>
  callHttp(
    http,
    api.saveTemplate,
    { params: { id: kept.id }, body: { version: kept.version, template } },
    by.headers,
  );
const ask = ({ id, version }: api.ShownTemplate, template: api.Template) =>
  callHttp(
    http,
    requestApproval,
    {
      body: {
        kind: api.templateChangeKind,
        payload: { id, version, state: 'approved', template } as never,
      },
    },
    writer.headers,
  );
const approve = (id: string) =>
  callHttp(
    http,
    decideApproval,
    { params: { id }, body: { decision: 'approve', round: 1 } },
    officer.headers,
  );
const check = (template: api.Template) =>
  callHttp(http, api.checkTemplate, { body: template }, writer.headers);

/** A week of ten, so many of which speak for credit cards. */
function aWeek(ofCards: number): api.Template {
  const template = aTemplate('一周十条');
  const [part] = template.parts;
  if (part?.part !== 'week') throw new Error('no week');
  const slots = Array.from({ length: 10 }, (_, i) => ({
    ...part.slots[0]!,
    weekday: 1 + (i % 7),
    productLine: i < ofCards ? ('credit_card' as const) : null,
  }));
  return { ...template, parts: [{ ...part, slots }] };
}

test('every pack of ways of working comes as a template: approved in a demo, a draft in a real bank', async () => {
  const brought = await list();
  expect(brought.map((t) => t.key).toSorted()).toEqual(
    startingTemplates()
      .map((t) => t.key)
      .toSorted(),
  );
  expect(new Set(brought.map((t) => t.state))).toEqual(new Set(['approved']));
  const packs = new Set(brought.map((t) => t.key!.split('/')[0]!));
  // The other packs are content, scripts, personas, a sequence, rules and what segments are set up by.
  expect(basePacks().filter((name) => !packs.has(name))).toEqual([
    'aida-3w-12day',
    'compliance-lexicon',
    'compliance-rules',
    'content-matrix-five-stage',
    'lexicon-cases',
    'readiness',
    'rm-persona-pack',
    'rm-scripts-negative-emotion',
    'three-w-examples',
    'zone-blocks',
    'zone-car-owners',
  ]);
  const real = testOrg();
  await aBank(real);
  await bring('production', real);
  const { rows } = await real.db.executeQuery<{ state: string }>(
    real.db
      .selectFrom('content.document')
      .select('state')
      .where('orgId', '=', real.orgId)
      .where('kind', '=', 'template')
      .compile(),
  );
  expect(rows.map((row) => row.state)).toEqual(brought.map(() => 'draft'));
});

test('CR-072 CR-077 everything that stands in a template may be said where it is meant to go', async () => {
  for (const { key, template } of startingTemplates()) {
    const { findings, shares } = await check(template);
    const blocked = findings.filter((f) => f.level === 'block').map((f) => [f.field, f.why[0]]);
    expect(blocked, key).toEqual([]);
    expect(shares, key).toEqual([]);
  }
});

test('R-063 a week with more than the bank’s share of one product line warns while it is written and when it is submitted', async () => {
  expect((await check(aWeek(5))).shares).toEqual([]);
  const six = { line: 'credit_card', slots: 6, all: 10, limitPercent: 50 };
  expect((await check(aWeek(6))).shares).toMatchObject([six]);
  const made = await callHttp(http, api.createTemplate, { body: aWeek(6) }, writer.headers);
  const asked = await ask(made, made.template);
  const { changes } = await callHttp(
    http,
    getApproval,
    { params: { id: asked.id } },
    officer.headers,
  );
  const note = changes.find(({ label }) => label === '提醒');
  expect(note?.after).toContain('6 / 10 条（60%）');
  // It warns and does not stop; a bank sets the share itself.
  await approve(asked.id);
  expect((await show(made.id)).state).toBe('approved');
  const wording = await callHttp(http, getWording, {}, writer.headers);
  const body = { ...wording, productLinePercent: 60 };
  await callHttp(http, setWording, { body }, writer.headers);
  expect((await check(aWeek(6))).shares).toEqual([]);
  await callHttp(http, setWording, { body: wording }, writer.headers);
});

test('CR-079 a template stays in use as it is until a second person approves what was written beside it; every version is kept', async () => {
  const before = await byTitle('猜字谜（15则）');
  const [part, ...others] = before.template.parts;
  if (part?.part !== 'questions') throw new Error('no questions');
  const second = { ...part.questions[1]!, explanation: '千里重逢。' };
  const parts = [{ ...part, questions: part.questions.with(1, second) }, ...others];
  const written = { ...before.template, title: '猜字谜', parts };
  const saved = await save(before, written);
  expect(saved).toMatchObject({
    template: { title: '猜字谜（15则）' },
    draft: { title: '猜字谜' },
  });
  await expect(save(before, written)).rejects.toMatchObject({
    code: 'content.templateChangedMeanwhile',
  });
  const asked = await ask(saved, written);
  const detail = await callHttp(http, getApproval, { params: { id: asked.id } }, officer.headers);
  // Who decides is shown what differs, and nothing else.
  const differs = detail.changes.filter(
    (c) => JSON.stringify(c.before) !== JSON.stringify(c.after),
  );
  expect(differs.map(({ label }) => label)).toEqual(['名称', '谜面 2']);
  await expect(save(saved, before.template)).rejects.toMatchObject({
    code: 'content.templatePending',
  });
  await approve(asked.id);
  expect(await show(before.id)).toMatchObject({ template: { title: '猜字谜' }, draft: null });
  const { items } = await callHttp(
    http,
    api.templateHistory,
    { params: { id: before.id } },
    writer.headers,
  );
  expect(items).toMatchObject([
    { template: { title: '猜字谜' }, by: '合规', approvalId: asked.id },
    { version: 1, template: { title: '猜字谜（15则）' }, approvalId: null },
  ]);
});

test('a template that says what may not be said is not put to anybody', async () => {
  const template = aWeek(0);
  const [part] = template.parts;
  if (part?.part === 'week') part.slots[3]!.text = '这款保本保息，您放心买。';
  const made = await callHttp(http, api.createTemplate, { body: template }, writer.headers);
  await expect(ask(made, template)).rejects.toMatchObject({
    code: 'content.templateBlocked',
    details: { findings: [{ field: 'parts.0.slots.3.text' }] },
  });
});

test('a branch reads templates and leaves writing them to head office', async () => {
  const branch = await aUnit(ctx);
  const person = await signedIn(ctx, {
    'content.item.read': [branch.id],
    'content.item.manage': [branch.id],
  });
  const kept = await byTitle('半日问答场脚本');
  const seen = await callHttp(http, api.getTemplate, { params: { id: kept.id } }, person.headers);
  expect(seen.can.change).toBe(false);
  await expect(save(kept, kept.template, person)).rejects.toMatchObject({ status: 404 });
});
