import type { FastifyInstance } from 'fastify';
import { beforeEach, expect, test } from 'vitest';
import { complianceModule } from '#modules/compliance/server/module.ts';
import { decideApproval, requestApproval } from '#modules/org/contract.ts';
import { aBank, aGrant, orgHttp, type SignedIn, signedIn } from '#modules/org/server/fixtures.ts';
import { orgModule } from '#modules/org/server/module.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { callHttp, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { checkDraft } from '../../contract/item.ts';
import * as api from '../../contract/persona.ts';
import { getWording, setWording, threeWDefaults } from '../../contract/wording.ts';
import { aDraft } from '../fixtures.ts';
import { contentModule } from '../module.ts';

let ctx: TestOrg;
let http: FastifyInstance;
let writer: SignedIn;
let officer: SignedIn;

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
  writer = await signedIn(ctx, []);
  await aGrant(ctx, writer.staff.id, 'head_office_operator');
  officer = await signedIn(ctx, []);
  await aGrant(ctx, officer.staff.id, 'compliance_officer');
});

const list = async () => (await callHttp(http, api.listPersonas, {}, writer.headers)).items;
const propose = (key: string, text: string) =>
  callHttp(
    http,
    api.proposeVoice,
    { params: { key }, body: { text, place: 'one_to_one', purpose: 'marketing' } },
    writer.headers,
  );

test('R-139 one figure of the bank and personas of RMs stand side by side, each approved by a second person', async () => {
  const types = (await list()).map(({ type }) => type);
  expect(types.filter((type) => type === 'unified_ip')).toHaveLength(1);
  expect(types.filter((type) => type === 'individual_rm')).toHaveLength(6);
  const persona = api.Persona.parse({ name: '小海', type: 'unified_ip', voice: { self: '小海' } });
  const made = await callHttp(http, api.createPersona, { body: persona }, writer.headers);
  await expect(propose(made.key, '您好。')).rejects.toMatchObject({
    code: 'content.personaNotFound',
  });
  const asked = await callHttp(
    http,
    requestApproval,
    {
      body: {
        kind: api.personaChangeKind,
        payload: { id: made.id, version: 1, state: 'approved', persona },
      },
    },
    writer.headers,
  );
  const input = { params: { id: asked.id }, body: { decision: 'approve' as const, round: 1 } };
  await callHttp(http, decideApproval, input, officer.headers);
  expect((await propose(made.key, '您好。')).text).toContain('我是小海');
});

test('R-100 content written for the figure is checked by its rules of tone, and by nobody else’s', async () => {
  const text = '亲们，今天的用卡小知识来了，想了解的随时问我。不想收到可回复“退订”。';
  const check = async (personaKey: string | null) => {
    const draft = aDraft({ text, facets: { personaKey } });
    const { findings } = await callHttp(http, checkDraft, { body: draft }, writer.headers);
    return findings.filter(({ rule }) => rule === 'PERSONA');
  };
  expect(await check('brand-figure')).toMatchObject([
    {
      field: 'body.text',
      level: 'review',
      place: { from: 0, to: 2, text: '亲们' },
      why: ['“亲们”不是“小江”的说法', expect.any(String)],
    },
  ]);
  expect(await check('rm/fitness')).toEqual([]);
  expect(await check(null)).toEqual([]);
});

test('R-140 R-253 what is proposed for a persona follows its voice, sounds warmer, and keeps word for word what must stand', async () => {
  const stop = '如不希望收到此类消息，回复“退订”即可停止。';
  const text = `尊敬的客户，贵客户专享的周末沙龙开始报名，敬请莅临我行网点。${stop}`;
  const { text: said, before, after } = await propose('brand-figure', text);
  expect(said).toContain('我是小江');
  expect(said).toContain('{customer_title}');
  for (const office of ['敬请', '莅临', '贵客户', '尊敬的客户']) expect(said).not.toContain(office);
  expect(said).toContain(stop);
  expect(after.score).toBeGreaterThan(before.score);
  // It is a proposal: nothing was stored, and it goes the way of every content.
  const { findings } = await callHttp(
    http,
    checkDraft,
    { body: aDraft({ text, human: said, facets: { personaKey: 'brand-figure' } }) },
    writer.headers,
  );
  expect(findings.filter(({ field }) => field === 'body.human')).toEqual([]);
});

test('R-159 a bank words the labels of the three W itself, and begins with the assumed ones', async () => {
  const read = () => callHttp(http, getWording, {}, writer.headers);
  expect((await read()).threeW).toEqual(threeWDefaults);
  const threeW = { ...threeWDefaults, why_need: ['客户痛点', 'The need'] as [string, string] };
  await callHttp(http, setWording, { body: { threeW, servicePhone: '95500' } }, writer.headers);
  expect(await read()).toMatchObject({ threeW, servicePhone: '95500' });
  await expect(
    callHttp(http, setWording, { body: { threeW, servicePhone: '' } }, officer.headers),
  ).rejects.toMatchObject({ status: 403 });
});
