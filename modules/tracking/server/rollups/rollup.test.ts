import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { inTx } from '#platform/server/ctx.ts';
import { tasksModule } from '#platform/server/tasks/tasks-module.ts';
import { allow, runDueJobs, testOrg } from '#platform/server/test/test-org.ts';
import { aCustomer, anEvent, dailyOf, wrongRollups } from '../fixtures.ts';
import { recordEvents } from '../index.ts';
import { findLastCheck } from './rollup.repo.ts';
import { checkRollups, rollupTask } from './rollup.task.ts';

const DAY_MS = 86_400_000;

test('whatever is recorded, late, twice or out of order, roll-ups are what the events say', async () => {
  const ctx = testOrg();
  const customers = [await aCustomer(ctx), await aCustomer(ctx)];
  const day = fc.integer({ min: 0, max: 40 });
  const one = fc.record({
    n: fc.integer({ min: 1, max: 60 }),
    who: fc.constantFrom(...customers),
    back: day,
    kind: fc.constantFrom('app.opened', 'transaction.made'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(one, { minLength: 1, maxLength: 20 }), async (given) => {
      const events = given.map(({ n, who, back, kind }) => {
        // The id says what it is: the same number is the same event.
        const seed = `${n} ${who} ${back} ${kind}`;
        const hex = Buffer.from(seed.padEnd(16, '.')).toString('hex').slice(0, 32);
        return anEvent(ctx, {
          id: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`,
          customerId: who,
          kind,
          at: new Date(ctx.now().getTime() - back * DAY_MS - n * 1_000),
          ...(kind === 'transaction.made' ? { amount: n / 4 } : {}),
        });
      });
      await inTx(ctx, (ctx) => recordEvents(ctx, events));
      expect(await wrongRollups(ctx)).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

test('a check finds every roll-up that differs from its events, and a rebuild mends it', async () => {
  const ctx = testOrg(allow('tracking.rollup.check'));
  const modules = [tasksModule([rollupTask], async () => ctx.actor)];
  const customers = [await aCustomer(ctx), await aCustomer(ctx)];
  const made = customers.flatMap((customerId) =>
    Array.from({ length: 9 }, (_, i) =>
      anEvent(ctx, {
        customerId,
        kind: 'transaction.made',
        amount: 2,
        at: new Date(ctx.now().getTime() - (i % 3) * DAY_MS),
      }),
    ),
  );
  await inTx(ctx, (ctx) => recordEvents(ctx, made));
  const right = await dailyOf(ctx, customers[0]!);
  const run = async (mend: boolean) => {
    await checkRollups(ctx, { from: '2026-02-01', to: '2026-03-02', mend });
    ctx.advance(1);
    await runDueJobs(ctx, modules);
    return findLastCheck(ctx);
  };
  expect(await run(false)).toMatchObject({ events: 18, wrongRows: 0 });

  await sql`update tracking.daily set count = count + 5 where customer_id = ${customers[0]!}
    and day = '2026-03-02'`.execute(ctx.db);
  await sql`delete from tracking.daily where customer_id = ${customers[0]!}
    and day = '2026-03-01'`.execute(ctx.db);
  await sql`insert into tracking.daily values (${customers[1]!}, 'app.opened', '2026-03-01',
    ${ctx.orgId}, 3, null, ${ctx.now()}, ${ctx.now()})`.execute(ctx.db);
  expect(await run(false)).toMatchObject({ wrongRows: 3, mended: false });
  expect(await wrongRollups(ctx)).toHaveLength(3);
  expect(await run(true)).toMatchObject({ wrongRows: 3, mended: true });
  expect(await wrongRollups(ctx)).toEqual([]);
  expect(await dailyOf(ctx, customers[0]!)).toEqual(right);
});

test('events that arrive while a day is mended are counted once', async () => {
  const ctx = testOrg();
  const customerId = await aCustomer(ctx);
  const { mendDay } = await import('./rollup.repo.ts');
  const record = () =>
    inTx(ctx, (ctx) =>
      recordEvents(
        ctx,
        Array.from({ length: 20 }, () => anEvent(ctx, { customerId })),
      ),
    );
  await record();
  await sql`update tracking.daily set count = 1 where customer_id = ${customerId}`.execute(ctx.db);
  await Promise.all([
    ...Array.from({ length: 5 }, record),
    inTx(ctx, (ctx) => mendDay(ctx, '2026-03-02')),
    ...Array.from({ length: 5 }, record),
  ]);
  expect(await dailyOf(ctx, customerId)).toMatchObject([{ count: 220 }]);
});
