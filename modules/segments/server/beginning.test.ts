import { beforeAll, expect, test } from 'vitest';
import { someCustomers } from '#modules/customers/server/fixtures.ts';
import { setAttributes } from '#modules/customers/server/index.ts';
import { getProject } from '#modules/org/contract.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { callHttp, runDueJobs } from '#platform/server/test/test-org.ts';
import * as readiness from '../contract/readiness.ts';
import { makeElements } from '../contract/setup.ts';
import { proposeZone } from '../contract/zone.ts';
import { aDesk, type Desk } from './fixtures.ts';
import { shippedPacks } from './packs/pack.service.ts';

let desk: Desk;
let form: readiness.ReadinessForm;
beforeAll(async () => {
  desk = await aDesk();
  await runDueJobs(desk.ctx, desk.modules);
  const { http, operator } = desk;
  ({ form } = await callHttp(http, readiness.getReadiness, {}, operator.headers));
});

/** Every question answered alike: 0 is “not at all”. */
const answers = (answer: (dimension: readiness.Dimension) => number) =>
  Object.fromEntries(form.questions.map(({ key, dimension }) => [key, answer(dimension)]));

const assess = (given: Record<string, number>, strengths: string[] = []) => {
  desk.ctx.advance(1);
  return callHttp(
    desk.http,
    readiness.assessReadiness,
    { body: { unitId: desk.headOffice, answers: given, strengths } },
    desk.operator.headers,
  );
};

test('R-005 an assessment stores scores on three dimensions and proposes ninety days whose steps lead into the product', async () => {
  const made = await assess(answers((d) => (d === 'tooling' ? 3 : d === 'customers' ? 1 : 0)));
  expect(made.scores).toEqual({ tooling: 100, organisation: 0, customers: 33 });
  const { items } = await callHttp(desk.http, readiness.getReadiness, {}, desk.operator.headers);
  expect(items[0]).toEqual(made);

  const keys = made.steps.map(({ key }) => key);
  // What the tools do already is not asked for again; what is missing is, with the answer it follows from.
  expect(keys).not.toContain('connect');
  expect(keys).toEqual(expect.arrayContaining(['sponsor', 'people', 'consent', 'pack', 'review']));
  const sponsor = made.steps.find(({ key }) => key === 'sponsor')!;
  expect(sponsor.because).toEqual(form.questions.find(({ key }) => key === 'sponsor')!.options[0]);
  for (const { from, to, link } of made.steps) {
    expect(from).toBeGreaterThanOrEqual(1);
    expect(to).toBeGreaterThan(from);
    expect(to).toBeLessThanOrEqual(90);
    expect(link).toMatch(/^\/[a-z]/);
  }
  const better = await assess(answers(() => 3));
  expect(better.scores).toEqual({ tooling: 100, organisation: 100, customers: 100 });
  expect(better.steps.length).toBeLessThan(made.steps.length);
});

test('R-005 an assessment with an open question is not stored', async () => {
  const { [form.questions[0]!.key]: _, ...open } = answers(() => 1);
  await expect(assess(open)).rejects.toMatchObject({
    code: 'segments.assessmentIncomplete',
    details: { questions: [form.questions[0]!.key] },
  });
});

test('R-007 the credit-card pack makes districts, merchants and the card centre, linked in one project', async () => {
  const setup = await desk.begin('credit_card', '江海信用卡');
  const { id, version } = setup;
  const make = (elements: { key: string; name: string }[]) =>
    callHttp(
      desk.http,
      makeElements,
      { params: { id }, body: { version, elements } },
      desk.operator.headers,
    );
  const district = { key: 'district', name: '江滨商圈' };
  const merchants = ['老街面馆', '晨光超市'].map((name) => ({ key: 'merchant', name }));
  await expect(make([district, ...merchants])).rejects.toMatchObject({
    code: 'segments.elementsUnfit',
    details: { elements: ['卡中心直营'] },
  });
  const made = await make([district, ...merchants, { key: 'central_ops', name: '卡中心运营组' }]);
  expect(made.elements.map(({ key, name }) => `${key} ${name}`)).toEqual([
    'central_ops 卡中心运营组',
    'district 江滨商圈',
    'merchant 晨光超市',
    'merchant 老街面馆',
  ]);
  const project = await callHttp(
    desk.http,
    getProject,
    { params: { id: made.projectId as never } },
    desk.operator.headers,
  );
  expect(project).toMatchObject({ name: '江海信用卡', kind: 'credit_card', state: 'draft' });
  for (const name of ['江滨商圈', '老街面馆', '晨光超市', '卡中心运营组'])
    expect(project.goal).toContain(name);
  await expect(make([district])).rejects.toMatchObject({ code: 'segments.elementsMade' });
});

test('R-081 a zone is proposed from what the bank is good at and who the customers are', async () => {
  const { ctx, http, operator } = desk;
  const ids = await someCustomers(
    ctx,
    Array.from({ length: 24 }, () => ({})),
  );
  await inTx(asSystem(ctx, ctx.orgId), (ctx) =>
    setAttributes(
      ctx,
      ids.flatMap((customerId, i) => [
        {
          ...{ customerId, code: 'credit_card_level', value: 'gold' },
          ...{ source: 'bank_data' as const, at: ctx.now() },
        },
        {
          ...{ customerId, code: 'age_band', value: i < 18 ? '65up' : '25_34' },
          ...{ source: 'bank_data' as const, at: ctx.now() },
        },
      ]),
    ),
  );
  await runDueJobs(ctx, desk.modules);
  const { id } = await desk.begin('credit_card', '专区');
  const propose = () => callHttp(http, proposeZone, { params: { id } }, operator.headers);
  const whyOf = async (key: string) =>
    (await propose()).blocks.find((block) => block.key === key)!.why;

  await assess(
    answers(() => 1),
    ['merchants'],
  );
  expect(await propose()).toMatchObject({ customers: 24, strengths: [{ key: 'merchants' }] });
  expect(await whyOf('offers')).toEqual(['本行强项：本地商户资源']);
  expect(await whyOf('nearby')).toEqual(['客群中 75% 65 岁及以上']);
  expect(await whyOf('payday')).toEqual([]);
  // What is best founded stands first; what nothing speaks for stands last.
  const { blocks } = await propose();
  expect(blocks.map(({ why }) => why.length)).toEqual(
    blocks.map(({ why }) => why.length).toSorted((a, b) => b - a),
  );
  await assess(
    answers(() => 1),
    ['outlets', 'payroll'],
  );
  expect(await whyOf('offers')).toEqual([]);
  expect(await whyOf('payday')).toEqual(['本行强项：代发单位多']);
  expect(await whyOf('nearby')).toEqual(['本行强项：网点多、离客户近', '客群中 75% 65 岁及以上']);
});

test('R-267 the week that the pack for the elderly begins with is at least half videos, each with subtitles, in their hours', async () => {
  const { week, scenes } = shippedPacks().find(({ key }) => key === 'social_security')!;
  const videos = week.filter(({ format }) => format === 'video');
  expect(new Set(week.map(({ weekday }) => weekday)).size).toBe(7);
  expect(videos.length * 2).toBeGreaterThanOrEqual(week.length);
  for (const { title, subtitles } of videos) expect(subtitles.length, title).toBeGreaterThan(20);
  const hours = scenes.find(({ key }) => key === 'day_plan')!.windows;
  for (const { title, time } of week)
    expect(
      hours.some(([from, to]) => from <= time && time < to),
      title,
    ).toBe(true);
});
