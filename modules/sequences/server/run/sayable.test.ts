import { expect, test } from 'vitest';
import { getApproval, requestApproval } from '#modules/org/contract.ts';
import { callHttp, testOrg } from '#platform/server/test/test-org.ts';
import * as api from '../../contract.ts';
import { allValues, aSequenceBank } from '../fixtures.ts';

test('CR-072 CR-079 CR-042 what somebody fills into approved texts is checked like them, and a second person reads it', async () => {
  const ctx = testOrg();
  const bank = await aSequenceBank(ctx, 1);
  const submit = async (values: Record<string, string>) => {
    const body = bank.draft({ values: { ...allValues, ...values } });
    const run = await callHttp(bank.http, api.createRun, { body }, bank.maker.headers);
    return callHttp(
      bank.http,
      requestApproval,
      { body: { kind: api.startKind, payload: { id: run.id, revision: run.revision } } },
      bank.maker.headers,
    );
  };
  const refused = (why: string) => ({
    code: 'sequences.wordsForbidden',
    details: { field: 'values', words: expect.stringContaining(why) },
  });
  await expect(submit({ benefit_name: '保本保息的专享礼遇' })).rejects.toMatchObject(
    refused('“保本'),
  );
  await expect(submit({ benefit_how: '加我 13800001234 领取' })).rejects.toMatchObject(
    refused('手机号'),
  );
  const { id } = await submit({ benefit_name: '网点预约免排队' });
  const asked = await callHttp(bank.http, getApproval, { params: { id } }, bank.checker.headers);
  expect(JSON.stringify(asked)).toContain('网点预约免排队');
});
