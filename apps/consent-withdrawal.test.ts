import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { beforeAll, expect, test, vi } from 'vitest';
import { ownWithdraw } from '#modules/customers/contract.ts';
import { customerHttp, knownModules, ownCookie } from '#modules/customers/server/own/fixtures.ts';
import { decideApproval, requestApproval } from '#modules/org/contract.ts';
import { orgHttp, signedIn } from '#modules/org/server/fixtures.ts';
import * as outreach from '#modules/outreach/contract.ts';
import { aCrowd, anOutreachBank, type OutreachBank } from '#modules/outreach/server/fixtures.ts';
import { outreachModule } from '#modules/outreach/server/module.ts';
import {
  anAudience,
  aSequenceBank,
  type SequenceBank,
} from '#modules/sequences/server/fixtures.ts';
import type { AppModule } from '#platform/server/module.ts';
import { callHttp, runDueJobs, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const DAY_MS = 86_400_000;

let ctx: TestOrg;
let bank: SequenceBank;
let reach: OutreachBank;
let modules: AppModule[];
let phone: FastifyInstance;
let leaving: number;
let staying: number;

beforeAll(async () => {
  ctx = testOrg();
  bank = await aSequenceBank(ctx, 1);
  reach = await anOutreachBank(ctx);
  [leaving, staying] = (await aCrowd(ctx, reach, [{}, {}])) as [number, number];
  // Nothing of this reaches WeCom: what would be handed over is seen before it is.
  const { tickers = [], ...deciding } = outreachModule();
  const decides = ['outreach.bulk-sends', 'outreach.decide'];
  modules = [
    ...bank.modules,
    { ...deciding, tickers: tickers.filter(({ name }) => decides.includes(name)) },
  ];
  phone = await customerHttp(ctx, knownModules(ctx));
});

const work = () => runDueJobs(ctx, modules);

/** A minute into the next day. */
async function midnight() {
  const now = new Date(ctx.now().getTime() + 8 * 3_600_000);
  ctx.advance(24 * 60 - (now.getUTCHours() * 60 + now.getUTCMinutes()) + 1);
  await work();
}

/** A bulk send that another person has approved, for an hour to come. */
async function aBulkSend(audienceId: string, inMinutes: number): Promise<string> {
  const may = Object.keys(outreach.outreachPermissions);
  const maker = await signedIn(ctx, [...may, 'customers.unit.read']);
  const checker = await signedIn(ctx, [...may, 'customers.unit.read', 'org.approval.decide']);
  const http = await orgHttp(ctx, modules);
  const body = {
    need: '开学前想把一年的教育支出排好',
    ...{ name: '开学季', projectId: reach.projectId, unitId: reach.unitId, audienceId },
    channel: 'one_to_one' as const,
    content: { id: reach.itemId, version: 1 },
    sendAt: new Date(ctx.now().getTime() + inMinutes * 60_000).toISOString(),
  };
  const { id, version } = await callHttp(http, outreach.createBulkSend, { body }, maker.headers);
  const payload = { id, version };
  const asked = await callHttp(
    http,
    requestApproval,
    { body: { kind: outreach.bulkSendKind, payload } },
    maker.headers,
  );
  const yes = { params: { id: asked.id }, body: { decision: 'approve' as const, round: 1 } };
  await callHttp(http, decideApproval, yes, checker.headers);
  return id;
}

/** Where the contacts of a customer stand that reach a person, by what planned them. */
async function contacts(customerId: number): Promise<string[]> {
  const { rows } = await sql<{ line: string }>`
    select distinct p.class || ' ' || t.state as line from outreach.touch t
      join outreach.plan p on p.org_id = t.org_id and p.plan_id = t.plan_id
     where t.org_id = ${ctx.orgId} and t.customer_id = ${customerId} and t.channel <> 'work_item'
     order by 1`.execute(ctx.db);
  return rows.map(({ line }) => line);
}

/** What would reach a customer of what is planned for after a moment, by what planned it. */
async function reached(customerId: number, since: number): Promise<string[]> {
  const { rows } = await sql<{ by: string }>`
    select distinct p.class as by from outreach.touch t
      join outreach.plan p on p.org_id = t.org_id and p.plan_id = t.plan_id
     where t.org_id = ${ctx.orgId} and t.customer_id = ${customerId} and t.channel <> 'work_item'
       and t.planned_at > ${new Date(since)} and t.state not in ('refused', 'withdrawn')
     order by 1`.execute(ctx.db);
  return rows.map(({ by }) => by);
}

test('CR-006 who withdraws in the consent centre is taken out of a running sequence and of an approved bulk send within the same minute', async () => {
  const audienceId = await anAudience(ctx, reach.unitId, [leaving, staying]);
  await bank.aRun({ audienceId, projectId: reach.projectId });
  await aBulkSend(audienceId, 30);
  await aBulkSend(audienceId, 3 * 24 * 60);
  await work();
  ctx.advance(31);
  await work();
  // The sequence speaks from the day after it took them in.
  await midnight();
  const planned = await contacts(leaving);
  expect(planned).toEqual(await contacts(staying));
  expect(planned).toContain('sequence reserved');
  expect(planned).toContain('campaign reserved');

  const minute = ctx.now().getTime();
  const cookie = await ownCookie(ctx, leaving);
  await callHttp(phone, ownWithdraw, { body: {} }, cookie);
  await work();
  expect(ctx.now().getTime()).toBe(minute);
  expect(await contacts(leaving)).toEqual(['campaign withdrawn', 'sequence withdrawn']);
  expect(await contacts(staying)).toEqual(planned);

  // What was approved for days to come, and what the sequence says then, leaves him out.
  for (let day = 0; day < 4; day++) await midnight();
  expect(await contacts(leaving)).not.toContainEqual(expect.stringMatching(/reserved|handed/));
  expect(await reached(leaving, minute + DAY_MS)).toEqual([]);
  expect(await reached(staying, minute + DAY_MS)).toEqual(['campaign', 'sequence']);
});
