import { beforeEach, expect, test } from 'vitest';
import { getApproval } from '#modules/org/contract.ts';
import { aGrant, aUnit, signedIn } from '#modules/org/server/fixtures.ts';
import { on } from '#platform/server/events.ts';
import { callHttp, runDueJobs } from '#platform/server/test/test-org.ts';
import { getPack, listPacks } from '../../contract/pack.ts';
import * as api from '../../contract/setup.ts';
import { aDesk, type Desk, enoughContent } from '../fixtures.ts';
import { setupInForce } from '../index.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await aDesk();
});

const steps = ({ gaps }: api.SetupDetail) => [...new Set(gaps.map(({ step }) => step))];

test('a set-up leads from the brief to the approval, and says at each moment what is missing', async () => {
  let setup = await desk.begin('payroll');
  expect(steps(setup)).toEqual(['brief', 'research', 'mode', 'audience', 'content', 'prepare']);
  setup = await desk.filled(setup);
  expect(steps(setup)).toEqual(['research', 'mode', 'audience', 'content']);
  setup = await desk.research(setup);
  setup = await desk.plan(setup);
  expect(steps(setup)).toEqual(['audience', 'content']);
  setup = await desk.save(setup, { audiences: { main: await desk.audience(setup) } });
  await enoughContent(desk.ctx, 'payroll');
  setup = await desk.get(setup.id);
  expect(setup.gaps).toEqual([]);

  const asked = await desk.submit(setup);
  expect((await desk.get(setup.id)).submitted).toBe(true);
  await expect(desk.save(setup, {})).rejects.toMatchObject({ code: 'segments.setupSubmitted' });
  await expect(desk.approve(asked, desk.operator)).rejects.toMatchObject({ status: 403 });
  expect(await setupInForce(desk.ctx, setup.id)).toBeNull();
  await desk.approve(asked);
  expect(await desk.get(setup.id)).toMatchObject({ state: 'active', activeVersion: setup.version });
  expect((await setupInForce(desk.ctx, setup.id))?.plan?.style).toBe('social');
});

test('R-013 a pack is not activated before the launch brief is filled, and the brief stays in the history', async () => {
  await enoughContent(desk.ctx, 'payroll');
  let setup = await desk.filled(await desk.begin('payroll'));
  setup = await desk.plan(await desk.research(setup));
  setup = await desk.save(setup, { audiences: { main: await desk.audience(setup) } });
  for (const key of ['advantage', 'entryPoint', 'mode', 'reason'] as const) {
    const brief = { ...setup.content.brief, [key]: key === 'mode' ? null : '' };
    const without = await desk.save(setup, { brief });
    await expect(desk.submit(without), key).rejects.toMatchObject({
      code: 'segments.setupIncomplete',
      details: { gaps: [{ step: 'brief' }] },
    });
    setup = await desk.save(without, { brief: setup.content.brief });
  }
  await desk.approve(await desk.submit(setup));
  const launched = await desk.get(setup.id);
  const changed = await desk.save(launched, {
    brief: { ...launched.content.brief, advantage: '另一个优势' },
  });
  const held = changed.versions.find(({ version }) => version === changed.activeVersion);
  expect(held?.content.brief.advantage).toBe('企业关系稳定');
  expect(changed.versions[0]!.content.brief.advantage).toBe('另一个优势');
});

test('R-004 nothing is submitted without the need of the customers; who decides reads it', async () => {
  const setup = await desk.launched('payroll');
  const without = await desk.save(setup, { brief: { ...setup.content.brief, need: '' } });
  await expect(desk.submit(without)).rejects.toMatchObject({
    details: { gaps: [{ step: 'brief', text: expect.stringContaining('客户需求') }] },
  });
  const again = await desk.save(without, {
    brief: { ...setup.content.brief, need: '想知道工资卡怎么用' },
  });
  const asked = await desk.submit(again);
  const approval = await callHttp(
    desk.http,
    getApproval,
    { params: { id: asked.id as never } },
    desk.officer.headers,
  );
  expect(approval.changes).toContainEqual({
    ...{ label: '客户需求', before: null },
    after: '想知道工资卡怎么用',
  });
  expect((await desk.get(setup.id)).need).toBe('想知道工资卡怎么用');
});

test('R-082 R-084 mode and SOP come only after a finished research, whose reports are cited', async () => {
  let setup = await desk.begin('payroll');
  await expect(desk.plan(setup)).rejects.toMatchObject({ code: 'segments.researchFirst' });
  await expect(desk.research(setup)).rejects.toMatchObject({
    code: 'segments.researchIncomplete',
    details: { fields: expect.arrayContaining(['行业', '金融偏好', '作息与通勤']) },
  });
  setup = await desk.filled(setup);
  await expect(desk.plan(setup)).rejects.toMatchObject({ code: 'segments.researchFirst' });
  const report = {
    kind: 'industry_report' as const,
    title: '互联网行业薪酬报告',
    source: '人力资源协会，2026 年 6 月',
    finding: '多数企业每月 10 日发薪',
  };
  setup = await desk.save(setup, {
    research: { ...setup.content.research, attachments: [report] },
  });
  setup = await desk.plan(await desk.research(setup));
  expect(setup.content.plan?.scenes.map(({ key }) => key)).toContain('pre_payday');
  expect(setup.research.by).toBe('运营');
  // A plan cannot be slipped in beside.
  const other = await desk.begin('payroll', '另一个');
  await expect(desk.save(other, { plan: setup.content.plan })).rejects.toMatchObject({
    code: 'segments.researchFirst',
  });
  // Other answers are confirmed again.
  const changed = await desk.save(setup, {
    research: { ...setup.content.research, industry: '制造' },
  });
  expect(changed.researchState).toBe('open');
});

test('R-083 the research asks the nine fields of the bank, each of them needed, and its report holds them all', async () => {
  const { research } = await callHttp(
    desk.http,
    getPack,
    { params: { key: 'payroll' } },
    desk.operator.headers,
  );
  const required = research.flatMap(({ fields }) => fields).filter(({ required }) => required);
  const nine = [
    ...['行内信息概览', '金融偏好', '资产占比', '数量级', '年龄层次'],
    ...['当前运营情况', '人员配比', '权益配置', '主要指标'],
  ];
  expect(required.map(({ label }) => label)).toEqual(expect.arrayContaining(nine));

  const { id } = await desk.filled(await desk.begin('payroll'));
  const report = await callHttp(
    desk.http,
    api.researchReport,
    { params: { id } },
    desk.operator.headers,
  );
  const answers = new Map(report.lines.map(({ field, answer }) => [field, answer]));
  for (const field of nine) expect(answers.get(field), field).toBe(`${field}：已了解`);
  expect(new Set(report.lines.map(({ section }) => section))).toEqual(
    new Set(['金融属性', '非金融属性', '运营现状']),
  );
});

test('R-085 a plan copied to another industry needs research until somebody confirms it', async () => {
  const setup = await desk.launched('payroll');
  const copied = await callHttp(
    desk.http,
    api.copySetup,
    {
      params: { id: setup.id },
      body: { name: '制造业代发', unitId: desk.headOffice, industry: '制造' },
    },
    desk.operator.headers,
  );
  expect(copied).toMatchObject({ state: 'draft', researchState: 'unconfirmed', industry: '制造' });
  expect(copied.content.plan).toEqual(setup.content.plan);
  expect(copied.gaps.find(({ step }) => step === 'research')?.text).toContain('重新调研');
  await expect(desk.submit(copied)).rejects.toMatchObject({ code: 'segments.setupIncomplete' });
  const confirmed = await desk.research(copied);
  expect(steps(confirmed)).not.toContain('research');
});

test('R-003 two groups run different hours, SOPs and benefits at once; changing one leaves the other as it is', async () => {
  const payroll = await desk.launched('payroll');
  const elderly = await desk.launched('social_security', '社保试点');
  const of = async (id: api.SetupId) => (await setupInForce(desk.ctx, id))!.plan!.scenes;
  const before = await of(elderly.id);
  const first = (await of(payroll.id))[0]!;
  expect([first.windows, first.sop, first.benefits]).not.toEqual([
    before[0]!.windows,
    before[0]!.sop,
    before[0]!.benefits,
  ]);
  const scenes = payroll.content.plan!.scenes.map((scene, i) =>
    i === 0 ? { ...scene, windows: [['08:30', '09:30']] as [string, string][] } : scene,
  );
  const changed = await desk.save(payroll, { plan: { ...payroll.content.plan!, scenes } });
  // In force only after the second person; the version before stays until then.
  expect((await of(payroll.id))[0]!.windows).toEqual(first.windows);
  await desk.approve(await desk.submit(changed));
  expect((await of(payroll.id))[0]!.windows).toEqual([['08:30', '09:30']]);
  expect(await of(elderly.id)).toEqual(before);
});

test('R-015 the style of a group decides how often, how closely and by which figures it is run', async () => {
  const social = await desk.plan(
    await desk.research(await desk.filled(await desk.begin('payroll'))),
    'social',
  );
  const light = await desk.plan(
    await desk.research(await desk.filled(await desk.begin('credit_card', '信用卡'))),
    'light_social_heavy_data',
  );
  const [a, b] = [social.content.plan!, light.content.plan!];
  expect(a.posts_per_week).toBeGreaterThan(b.posts_per_week);
  expect(a.moderation).not.toEqual(b.moderation);
  expect(a.kpis).not.toEqual(b.kpis);
  // Changed later: the defaults follow.
  const changed = await desk.plan(social, 'light_social_heavy_data');
  expect(changed.content.plan!.posts_per_week).toBe(b.posts_per_week);
});

test('R-006 R-008 branches read what head office runs; what a branch runs no sibling sees, and head office does', async () => {
  const east = await aUnit(desk.ctx, { name: '东城分行' });
  const west = await aUnit(desk.ctx, { name: '西城分行' });
  const inBranch = async (unitId: typeof east.id, name: string) => {
    const person = await signedIn(desk.ctx, [], { name, unitId });
    await aGrant(desk.ctx, person.staff.id, 'branch_operator', { unitId });
    return person;
  };
  const [ann, bob] = [await inBranch(east.id, '东城运营'), await inBranch(west.id, '西城运营')];
  const central = await desk.launched('credit_card', '全行信用卡');
  for (const branch of [ann, bob]) {
    expect(await desk.get(central.id, branch)).toMatchObject({
      central: true,
      can: { change: false },
    });
    await expect(desk.save(central, {}, branch)).rejects.toMatchObject({ status: 404 });
  }
  const own = await desk.begin('payroll', '东城代发', ann, east.id);
  expect(await desk.get(own.id, ann)).toMatchObject({ can: { change: true }, central: false });
  await expect(desk.get(own.id, bob)).rejects.toMatchObject({ status: 404 });
  expect((await desk.get(own.id)).name).toBe('东城代发');
  await expect(desk.begin('payroll', '越权', ann, west.id)).rejects.toMatchObject({
    code: 'segments.setupUnit',
  });
});

test('R-009 the pack of a branch leads through import, local offers and groups of its own', async () => {
  const setup = await desk.filled(await desk.begin('branch_neighbourhood', '网周'));
  const { content } = await callHttp(
    desk.http,
    getPack,
    { params: { key: 'branch_neighbourhood' } },
    desk.operator.headers,
  );
  expect(content.steps.map(({ key }) => key)).toEqual([
    'existing_import',
    'local_offer',
    'branch_groups',
  ]);
  const undone = await desk.save(setup, { done: ['existing_import', 'local_offer'] });
  expect(undone.gaps.filter(({ step }) => step === 'prepare').map(({ text }) => text)).toEqual([
    '还没有完成：建好分行自己的群',
  ]);
});

test('R-004 R-044 ending asks for a review; approved reviews are found again with the need they answered, and become a pack', async () => {
  const setup = await desk.launched('payroll');
  const review = {
    goal: '提高发薪后留存',
    result: '七日留存提高三个百分点',
    learned: '午休时段回复最多',
    reuse: '发薪日工具包可以直接复用',
  };
  const end = (given: object) =>
    callHttp(
      desk.http,
      api.endSetup,
      { params: { id: setup.id }, body: { version: setup.version, review: given as never } },
      desk.operator.headers,
    );
  await expect(end({ ...review, learned: '' })).rejects.toMatchObject({ status: 400 });
  const ended = await end(review);
  expect(ended.state).toBe('ended');
  expect(await setupInForce(desk.ctx, setup.id)).toBeNull();
  const found = (q: string) =>
    callHttp(desk.http, api.listReviews, { query: { q } }, desk.operator.headers);
  const template = () =>
    callHttp(
      desk.http,
      api.packFromSetup,
      { params: { id: setup.id }, body: { key: 'payroll_it', name: '互联网代发' } },
      desk.operator.headers,
    );
  expect((await found('工具包')).items).toEqual([]);
  await expect(template()).rejects.toMatchObject({ code: 'segments.reviewNotApproved' });
  await desk.approve(await desk.submit(ended, api.setupReviewKind));
  expect((await found('工具包')).items).toMatchObject([
    { name: '代发试点', need: '发薪后想有个简单的安排办法', ...review },
  ]);
  expect((await found('没有这个词')).items).toEqual([]);
  await template();
  const { items } = await callHttp(desk.http, listPacks, {}, desk.operator.headers);
  const made = items.find(({ key }) => key === 'payroll_it');
  expect(made?.content.scenes).toEqual(setup.content.plan!.scenes);
});

test('of two people who change the same version the second is told', async () => {
  const setup = await desk.begin('payroll');
  await desk.save(setup, { done: ['employers'] });
  await expect(desk.save(setup, {})).rejects.toMatchObject({
    code: 'segments.setupChangedMeanwhile',
    details: { version: 2, by: '运营' },
  });
});

test('a launch is told to whoever acts on it', async () => {
  const heard: unknown[] = [];
  const listener = {
    name: 'listener',
    subscriptions: [on(api.setupLaunched, 'listener.launched', async (_, e) => void heard.push(e))],
  };
  const setup = await desk.launched('payroll');
  await runDueJobs(desk.ctx, [...desk.modules, listener]);
  expect(heard).toMatchObject([{ setupId: setup.id, packKey: 'payroll' }]);
});
