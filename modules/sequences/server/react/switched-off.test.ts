import { sql } from 'kysely';
import { expect, test, vi } from 'vitest';
import { aListedProduct } from '#modules/content/server/fixtures.ts';
import { withdrawConsents } from '#modules/customers/server/index.ts';
import { outreachModule } from '#modules/outreach/server/module.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { runDueJobs, testOrg } from '#platform/server/test/test-org.ts';
import { aSequenceBank, happens, stands } from '../fixtures.ts';
import { runDays } from '../run/days.fixture.ts';

// Weeks go by in a test.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 120_000 });

test('CR-013 who switches personalised recommendations off gets no offer that a colleague holds unconfirmed, and is nobody’s follow-up of a guess; what they asked for stays', async () => {
  const ctx = testOrg();
  const bank = await aSequenceBank(ctx, 4);
  const { work, nextDay, proposed } = runDays(() => ({ ctx, bank }));
  const [offered, guessed, asking, on] = bank.customers.map(Number) as [
    ...[number, number, number, number],
  ];
  // A sequence that fishes has intents followed up.
  const hook = { product_line: 'deposit', welfare: '缴费券', tag: 'need_deposit' };
  await sql`update sequences.version
      set definition = jsonb_set(definition, '{items,0,hook}', ${JSON.stringify(hook)}::jsonb)
    where org_id = ${ctx.orgId}`.execute(ctx.db);
  const productId = await aListedProduct(ctx, { name: '稳步存' });
  await bank.aRun({ productId });
  await work();
  await nextDay();
  for (const id of [offered, on]) await stands(ctx, id, 8, 2);
  await nextDay(6);
  await happens(ctx, guessed, 'product.viewed', { subject: 'p' });
  await happens(ctx, asking, 'consultation.asked');
  await work();
  const offer = 'r1-d07-p-1';
  for (const id of [offered, on]) expect(await proposed(id)).toContain(offer);
  // Their colleagues have them and have not confirmed.
  await sql`update outreach.touch set state = 'handed_over', handover_id = ${newId(ctx.realNow())},
      counted_on = null
    where org_id = ${ctx.orgId} and (item_key = ${offer} or channel = 'work_item')
      and state not in ('refused', 'withdrawn')`.execute(ctx.db);
  await inTx(asSystem(ctx, ctx.orgId), (tx) =>
    withdrawConsents(
      tx,
      [offered, guessed, asking].map((customerId) => ({
        ...{ customerId, purpose: 'personalisation', channel: 'any' },
        ...{ evidence: { kind: 'h5', id: 'C-1' }, at: ctx.now() },
      })),
    ),
  );
  const { jobs } = outreachModule();
  await runDueJobs(ctx, [...bank.modules, { name: 'outreach', jobs }]);
  const { rows } = await sql<{ customerId: number; said: string }>`
    select customer_id, channel || ' ' || state || coalesce(' ' || coalesce(unwanted, failure), '') as said
      from outreach.touch
     where org_id = ${ctx.orgId} and (item_key = ${offer} or channel = 'work_item')
       order by 1`.execute(ctx.db);
  const of = (id: number) => rows.filter((r) => r.customerId === id).map(({ said }) => said);
  expect([offered, guessed, asking, on].map(of)).toEqual([
    ['one_to_one handed_over CR-013'],
    ['work_item withdrawn unwanted:CR-013'],
    ['work_item handed_over'],
    ['one_to_one handed_over'],
  ]);
  const { rows: followed } = await sql<{ customerId: number; state: string }>`
    select customer_id, state from sequences.follow_up where org_id = ${ctx.orgId}
     order by customer_id`.execute(ctx.db);
  expect(followed.map(({ state }) => state)).toEqual(['closed', 'open']);
});
