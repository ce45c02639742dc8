import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { aCandidate, aCrowd, anOutreachBank, aPlan } from '#modules/outreach/server/fixtures.ts';
import { propose } from '#modules/outreach/server/index.ts';
import { inTx } from '#platform/server/ctx.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { findingsOf } from './findings.repo.ts';

const NOON = new Date('2026-11-10T04:00:00Z');
const NIGHT = new Date('2026-11-10T15:30:00Z');
const BEFORE = new Date('2026-11-09T04:00:00Z');

/** One contact of each customer that went out at noon, the ordinary case. */
async function sent(ctx: TestOrg) {
  const bank = await anOutreachBank(ctx);
  const plan = await aPlan(ctx, bank);
  const customers = await aCrowd(ctx, bank, Array(6).fill({}));
  await inTx(ctx, (ctx) =>
    propose(
      ctx,
      plan,
      customers.map((customerId) => aCandidate(ctx, bank, { customerId, plannedAt: NOON })),
    ),
  );
  await sql`update outreach.touch
       set state = 'delivered', mode = 'point', handed_at = ${NOON}, settled_at = ${NOON}, staff_id = ${bank.staffId}
     where org_id = ${ctx.orgId} and plan_id = ${plan}`.execute(ctx.db);
  return { plan, customers, bank };
}

const contacts = (ctx: TestOrg, customerId: number, channel: string, n: number) =>
  sql`
  insert into outreach.contact_day (customer_id, day, channel, corp_id, recipient, org_id, contacts, marketing)
  values (${customerId}, '2026-11-10', ${channel}, ${ctx.orgId}, '', ${ctx.orgId}, ${n}, ${n})`.execute(
    ctx.db,
  );

const born = (ctx: TestOrg, customerId: number, day: string) =>
  sql`insert into customers.attribute_value (customer_id, attribute_id, org_id, day, source, rank, at,
      changed_at)
    select ${customerId}, attribute_id, org_id, ${day}, 'bank_data', 1, ${BEFORE}, ${BEFORE}
      from customers.attribute where org_id = ${ctx.orgId} and code = 'birth_date'`.execute(ctx.db);

test('what was done within the rules is no finding, as often as the platform allows it', async () => {
  const ctx = testOrg();
  const { plan, customers } = await sent(ctx);
  // November has thirty days, and so many messages a customer may get.
  await contacts(ctx, customers[0]!, 'one_to_one', 20);
  await contacts(ctx, customers[0]!, 'member_mass', 10);
  // Handed over at night, nothing arrived: nobody was disturbed.
  await sql`update outreach.touch set handed_at = ${NIGHT}, settled_at = null, state = 'handed_over'
     where org_id = ${ctx.orgId} and customer_id = ${customers[1]}`.execute(ctx.db);
  expect(await findingsOf(ctx, plan)).toEqual([]);
});

test('each rule that was broken is found, with how often and for how many', async () => {
  const ctx = testOrg();
  const { plan, customers, bank } = await sent(ctx);
  const [held, withdrawn, asleep, often, gone, old] = customers as [number, ...number[]];
  await sql`insert into outreach.assignment (customer_id, plan_id, org_id, arm, at)
    values (${held}, ${plan}, ${ctx.orgId}, 'control', ${BEFORE})`.execute(ctx.db);
  await sql`update customers.consent set state = 'withdrawn', at = ${BEFORE}
     where customer_id = ${withdrawn} and channel = 'one_to_one'`.execute(ctx.db);
  // Given out by day and confirmed at night: it counts when it arrived.
  await sql`update outreach.touch set settled_at = ${NIGHT}
     where org_id = ${ctx.orgId} and customer_id = ${asleep}`.execute(ctx.db);
  await born(ctx, old!, '1950-01-01');
  await born(ctx, asleep!, '1980-01-01');
  await contacts(ctx, often!, 'one_to_one', 31);
  await contacts(ctx, often!, 'member_mass', 1);
  await sql`insert into outreach.deletion (customer_id, planned_at, touch_id, org_id, plan_id, item_key,
      staff_id, delivered_at, deleted_at)
    select customer_id, planned_at, touch_id, org_id, plan_id, item_key, ${bank.staffId}, ${BEFORE}, ${BEFORE}
      from outreach.touch where org_id = ${ctx.orgId} and customer_id = ${gone}`.execute(ctx.db);
  expect(await findingsOf(ctx, plan)).toEqual([
    { rule: 'R-032', touches: 1, customers: 1 },
    { rule: 'CR-093', touches: 1, customers: 1 },
    { rule: 'CR-094', touches: 1, customers: 1 },
    // Noon is no hour of the elderly.
    { rule: 'CR-095', touches: 1, customers: 1 },
    { rule: 'CR-096', touches: 2, customers: 1 },
    { rule: 'CR-107', touches: 1, customers: 1 },
  ]);
});
