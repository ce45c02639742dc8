import type { FastifyInstance } from 'fastify';
import { beforeEach, expect, test } from 'vitest';
import { complianceModule } from '#modules/compliance/server/module.ts';
import { decideApproval, requestApproval } from '#modules/org/contract.ts';
import { aBank, aGrant, orgHttp, type SignedIn, signedIn } from '#modules/org/server/fixtures.ts';
import { orgModule } from '#modules/org/server/module.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { callHttp, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import * as api from '../../contract/script.ts';
import { contentModule } from '../module.ts';
import { checkScript } from './script.check.ts';
import { startingScripts } from './starting-scripts.ts';

let ctx: TestOrg;
let http: FastifyInstance;
let writer: SignedIn;
let officer: SignedIn;
let rm: SignedIn;

beforeEach(async () => {
  ctx = testOrg();
  await aBank(ctx);
  const modules = [
    orgModule({ mode: 'production' }),
    complianceModule(),
    contentModule({ mode: 'demo' }),
  ];
  for (const module of modules)
    await inTx(asSystem(ctx, ctx.orgId), async (ctx) => module.equipment?.bring(ctx));
  http = await orgHttp(ctx, modules);
  const person = async (role: string) => {
    const one = await signedIn(ctx, []);
    await aGrant(ctx, one.staff.id, role);
    return one;
  };
  writer = await person('head_office_operator');
  officer = await person('compliance_officer');
  rm = await person('relationship_manager');
});

const search = async (q: string, by = rm) =>
  (await callHttp(http, api.listScripts, { query: { q } }, by.headers)).items;
const names = async (q: string) => (await search(q)).map(({ situation }) => situation);

test('an RM finds a script by a character, by pinyin, by initials and by what the customer says', async () => {
  expect((await search('')).length).toBe(startingScripts().length);
  for (const q of [
    '抢',
    '抢不到券',
    'qiangbudao',
    'qbdq',
    'qbd',
    'QBD',
    'qiang bu dao',
    '秒没',
    'miaomei',
  ])
    expect((await names(q))[0], q).toBe('抢不到券');
  expect((await names('谣言'))[0]).toContain('谣言');
  expect(await names('没有这样的场景')).toEqual([]);
  const [first] = await search('qbdq');
  expect(first!.never.length).toBeGreaterThan(0);
  expect(first!.lines.map(({ place }) => place)).toContain('private');
});

test('CR-079 a script is found by RMs when a second person has read it, and no longer once it is taken out', async () => {
  const script = {
    situation: '问存款到期怎么办',
    keywords: ['到期了'],
    lines: [{ place: 'private', text: '到期前三天我给您打电话，咱们一起看看怎么安排。' }],
    never: ['不转存就亏了'],
  } as const;
  const made = await callHttp(http, api.createScript, { body: script as never }, writer.headers);
  expect(await names('daoqi')).toEqual([]);
  const change = async (state: 'approved' | 'withdrawn', version: number) => {
    const payload = { id: made.id, version, state, script: api.Script.parse(script) };
    const asked = await callHttp(
      http,
      requestApproval,
      { body: { kind: api.scriptChangeKind, payload } },
      writer.headers,
    );
    const input = { params: { id: asked.id }, body: { decision: 'approve' as const, round: 1 } };
    await callHttp(http, decideApproval, input, officer.headers);
  };
  await change('approved', 1);
  expect(await names('daoqi')).toEqual(['问存款到期怎么办']);
  await change('withdrawn', 2);
  expect(await names('daoqi')).toEqual([]);
});

test('CR-072 a script that says what may not be said is not put to anybody', async () => {
  const script = {
    situation: '问收益',
    lines: [{ place: 'private' as const, text: '这款保本保息，您放心买。' }],
    never: ['别问了'],
  };
  const made = await callHttp(http, api.createScript, { body: script }, writer.headers);
  const payload = { id: made.id, version: 1, state: 'approved', script: api.Script.parse(script) };
  await expect(
    callHttp(
      http,
      requestApproval,
      { body: { kind: api.scriptChangeKind, payload: payload as never } },
      writer.headers,
    ),
  ).rejects.toMatchObject({ code: 'content.scriptBlocked' });
});

test('every script that comes with the product may be said, and says what not to say', async () => {
  for (const { key, script } of startingScripts()) {
    const { findings } = await checkScript(asSystem(ctx, ctx.orgId), script);
    expect(
      findings.filter((f) => f.level === 'block').map((f) => f.why[0]),
      key,
    ).toEqual([]);
    expect(script.never.length, key).toBeGreaterThan(0);
  }
});
