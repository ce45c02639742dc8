import { expect, test } from 'vitest';
import { attributesOf, customerImport } from '#modules/customers/server/index.ts';
import { customersModule } from '#modules/customers/server/module.ts';
import { aBank } from '#modules/org/server/fixtures.ts';
import * as api from '#platform/contract/import.ts';
import { inTx } from '#platform/server/ctx.ts';
import { importsModule } from '#platform/server/imports/imports-module.ts';
import { tasksModule } from '#platform/server/tasks/tasks-module.ts';
import { allow, callHttp, runDueJobs, testHttp, testOrg } from '#platform/server/test/test-org.ts';
import { uploadTo } from '#platform/server/test/upload.ts';
import { noArrivals } from '../fixtures.ts';
import { segmentsModule } from '../module.ts';

/** As the public file of a bank's telephone campaign has it, with figures of our own. */
const FILE = [
  '"age";"job";"marital";"education";"default";"balance";"housing";"loan";"contact";"day";"month";"duration";"campaign";"pdays";"previous";"poutcome";"y"',
  '41;"blue-collar";"married";"secondary";"no";1250;"yes";"no";"unknown";5;"may";180;1;-1;0;"unknown";"no"',
  '29;"admin.";"single";"tertiary";"no";-35;"no";"no";"cellular";5;"may";90;1;-1;0;"unknown";"yes"',
  '67;"retired";"divorced";"unknown";"no";8800;"no";"no";"telephone";6;"may";300;2;-1;0;"unknown";"no"',
].join('\n');

test('a file with age, job and balance becomes payroll customers by the pack’s own profile', async () => {
  const ctx = testOrg(allow('customers.customer.import', 'platform.import.run'));
  await aBank(ctx);
  const imports = importsModule([customerImport]);
  const work = [imports, tasksModule(imports.tasks, async () => ctx.actor)];
  const app = await testHttp(ctx, [...work, customersModule()]);
  await inTx(ctx, segmentsModule({ health: noArrivals }).equipment!.bring);

  const { kind } = customerImport;
  const { id } = await uploadTo(app, api.startImport, { kind }, 'bank-full.csv', FILE);
  await runDueJobs(ctx, [...work, { name: 'quiet' }]);
  const read = await callHttp(app, api.getImport, { params: { id } });
  expect(read).toMatchObject({ state: 'ready', counts: { rows: 3, good: 3, bad: 0 } });
  expect(read.profile).toBe('代发客户（年龄、职业、余额）');

  await callHttp(app, api.applyImport, { params: { id } });
  await runDueJobs(ctx, [...work, { name: 'quiet' }]);
  const made = await ctx.db
    .selectFrom('customers.customer')
    .select('customerId')
    .where('orgId', '=', ctx.orgId)
    .orderBy('customerId')
    .execute();
  const codes = ['payroll', 'payday', 'employer', 'age_years', 'job_group', 'deposits'];
  const values = await attributesOf(
    ctx,
    made.map(({ customerId }) => customerId),
    { codes, purpose: 'service' },
  );
  const found = made.map(({ customerId }) => {
    const held = values.get(customerId)!;
    return codes.map((code) => held.get(code)?.value);
  });
  expect(found).toEqual([
    [true, 15, '示例制造集团', 41, 'blue_collar', 125_000],
    [true, 15, '示例制造集团', 29, 'admin', -3_500],
    [true, 15, '示例制造集团', 67, 'retired', 880_000],
  ]);
});
