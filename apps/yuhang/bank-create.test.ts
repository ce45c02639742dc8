import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { signIn } from '#modules/org/contract.ts';
import { orgHttp } from '#modules/org/server/fixtures.ts';
import { orgModule } from '#modules/org/server/module.ts';
import type { Lang } from '#platform/contract/text.ts';
import {
  testDatabase,
  testDatabaseUrl,
  testMasterKey,
} from '#platform/server/test/test-database.ts';
import { callHttp, testOrg } from '#platform/server/test/test-org.ts';
import { createBankCommand } from './bank-create.command.ts';
import { commands, helpFor } from './commands.ts';
import { Refusal } from './words.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'yuhang-bank-'));
  writeFileSync(join(folder, 'master.key'), testMasterKey.toString('base64'), { mode: 0o600 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const asked = {
  code: 'HSB',
  name: '河山银行',
  'head-office-code': '0001',
  'admin-number': 'a0001',
  'admin-name': '张一',
  'security-number': 'S0001',
  'security-name': '李二',
};

/** Runs the command as a person at a terminal would, and answers what it printed. */
async function run(values: Record<string, string>, lang: Lang = 'zh-CN'): Promise<string> {
  const printed = vi.spyOn(console, 'log').mockImplementation(() => {});
  try {
    const env = {
      DATABASE_URL: testDatabaseUrl(),
      YUHANG_DATA: folder,
      YUHANG_MASTER_KEY_FILE: join(folder, 'master.key'),
    };
    await createBankCommand({ values, lang, env });
    return printed.mock.calls.join('\n');
  } finally {
    printed.mockRestore();
  }
}

const passwordOf = (printed: string, account: string) =>
  new RegExp(`${account}  (\\S+)`).exec(printed)![1]!;

const banks = async (like: { name?: string; code?: string }) =>
  (
    await testDatabase()
      .db.selectFrom('org.bank')
      .select('id')
      .where((eb) => eb.and(like))
      .execute()
  ).length;

test('a new bank is let in by the two one-time passwords printed, each with its own job', async () => {
  const printed = await run({ ...asked, 'second-factor': 'required' });
  expect(printed).toContain('河山银行（代码 HSB）');
  const ctx = testOrg();
  ctx.advance((Date.now() - ctx.now().getTime()) / 60_000 + 1);
  const http = await orgHttp(ctx, [orgModule({ mode: 'production' })]);
  const enter = (account: string) =>
    callHttp(http, signIn, {
      body: { bankCode: 'HSB', account, password: passwordOf(printed, account) },
    });
  const administrator = await enter('A0001');
  expect(administrator).toMatchObject({
    mustChangePassword: true,
    mustEnrolTotp: true,
    bank: { name: '河山银行' },
    permissions: { 'org.role.manage': ['/'] },
  });
  expect(administrator.permissions).not.toHaveProperty('org.role.approve');
  const officer = await enter('S0001');
  expect(officer.permissions).toMatchObject({ 'org.role.approve': ['/'] });
  expect(officer.permissions).not.toHaveProperty('org.role.manage');
});

test('built-in jobs of a new bank hold what every module gives them', async () => {
  await run({ ...asked, code: 'HELD' });
  const roles = await testDatabase()
    .db.selectFrom('org.role')
    .innerJoin('org.bank', 'org.bank.id', 'org.role.orgId')
    .select(['org.role.code', 'permissions'])
    .where('org.bank.code', '=', 'HELD')
    .execute();
  const gate = (code: string) =>
    roles.find((role) => role.code === code)!.permissions.filter((p) => p.startsWith('outreach.'));
  expect(gate('compliance_officer')).toContain('outreach.gate.test');
  expect(gate('auditor')).toEqual([
    'outreach.decision.read',
    'outreach.plan.read',
    'outreach.handover.read',
  ]);
  expect(gate('security_officer')).toEqual([]);
});

test('a taken code is refused in plain words, and nothing is created', async () => {
  await run({ ...asked, code: 'ONCE' });
  const again = run({ ...asked, code: 'ONCE', name: '另一家' });
  await expect(again).rejects.toThrow('The bank code ONCE is taken; nothing was created.');
  expect(await banks({ name: '另一家' })).toBe(0);
});

test('one person cannot hold both jobs, and what is missing or unusable is named', async () => {
  const refused = async (values: Record<string, string>, word: string) => {
    const answer = run({ ...asked, code: 'NONE', ...values });
    await expect(answer).rejects.toThrow(Refusal);
    await expect(answer).rejects.toThrow(word);
  };
  await refused({ 'security-number': 'A0001' }, 'must be two people');
  await refused({ 'admin-name': ' ' }, '--admin-name is missing');
  await refused({ code: '河山' }, '--code 河山 is not usable');
  await refused({ 'second-factor': 'never' }, '--second-factor is required or optional');
  expect(await banks({ code: 'NONE' })).toBe(0);
});

test('the help explains every option in both languages', () => {
  for (const flag of Object.keys(commands['bank create']!.options))
    for (const lang of ['zh-CN', 'en'] as const)
      expect(helpFor('bank create', lang)).toContain(`--${flag}`);
});
