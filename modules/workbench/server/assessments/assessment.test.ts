import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aListedProduct, aReleasedItem } from '#modules/content/server/fixtures.ts';
import { aCandidate, aCrowd, anOutreachBank, aPlan } from '#modules/outreach/server/fixtures.ts';
import { decideDue, propose } from '#modules/outreach/server/index.ts';
import { inTx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import { callHttp, runDueJobs, testOrg } from '#platform/server/test/test-org.ts';
import * as api from '../../contract.ts';
import { aWorkbench } from '../fixtures.ts';
import { putSettings } from '../settings.repo.ts';

const DAY = 24 * 60;

test('CR-048 who has no assessment that holds is told nothing of a product and goes on learning; the RM is asked once in the period, never for more than the list holds, until the assessment is there', async () => {
  const ctx = testOrg();
  const bank = await anOutreachBank(ctx);
  const { app, module } = await aWorkbench(ctx, { id: bank.staffId, name: '周经理' });
  await inTx(ctx, (ctx) =>
    putSettings(ctx, { dailyLimit: 2, cycleDays: 3_650, capacity: 100, version: 0 }),
  );
  const assessed = (day: string) => ({ risk_level: 'C3', risk_assessed_on: day });
  const today = dayOf(ctx.now());
  const people = [{}, { attributes: assessed('2024-01-01') }, {}, { attributes: assessed(today) }];
  const ids = await aCrowd(ctx, bank, people);
  await sql`update customers.customer set rm_id = ${bank.staffId} where org_id = ${ctx.orgId}`.execute(
    ctx.db,
  );
  const productId = await aListedProduct(ctx, { kind: 'structured_deposit', ownGrade: 'R2' });
  const education = await aReleasedItem(ctx, { facets: { type: 'wealth_knowhow' } });
  const work = () => runDueJobs(ctx, [module]);
  /** A plan brings a product up with all of them; what the gate says, in their order. */
  const bringUp = async (name: string, more: object = { productId }) => {
    const planId = await aPlan(ctx, bank, { name });
    await inTx(ctx, (ctx) =>
      propose(
        ctx,
        planId,
        ids.map((customerId) =>
          aCandidate(ctx, bank, { customerId, channel: 'moments', occurrence: name, ...more }),
        ),
      ),
    );
    await decideDue(ctx);
    const { rows } = await sql<{ said: string }>`
      select coalesce(rule, state) as said from outreach.touch where plan_id = ${planId}
       order by customer_id`.execute(ctx.db);
    await work();
    return rows.map(({ said }) => said);
  };
  const listed = async () => {
    const { items, counts } = await callHttp(app, api.getToday);
    expect(items.length).toBe(counts.assessment);
    return items.filter(({ kind }) => kind === 'assessment');
  };

  expect(await bringUp('理财专场')).toEqual(['CR-048', 'CR-048', 'CR-048', 'reserved']);
  expect(await bringUp('投教小课', { contentId: education })).toEqual(Array(4).fill('reserved'));
  // Whoever was held back first, and as many as the list holds.
  const first = await listed();
  expect(first.map(({ customer }) => customer.id).sort()).toEqual([ids[0], ids[1]]);
  expect(first[0]!.title[0]).toBe('请客户先做风险测评');
  expect(first[0]!.evidence[0]!.text[0]).toContain('“理财专场”的产品内容没有发给客户');
  // Held back again, nobody is asked again; a day later there is a place for the third.
  await bringUp('理财专场二');
  expect(await listed()).toHaveLength(2);
  await callHttp(app, api.closeWorkItem, {
    params: { id: first[0]!.id },
    body: { outcome: 'done', version: first[0]!.version },
  });
  ctx.advance(DAY);
  await work();
  const left = first[1]!.customer.id;
  expect((await listed()).map(({ customer }) => customer.id).sort()).toEqual([left, ids[2]].sort());
  // Assessed, a customer is on the list no more.
  await sql`
    update customers.attribute_value set day = ${dayOf(ctx.now())}::date
     where customer_id = ${ids[1]} and day is not null`.execute(ctx.db);
  ctx.advance(DAY);
  await work();
  expect((await listed()).map(({ customer }) => customer.id)).not.toContain(ids[1]);
  // The period over, the RM is asked about whoever is still without one.
  ctx.advance(31 * DAY);
  await bringUp('理财专场三');
  const again = (await listed()).map(({ customer }) => customer.id);
  expect(again).toContain(ids[0]);
  expect(new Set(again).size).toBe(again.length);
});
