import { sql } from 'kysely';
import { beforeEach, describe, expect, test } from 'vitest';
import { inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type { TestOrg } from '#platform/server/test/test-org.ts';
import { aCrowd, aPlan, type OutreachBank } from '../fixtures.ts';
import { ledgerDifferences } from '../ledger/ledger.repo.ts';
import { setPlanState } from '../plans/plan.service.ts';
import { withdraw, withdrawUnconsented } from '../touches/withdraw.service.ts';
import { judgeAgain } from './again.service.ts';
import { decideDue } from './decide.service.ts';
import { aDecidingBank, at, type Deciding } from './deciding.fixture.ts';

let ctx: TestOrg;
let bank: OutreachBank;
let deciding: Deciding;
beforeEach(async () => {
  deciding = await aDecidingBank();
  ({ ctx, bank } = deciding);
});

describe('taking back', () => {
  test('withdrawing a consent withdraws what is planned, and the ledger is given back', async () => {
    const ids = await aCrowd(ctx, bank, [{}, {}]);
    const planId = await aPlan(ctx, bank);
    await deciding.proposing(
      planId,
      ids.map((customerId) => ({ customerId })),
    );
    await sql`update customers.consent set state = 'withdrawn' where customer_id = ${ids[0]!}`.execute(
      ctx.db,
    );
    await inTx(ctx, (ctx) =>
      withdrawUnconsented(ctx, {
        customerIds: [ids[0]!],
        purpose: 'marketing',
        channels: ['one_to_one'],
      }),
    );
    expect((await deciding.touches(planId)).map((t) => t.state)).toEqual(['withdrawn', 'reserved']);
    expect(await ledgerDifferences(ctx)).toEqual([]);
  });

  test('a paused plan holds what waits and decides it anew; an ended one withdraws it', async () => {
    const ids = await aCrowd(ctx, bank, [{}, {}, {}]);
    const planId = await aPlan(ctx, bank);
    await deciding.proposing(
      planId,
      ids.map((customerId) => ({ customerId })),
    );
    const to = (state: 'paused' | 'running' | 'ended') =>
      inTx(ctx, (ctx) => setPlanState(ctx, planId, state, ['测试', 'test']));
    await to('paused');
    expect((await decideDue(ctx)).decided).toBe(0);
    expect(
      (await deciding.touches(planId)).every((t) => t.state === 'deferred' && !t.countedOn),
    ).toBe(true);
    await to('running');
    expect((await decideDue(ctx)).allowed).toBe(3);
    await inTx(ctx, (ctx) => withdraw(ctx, { planId, customers: [ids[0]!] }, ['测试', 'test']));
    await to('ended');
    expect((await deciding.touches(planId)).every((t) => t.state === 'withdrawn')).toBe(true);
    expect(await ledgerDifferences(ctx)).toEqual([]);
    expect(
      (await deciding.proposing(planId, [{ customerId: ids[1]!, itemKey: 'late' }])).decided,
    ).toBe(0);
  });

  test('R-011 what may have changed is judged once more before it is handed over', async () => {
    const ids = await aCrowd(ctx, bank, [{}, {}, {}]);
    const planId = await aPlan(ctx, bank);
    await deciding.proposing(
      planId,
      ids.map((customerId) => ({ customerId })),
    );
    const handover = newId();
    await sql`update outreach.touch set handover_id = ${handover} where plan_id = ${planId}`.execute(
      ctx.db,
    );
    await sql`update customers.consent set state = 'withdrawn' where customer_id = ${ids[0]!}`.execute(
      ctx.db,
    );
    await inTx(ctx, (ctx) => judgeAgain(ctx, handover));
    expect(
      (await deciding.touches(planId)).map((t) => `${t.state} ${t.rule ?? ''}`.trim()),
    ).toEqual(['withdrawn CR-093', 'reserved', 'reserved']);
    await sql`update org.project set state = 'ended' where id = ${bank.projectId}`.execute(ctx.db);
    await inTx(ctx, (ctx) => judgeAgain(ctx, handover));
    expect((await deciding.touches(planId)).map((t) => t.rule)).toEqual([
      'CR-093',
      'R-011',
      'R-011',
    ]);
    expect(await ledgerDifferences(ctx)).toEqual([]);
  });

  test('proposing again is proposing once, also for another hour, and deciding again decides nothing', async () => {
    const [customerId] = await aCrowd(ctx, bank, [{}]);
    const planId = await aPlan(ctx, bank);
    await deciding.proposing(planId, [{ customerId: customerId! }]);
    const again = await deciding.proposing(planId, [
      { customerId: customerId! },
      { customerId: customerId!, plannedAt: at('15:00') },
    ]);
    expect(again.decided).toBe(0);
    expect(await deciding.touches(planId)).toHaveLength(1);
    const both = await Promise.all([decideDue(ctx), decideDue(ctx), decideDue(ctx)]);
    expect(both.map((t) => t.decided)).toEqual([0, 0, 0]);
  });
});
