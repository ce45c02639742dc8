import { expect, test } from 'vitest';
import { callHttp, testOrg } from '#platform/server/test/test-org.ts';
import * as api from '../../contract/session.ts';
import { orgHttp } from '../fixtures.ts';
import { orgModule } from '../module.ts';
import { appointFirstPeople, createBank } from './bank.service.ts';

const org = [orgModule({ mode: 'production' })];
const draft = (code: string) => ({
  code,
  name: '河山银行',
  headOffice: { code: '0001', name: '河山银行总行' },
});

test('a bank begins with two people: one who drafts changes of access and one who approves them', async () => {
  const ctx = testOrg();
  const bank = (await createBank(ctx, draft('HSB1')))!;
  const appointed = await appointFirstPeople(ctx, bank, [
    { number: 'H0001', name: '管理员', role: 'administrator' },
    { number: 'H0002', name: '安全员', role: 'security_officer' },
  ]);
  const http = await orgHttp(ctx, org);
  const permissions = [];
  for (const { account, password } of appointed) {
    const body = { bankCode: 'HSB1', account, password };
    const session = await callHttp(http, api.signIn, { body });
    expect(session).toMatchObject({ mustChangePassword: true, bank: { name: '河山银行' } });
    permissions.push(session.permissions);
  }
  expect(permissions).toMatchObject([
    { 'org.role.manage': ['/'], 'org.access.manage': ['/'] },
    { 'org.role.approve': ['/'], 'org.approval.decide': ['/'] },
  ]);
});

test('a bank’s code is given once', async () => {
  const ctx = testOrg();
  expect(await createBank(ctx, draft('HSB2'))).not.toBeNull();
  expect(await createBank(ctx, draft('HSB2'))).toBeNull();
});
