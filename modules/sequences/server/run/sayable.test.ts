import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { productChanged } from '#modules/content/contract.ts';
import { aListedProduct } from '#modules/content/server/fixtures.ts';
import { getApproval, requestApproval } from '#modules/org/contract.ts';
import { inTx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { callHttp, runDueJobs, testOrg } from '#platform/server/test/test-org.ts';
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

test('CR-061 what a run fills in of its product is as in the master when it starts; when the master changes, its own words follow and others stop the run', async () => {
  const ctx = testOrg();
  const bank = await aSequenceBank(ctx, 1);
  const terms = { 期限: '12 个月', 起存金额: '50 元', 利率: '1.5%' };
  const master = { code: 'DEP', name: '整存整取', kind: 'deposit', facts: terms } as const;
  const productId = await aListedProduct(ctx, master);
  const start = async (min_amount: string) => {
    const values = { ...allValues, min_amount };
    const body = bank.draft({ productId, values, name: `起存${min_amount}` });
    const run = await callHttp(bank.http, api.createRun, { body }, bank.maker.headers);
    await bank.approve(api.startKind, { id: run.id, revision: run.revision });
    return run.id;
  };
  await expect(start('1 万元')).rejects.toMatchObject({
    code: 'sequences.wordsForbidden',
    details: { words: expect.stringContaining('整存整取的起存金额为“50 元”') },
  });
  const id = await start('五十元');
  const show = () => callHttp(bank.http, api.getRun, { params: { id } }, bank.maker.headers);
  const becomes = async (facts: object) => {
    const product = JSON.stringify({ ...master, facts });
    await sql`update content.product set product = ${product} where id = ${productId}`.execute(
      ctx.db,
    );
    await inTx(ctx, (ctx) => publish(ctx, productChanged, { productId }));
    await runDueJobs(ctx, bank.modules);
  };
  const said = async () => {
    const { rows } = await sql<{ term: string }>`
      select distinct params ->> 'term' as term from sequences.plan_item
       where org_id = ${ctx.orgId} and params ? 'term'`.execute(ctx.db);
    return rows.map(({ term }) => term);
  };
  expect(await said()).toEqual(['12 个月']);
  await becomes({ ...terms, 期限: '24 个月' });
  expect([(await show()).state, await said()]).toEqual(['running', ['24 个月']]);
  await becomes({ ...terms, 起存金额: '100 元' });
  expect((await show()).state).toBe('paused');
  const resume = () => callHttp(bank.http, api.resumeRun, { params: { id } }, bank.maker.headers);
  await expect(resume()).rejects.toMatchObject({ code: 'sequences.wordsForbidden' });
  await becomes(terms);
  expect((await resume()).state).toBe('running');
});
