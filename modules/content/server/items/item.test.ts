import type { FastifyInstance } from 'fastify';
import { beforeEach, expect, test } from 'vitest';
import { lexiconChangeKind } from '#modules/compliance/contract.ts';
import { complianceModule } from '#modules/compliance/server/module.ts';
import {
  decideApproval,
  getApproval,
  requestApproval,
  reviseApproval,
} from '#modules/org/contract.ts';
import {
  aBank,
  aGrant,
  aUnit,
  orgHttp,
  type SignedIn,
  signedIn,
} from '#modules/org/server/fixtures.ts';
import { orgModule } from '#modules/org/server/module.ts';
import { inTx } from '#platform/server/ctx.ts';
import { on } from '#platform/server/events.ts';
import type { AppModule } from '#platform/server/module.ts';
import { callHttp, runDueJobs, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { formats } from '../../contract/body.ts';
import * as api from '../../contract/item.ts';
import { type Media, uploadMedia } from '../../contract/media.ts';
import { aDraft, aReleasedItem } from '../fixtures.ts';
import { contentModule } from '../module.ts';
import { startingContent } from '../packs/starting-content.ts';
import { countUse } from '../pages/use.service.ts';
import { findUsable } from './item.repo.ts';
import { usesContent } from './uses.ts';

let ctx: TestOrg;
let http: FastifyInstance;
let writer: SignedIn;
let officer: SignedIn;
let headOffice: string;
let modules: AppModule[];
const told: unknown[] = [];

beforeEach(async () => {
  ctx = testOrg();
  headOffice = (await aBank(ctx)).headOffice.id;
  const compliance = complianceModule();
  await inTx(ctx, (ctx) => compliance.equipment!.bring(ctx));
  writer = await signedIn(ctx, [], { name: '运营' });
  await aGrant(ctx, writer.staff.id, 'head_office_operator');
  officer = await signedIn(ctx, [], { name: '合规' });
  await aGrant(ctx, officer.staff.id, 'compliance_officer');
  told.length = 0;
  const listener: AppModule = {
    name: 'listener',
    subscriptions: [
      on(api.itemUnusable, 'listener.unusable', async (_, event) => void told.push(event)),
    ],
  };
  modules = [
    orgModule({ mode: 'production' }),
    compliance,
    contentModule({ mode: 'production' }),
    listener,
  ];
  http = await orgHttp(ctx, modules);
});

const create = (draft = aDraft(), by = writer, ownerUnitId = headOffice) =>
  callHttp(http, api.createItem, { body: { ...draft, ownerUnitId } }, by.headers);
const change = (item: api.ItemDetail, draft = aDraft()) => {
  const { version, revision } = item.versions[0]!;
  const input = { params: { id: item.id }, body: { ...draft, version, revision } };
  return callHttp(http, api.changeItem, input, writer.headers);
};
const payloadOf = ({ id, versions }: api.ItemDetail) => ({
  id,
  version: versions[0]!.version,
  revision: versions[0]!.revision,
});
const submit = (item: api.ItemDetail, by = writer) =>
  callHttp(
    http,
    requestApproval,
    { body: { kind: api.releaseKind, payload: payloadOf(item) } },
    by.headers,
  );
const decide = (id: string, decision: 'approve' | 'return', round = 1, by = officer) =>
  callHttp(
    http,
    decideApproval,
    {
      params: { id },
      body: {
        ...{ decision, round, attested: true },
        ...(decision === 'return' ? { reason: '请改写第二句' } : {}),
      },
    },
    by.headers,
  );
const show = (id: api.ItemId, by = writer) =>
  callHttp(http, api.getItem, { params: { id } }, by.headers);
const released = async (draft = aDraft()) => {
  const item = await create(draft);
  await decide((await submit(item)).id, 'approve');
  return show(item.id);
};
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
async function upload(filename: string, content: Buffer): Promise<Media> {
  const boundary = 'yuhang-boundary';
  const head = `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${filename}"\r\n\r\n`;
  const response = await http.inject({
    method: 'POST',
    url: uploadMedia.path,
    headers: {
      ...writer.headers,
      'x-yuhang-csrf': '1',
      'content-type': `multipart/form-data; boundary=${boundary}`,
    },
    payload: Buffer.concat([Buffer.from(head), content, Buffer.from(`\r\n--${boundary}--\r\n`)]),
  });
  const body = response.json();
  if (response.statusCode !== 200) throw Object.assign(new Error(body.error.code), body.error);
  return body;
}
const usable = async (id: string, day = '2026-03-02') =>
  (await findUsable(ctx, [id], day)).map((v) => v.version);

test('CR-079 CR-144 content may be sent when another person has approved exactly what was written', async () => {
  const item = await create();
  expect(item).toMatchObject({ state: 'draft', usable: null, open: 1, central: true });
  expect(await usable(item.id)).toEqual([]);
  const asked = await submit(item);
  await expect(change(item)).rejects.toMatchObject({ code: 'content.itemNotDraft' });
  await expect(decide(asked.id, 'approve', 1, writer)).rejects.toMatchObject({ status: 403 });
  await decide(asked.id, 'approve');
  expect(await usable(item.id)).toEqual([1]);
  expect(await show(item.id)).toMatchObject({
    state: 'approved',
    usable: 1,
    open: null,
    versions: [{ approvedBy: '合规', approvalId: asked.id }],
  });
});

test('content with three violations is not even put to the officer; mended, returned once and compared, it is approved', async () => {
  const bad = aDraft({ text: '全网最低费率！保本理财，联系 13912345678' });
  const item = await create(bad);
  const { level, findings } = await callHttp(http, api.checkDraft, { body: bad }, writer.headers);
  expect(level).toBe('block');
  expect(findings.map((f) => f.rule).toSorted()).toEqual(['CR-042', 'CR-073', 'CR-074', 'CR-077']);
  await expect(submit(item)).rejects.toMatchObject({ code: 'content.itemBlocked', status: 422 });

  const mended = await change(item, aDraft());
  const asked = await submit(mended);
  expect((await decide(asked.id, 'return')).state).toBe('returned');
  const again = await change(
    await show(item.id),
    aDraft({ text: '{customer_title}早，周六上午我在网点。不想收到可回复“退订”。' }),
  );
  const revised = await callHttp(
    http,
    reviseApproval,
    { params: { id: asked.id }, body: { payload: payloadOf(again), submit: true } },
    writer.headers,
  );
  expect(revised).toMatchObject({ state: 'submitted', round: 2 });
  await decide(asked.id, 'approve', 2);
  expect(await usable(item.id)).toEqual([1]);
  const { history } = await callHttp(
    http,
    getApproval,
    { params: { id: asked.id } },
    officer.headers,
  );
  expect(history.map((s) => s.step)).toEqual([
    'drafted',
    'submitted',
    'returned',
    'revised',
    'submitted',
    'approved',
  ]);
});

test('one update of a central item replaces what may be sent, and the old one stays in its history', async () => {
  const item = await released();
  const next = await callHttp(http, api.newVersion, { params: { id: item.id } }, writer.headers);
  expect(await usable(item.id)).toEqual([1]);
  const changed = await change(next, aDraft({ name: '开学季的两笔开销' }));
  const asked = await submit(changed);
  expect(asked.changes).toContainEqual({
    label: '名称',
    before: '开学季的三笔开销',
    after: '开学季的两笔开销',
  });
  await decide(asked.id, 'approve');
  expect(await usable(item.id)).toEqual([2]);
  expect((await show(item.id)).versions.map((v) => v.state)).toEqual(['approved', 'replaced']);
});

test('CR-072 what was sayable when it was submitted and is forbidden since is not approved', async () => {
  const item = await create(aDraft({ text: '江海宝贝上线。回复“退订”即可停止。' }));
  const asked = await submit(item);
  const second = await signedIn(ctx, [], { name: '合规乙' });
  await aGrant(ctx, second.staff.id, 'compliance_officer');
  const { draftLexicon, setLexiconCategory } = await import('#modules/compliance/contract.ts');
  const { version, revision } = await callHttp(
    http,
    draftLexicon,
    { body: { note: '内部用语' } },
    officer.headers,
  );
  const category = {
    ...{ key: 'HOUSE', name: '本行用语', nameEn: 'house words', level: 'block' as const },
    ...{ scopes: ['*' as const], basis: '', suggestion: '', terms: ['江海宝贝'], patterns: [] },
    ...{ exceptions: [], exceptionMode: 'span' as const },
  };
  const changed = await callHttp(
    http,
    setLexiconCategory,
    { params: { version }, body: { revision, category } },
    officer.headers,
  );
  const lexicon = await callHttp(
    http,
    requestApproval,
    { body: { kind: lexiconChangeKind, payload: { version, revision: changed.revision } } },
    officer.headers,
  );
  await decide(lexicon.id, 'approve', 1, second);
  await expect(decide(asked.id, 'approve')).rejects.toMatchObject({ code: 'content.itemBlocked' });
  expect(await usable(item.id)).toEqual([]);
});

test('CR-090 content that has outlived its last day goes out of everything that would have sent it, and says where that was', async () => {
  usesContent('test', async (_, id) => [
    { kind: 'sequence', name: '代发培育', link: `/sequences/${id}`, waiting: 12 },
  ]);
  const item = await released(aDraft({ validity: { to: '2026-03-05' } }));
  expect((await show(item.id)).uses).toMatchObject([{ name: '代发培育', waiting: 12 }]);
  ctx.advance(3 * 24 * 60);
  await runDueJobs(ctx, modules);
  expect(await usable(item.id, '2026-03-05')).toEqual([1]);
  ctx.advance(24 * 60);
  await runDueJobs(ctx, modules);
  expect(await usable(item.id, '2026-03-06')).toEqual([]);
  const later = await signedIn(ctx, ['content.item.read']);
  expect((await show(item.id, later)).state).toBe('expired');
  expect(told).toEqual([{ itemId: item.id, version: 1, why: 'expired' }]);
});

test('content that is withdrawn stops being usable at once, with a reason', async () => {
  const item = await released();
  const input = { params: { id: item.id }, body: { reason: '活动取消' } };
  await callHttp(http, api.withdrawItem, input, writer.headers);
  expect(await usable(item.id)).toEqual([]);
  await runDueJobs(ctx, modules);
  expect(told).toEqual([{ itemId: item.id, version: 1, why: 'withdrawn' }]);
});

test('R-254 R-004 content without segment, scene, stage or the need it answers is not used', async () => {
  const bare = aDraft({ facets: { stage: null, segments: [], scenes: [], need: '' } });
  await expect(submit(await create(bare))).rejects.toMatchObject({
    code: 'content.itemIncomplete',
    details: { fields: ['facets.stage', 'facets.segments', 'facets.scenes', 'facets.need'] },
  });
});

test('R-006 R-008 a branch reads what head office writes and changes it not; what it writes itself no sibling sees', async () => {
  const central = await released();
  const [east, west] = [await aUnit(ctx, { name: '东分行' }), await aUnit(ctx, { name: '西分行' })];
  const at = async (unitId: string) => {
    const person = await signedIn(ctx, [], { unitId: unitId as never });
    await aGrant(ctx, person.staff.id, 'branch_operator', { unitId: unitId as never });
    return person;
  };
  const [eastern, western] = [await at(east.id), await at(west.id)];
  expect((await show(central.id, eastern)).can).toEqual({ change: false });
  await expect(
    callHttp(http, api.newVersion, { params: { id: central.id } }, eastern.headers),
  ).rejects.toMatchObject({ status: 404 });

  const own = await create(aDraft({ name: '东分行周末沙龙' }), eastern, east.id);
  await expect(show(own.id, western)).rejects.toMatchObject({ status: 404 });
  expect((await show(own.id, writer)).name).toBe('东分行周末沙龙');
  const seen = async (by: SignedIn) =>
    (await callHttp(http, api.listItems, {}, by.headers)).items.map((i) => i.name).toSorted();
  expect(await seen(western)).toEqual(['开学季的三笔开销']);
  expect(await seen(eastern)).toEqual(['东分行周末沙龙', '开学季的三笔开销'].toSorted());
});

test('R-252 R-253 head office and the RM say the same in two voices: both are checked, and the second keeps its risk text', async () => {
  const draft = aDraft({
    text: '尊敬的客户，敬请莅临我行网点参加财富沙龙活动，予以体验。回复“退订”即可停止。',
    human: '{customer_title}，周六上午10点我在网点泡好茶，您来坐坐？',
  });
  const check = await callHttp(http, api.checkDraft, { body: draft }, writer.headers);
  expect(check.findings).toMatchObject([{ field: 'body.human', rule: 'CR-077', place: null }]);
  expect(check.tone.score).toBe(100);
  const official = aDraft({ text: draft.body.text! });
  const office = await callHttp(http, api.checkDraft, { body: official }, writer.headers);
  expect(office.tone.score).toBeLessThan(50);
  expect(office.tone.hints.length).toBeGreaterThan(2);
});

test('R-265 every format is written, reviewed, may be sent, gets a second version, and goes when its last day is over', async () => {
  const { id: file } = await upload('a.png', PNG);
  const { id: film } = await upload('a.mp4', Buffer.from('\0\0\0\x18ftypmp42', 'latin1'));
  const { id: sheet } = await upload('a.pdf', Buffer.from('%PDF-1.7'));
  const carriers = {
    text: { format: 'text' },
    image: { format: 'image', images: [file] },
    article: {
      format: 'article',
      title: '怎么排预算',
      blocks: [{ kind: 'text', text: '先写后花。' }],
    },
    video: { format: 'video', title: '三分钟', fileId: film, subtitles: '先写预算' },
    h5: { format: 'h5', title: '沙龙', url: 'https://bank.example/salon' },
    mini_program: {
      format: 'mini_program',
      title: '办卡',
      appid: 'wx0123456789abcdef',
      path: 'p',
      coverId: file,
    },
    file: { format: 'file', fileId: sheet, title: '清单' },
    channels: { format: 'channels', title: '直播', url: 'https://channels.example/1' },
  } as const;
  expect(Object.keys(carriers)).toEqual(Object.keys(formats));
  for (const carrier of Object.values(carriers)) {
    const item = await released(
      aDraft({
        ...{ name: carrier.format, body: { carrier: carrier as never } },
        validity: { to: '2026-03-05' },
      }),
    );
    expect([item.format, item.usable]).toEqual([carrier.format, 1]);
    expect(await usable(item.id, '2026-03-05')).toEqual([1]);
    const params = { id: item.id };
    const next = await callHttp(http, api.newVersion, { params }, writer.headers);
    await decide((await submit(next)).id, 'approve');
    const second = await show(item.id);
    expect([second.usable, second.versions[0]!.body.carrier]).toMatchObject([2, carrier]);
  }
  ctx.advance(4 * 24 * 60);
  await runDueJobs(ctx, modules);
  const later = await signedIn(ctx, ['content.item.read']);
  const { items } = await callHttp(http, api.listItems, { query: { size: 50 } }, later.headers);
  expect(items.map(({ format, state }) => [format, state]).toSorted()).toEqual(
    Object.keys(formats)
      .map((format) => [format, 'expired'])
      .toSorted(),
  );
});

test('R-267 a video without subtitles is not put to anybody', async () => {
  const carrier = {
    format: 'video',
    title: '三分钟',
    fileId: (await upload('a.mp4', Buffer.from('\0\0\0\x18ftypmp42', 'latin1'))).id,
  };
  const item = await create(aDraft({ body: { carrier: carrier as never } }));
  await expect(submit(item)).rejects.toMatchObject({
    details: { fields: ['body.carrier.subtitles'] },
  });
});

test('R-270 the matrix counts usable content for each segment, stage and format', async () => {
  await released();
  await released(aDraft({ name: '给所有人', facets: { segments: ['*'], stage: 'trust' } }));
  await create(aDraft({ name: '还没发布' }));
  const { cells, segments } = await callHttp(http, api.contentMatrix, {}, writer.headers);
  expect(segments.map((s) => s.key)).toEqual([
    'credit_card',
    'payroll',
    'social_security',
    'branch_neighbourhood',
  ]);
  const of = (segment: string, stage: string) =>
    cells.find((c) => c.segment === segment && c.stage === stage)?.items ?? 0;
  expect([of('payroll', 'attention'), of('credit_card', 'attention')]).toEqual([1, 0]);
  expect([of('payroll', 'trust'), of('credit_card', 'trust')]).toEqual([1, 1]);
});

test('CR-154 what WeCom does not take is named before anybody approves it, with room for what a rule adds', async () => {
  const long = aDraft({ text: `${'学'.repeat(1_160)}回复“退订”即可停止。` });
  const { level, limits } = await callHttp(http, api.checkDraft, { body: long }, writer.headers);
  expect(level).toBe('block');
  expect(limits).toMatchObject([
    {
      field: 'body.text',
      why: [expect.stringContaining('企业微信最多 4000，其中 500 留给'), expect.any(String)],
    },
  ]);
});

test('of two people who change one draft the second is told by whom, and nothing is lost', async () => {
  const item = await create();
  await change(item, aDraft({ name: '第一个人的' }));
  await expect(change(item, aDraft({ name: '第二个人的' }))).rejects.toMatchObject({
    code: 'content.itemChangedMeanwhile',
    details: { by: '运营' },
  });
  expect((await show(item.id)).name).toBe('第一个人的');
});

test('what is not what its name says is not kept, and a file that is not there is named', async () => {
  await expect(upload('a.png', Buffer.from('<script>'))).rejects.toMatchObject({
    code: 'content.mediaUnusable',
  });
  await expect(upload('a.exe', PNG)).rejects.toMatchObject({ code: 'content.mediaUnusable' });
  const images = ['00000000-0000-4000-8000-00000000000a'];
  const draft = aDraft({ body: { carrier: { format: 'image', images } } });
  await expect(create(draft)).rejects.toMatchObject({
    code: 'content.fileUnknown',
    details: { files: images },
  });
});

test('R-256 R-257 R-258 R-260 R-261 R-262 the board has the five stages in their order, each with the types it takes and a sample', async () => {
  const types = {
    attention: ['hot_topic', 'general_news'],
    interest: ['pain_point', 'solution', 'topic_activity'],
    trust: [
      'morning_brief',
      'industry_insight',
      'industry_event',
      'report_analysis',
      'exclusive_view',
    ],
    act: ['brand_story', 'honours', 'success_case'],
    advocacy: ['new_product_trial', 'promotion', 'service_guarantee'],
  } as const;
  const read = async () => (await callHttp(http, api.contentMatrix, {}, writer.headers)).board;
  const empty = await read();
  expect(empty.map(({ stage }) => stage)).toEqual(Object.keys(types));
  expect(empty.flatMap(({ types }) => types).every(({ items }) => items === 0)).toBe(true);
  for (const [stage, all] of Object.entries(types))
    for (const type of all)
      await aReleasedItem(ctx, { name: `样例 ${type}`, facets: { stage, type } as never });
  for (const column of await read())
    expect(column.types).toEqual(
      types[column.stage].map((type) => ({ type, items: 1, sample: `样例 ${type}` })),
    );
});

test('R-261 a success case that lets others vouch for a product is found by the rule on endorsements, one that tells what was done is not', async () => {
  const facets = { stage: 'act', type: 'success_case', nature: ['case'] } as const;
  const vouching = async (text: string) => {
    const body = aDraft({ text, facets: facets as never });
    const { findings } = await callHttp(http, api.checkDraft, { body }, writer.headers);
    return findings.map(({ why }) => why[0]).filter((why) => why.includes('代言'));
  };
  expect(await vouching('成功案例：权威专家推荐，跟着买就对了。')).toHaveLength(1);
  expect(await vouching('一位客户把工资分成三个账户，半年后存下了应急金。')).toEqual([]);
});

test('R-263 each segment shows what it lacks of content, activities and data', async () => {
  const read = async () => {
    const { directions } = await callHttp(http, api.contentMatrix, {}, writer.headers);
    return directions.find(({ segment }) => segment === 'payroll');
  };
  const zero = { segment: 'payroll', stagesWithContent: 0, activities: 0, opened: 0 };
  expect(await read()).toEqual(zero);
  const id = await aReleasedItem(ctx, { facets: { stage: 'interest', type: 'topic_activity' } });
  expect(await read()).toEqual({ ...zero, stagesWithContent: 1, activities: 1 });
  await countUse(ctx, [{ itemId: id, version: 1, voice: 'text', what: 'opened', count: 7 }]);
  expect(await read()).toEqual({ ...zero, stagesWithContent: 1, activities: 1, opened: 7 });
});

test('R-160 R-190 three blocks of an insurance example pass the insurance rules, and goods of any other kind are written the same way', async () => {
  const shipped = (key: string) =>
    startingContent().find((start) => start.key === `three-w/${key}`)!.draft.body.threeW!;
  const insurance = shipped('whole-life');
  expect(insurance.why_this).toContain('增额终身寿险');
  const findings = async (threeW: object, facets: object) => {
    const draft = aDraft({ body: { threeW: threeW as never }, facets });
    const check = await callHttp(http, api.checkDraft, { body: draft }, writer.headers);
    return check.findings.filter(({ field }) => field.startsWith('body.threeW'));
  };
  expect(await findings(insurance, {})).toEqual([]);
  expect(await findings(shipped('merchandise'), {})).toEqual([]);
  const boast = { ...insurance, why_this: '收益稳赚不赔，比存款划算。' };
  expect(await findings(boast, {})).not.toEqual([]);
  const two = aDraft({ body: { threeW: { why_need: '有', why_this: '有', why_now: '' } } });
  await expect(create(two)).rejects.toMatchObject({ status: 400 });
});
