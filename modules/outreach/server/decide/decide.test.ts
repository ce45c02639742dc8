import { sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { inTx } from '#platform/server/ctx.ts';
import { allow, type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { explainTouch } from '../explain/explain.service.ts';
import { aCandidate, aCrowd, anOutreachBank, aPlan, type OutreachBank } from '../fixtures.ts';
import { ledgerDifferences } from '../ledger/ledger.repo.ts';
import { propose } from '../touches/propose.service.ts';
import { decideDue } from './decide.service.ts';

const everywhere = allow('outreach.decision.read', 'customers.unit.read');
let ctx: TestOrg;
let bank: OutreachBank;
beforeAll(async () => {
  ctx = testOrg(everywhere);
  bank = await anOutreachBank(ctx);
});

const states = async (planId: string) => {
  const { rows } = await sql<{ state: string; rule: string | null; verdict: string | null }>`
    select state, rule, verdict from outreach.touch where plan_id = ${planId} order by customer_id`.execute(
    ctx.db,
  );
  return rows;
};

test('a proposed contact is decided, counted and explained', async () => {
  const [id] = await aCrowd(ctx, bank, [{}]);
  const planId = await aPlan(ctx, bank);
  await inTx(ctx, (ctx) => propose(ctx, planId, [aCandidate(ctx, bank, { customerId: id! })]));
  const tally = await decideDue(ctx);
  expect(await states(planId)).toEqual([{ state: 'reserved', rule: null, verdict: null }]);
  expect(tally).toMatchObject({ decided: 1, allowed: 1 });
  expect(await ledgerDifferences(ctx)).toEqual([]);
  const { rows } = await sql<{
    touchId: string;
  }>`select touch_id as "touchId" from outreach.touch where plan_id = ${planId}`.execute(ctx.db);
  const explained = await explainTouch(ctx, id!, rows[0]!.touchId);
  expect(explained.differences).toEqual([]);
  expect(
    explained.decision!.verdicts.filter((v) => v.outcome !== 'pass' && v.outcome !== 'skip'),
  ).toEqual([]);
});
