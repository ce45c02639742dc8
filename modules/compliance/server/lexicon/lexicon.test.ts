import type { FastifyInstance } from 'fastify';
import { beforeEach, expect, test } from 'vitest';
import { decideApproval, requestApproval } from '#modules/org/contract.ts';
import { aBank, aGrant, orgHttp, type SignedIn, signedIn } from '#modules/org/server/fixtures.ts';
import { orgModule } from '#modules/org/server/module.ts';
import { inTx } from '#platform/server/ctx.ts';
import { callHttp, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import * as api from '../../contract/lexicon.ts';
import { complianceModule } from '../module.ts';

let ctx: TestOrg;
let http: FastifyInstance;
/** Drafts. */
let operator: SignedIn;
/** Approves. */
let officer: SignedIn;

beforeEach(async () => {
  ctx = testOrg();
  await aBank(ctx);
  const compliance = complianceModule();
  await inTx(ctx, (ctx) => compliance.equipment!.bring(ctx));
  operator = await signedIn(ctx, [], { name: '运营' });
  await aGrant(ctx, operator.staff.id, 'head_office_operator');
  officer = await signedIn(ctx, [], { name: '合规' });
  await aGrant(ctx, officer.staff.id, 'compliance_officer');
  http = await orgHttp(ctx, [orgModule({ mode: 'production' }), compliance]);
});

const check = async (text: string, version?: number) => {
  const body = { text, scopes: ['wealth' as const], ...(version ? { version } : {}) };
  const { level, hits } = await callHttp(http, api.checkText, { body }, operator.headers);
  return { level, categories: hits.map((hit) => hit.category) };
};
const draft = () =>
  callHttp(http, api.draftLexicon, { body: { note: '新增内部用语' } }, operator.headers);
const category = (of: Partial<api.LexiconCategory> = {}): api.LexiconCategory => ({
  key: 'HOUSE',
  name: '本行用语',
  nameEn: 'house words',
  level: 'warn',
  scopes: ['*'],
  basis: '本行规定',
  suggestion: '用正式名称',
  terms: ['江海宝贝'],
  patterns: [],
  exceptions: [],
  exceptionMode: 'span',
  ...of,
});
const setCategory = ({ version, revision }: api.LexiconDetail, given: api.LexiconCategory) =>
  callHttp(
    http,
    api.setLexiconCategory,
    { params: { version }, body: { revision, category: given } },
    operator.headers,
  );
const submit = ({ version, revision }: api.LexiconDetail) =>
  callHttp(
    http,
    requestApproval,
    { body: { kind: api.lexiconChangeKind, payload: { version, revision } } },
    operator.headers,
  );
const approve = (id: string, by = officer) =>
  callHttp(
    http,
    decideApproval,
    { params: { id }, body: { decision: 'approve', round: 1 } },
    by.headers,
  );

test('CR-072 a new bank has a lexicon in force from the first minute', async () => {
  expect(await check('稳赚不赔')).toEqual({ level: 'block', categories: ['GUARANTEE'] });
  expect(await check('本产品不保本')).toEqual({ level: 'pass', categories: [] });
});

test('CR-144 a change of the lexicon is tried as a draft and holds when another person has approved it', async () => {
  const changed = await setCategory(await draft(), category());
  expect((await check('江海宝贝上线')).level).toBe('pass');
  expect(await check('江海宝贝上线', changed.version)).toEqual({
    level: 'warn',
    categories: ['HOUSE'],
  });

  const asked = await submit(changed);
  expect(asked.changes).toContainEqual({
    label: '本行用语：词条',
    before: null,
    after: '江海宝贝',
  });
  await expect(setCategory(changed, category({ level: 'block' }))).rejects.toMatchObject({
    code: 'compliance.lexiconNotDraft',
  });
  await expect(approve(asked.id, operator)).rejects.toMatchObject({ status: 403 });
  expect((await approve(asked.id)).state).toBe('approved');

  expect((await check('江海宝贝上线')).level).toBe('warn');
  const { items } = await callHttp(http, api.listLexiconVersions, {}, officer.headers);
  expect(items.map(({ version, state }) => [version, state])).toEqual([
    [2, 'in_force'],
    [1, 'replaced'],
  ]);
});

test('two people who change one draft at once: the second is told, and nothing is lost', async () => {
  const seen = await draft();
  await setCategory(seen, category());
  await expect(setCategory(seen, category({ key: 'OTHER' }))).rejects.toMatchObject({
    code: 'compliance.lexiconChangedMeanwhile',
  });
  await expect(draft()).rejects.toMatchObject({ code: 'compliance.lexiconDraftOpen' });
});

test('a pattern that cannot be read is named', async () => {
  await expect(
    setCategory(await draft(), category({ patterns: ['(未闭合'] })),
  ).rejects.toMatchObject({
    code: 'compliance.lexiconPatternUnusable',
    details: { pattern: '(未闭合' },
  });
});

test('a file of words is merged into a draft; a bad line is named and changes nothing', async () => {
  const { version, revision } = await draft();
  const bring = (file: string) =>
    callHttp(
      http,
      api.importLexicon,
      { params: { version }, body: { revision, file, mode: 'merge' } },
      operator.headers,
    );
  await expect(bring('GUARANTEE,铁定回本\nNOBODY,什么')).rejects.toMatchObject({
    code: 'compliance.lexiconFileUnusable',
    details: { line: '2' },
  });
  expect((await check('铁定回本', version)).level).toBe('pass');
  expect(await bring('GUARANTEE,铁定回本\nGUARANTEE,保本\n')).toMatchObject({
    added: 1,
    already: 1,
  });
  expect(await check('铁定回本', version)).toEqual({ level: 'block', categories: ['GUARANTEE'] });
});

test('what is exported from one bank is read by another as it was', async () => {
  const file = await http.inject({
    method: 'GET',
    url: '/api/v1/compliance/lexicon/versions/1/file',
    headers: officer.headers,
  });
  const { version, revision, lexicon } = await draft();
  const again = await callHttp(
    http,
    api.importLexicon,
    { params: { version }, body: { revision, file: file.body, mode: 'replace' } },
    operator.headers,
  );
  expect(again.lexicon).toEqual(lexicon);
});

test('CR-072 the test bench says how right a version is, and which cases it fails', async () => {
  const bench = (body: object) => callHttp(http, api.benchLexicon, { body }, officer.headers);
  const shipped = await bench({});
  expect(shipped).toMatchObject({ cases: 36, passed: 36, precision: 1, recall: 1 });
  const wrong = {
    id: 'X',
    text: '平平无奇',
    scope: '*',
    categories: ['PRESSURE'],
    severity: 'warn',
  };
  expect(await bench({ cases: [wrong] })).toMatchObject({
    passed: 0,
    precision: null,
    recall: 0,
    failures: [{ id: 'X', found: [], foundSeverity: 'pass' }],
  });
});
