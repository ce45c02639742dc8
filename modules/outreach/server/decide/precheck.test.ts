import fc from 'fast-check';
import { beforeEach, expect, test } from 'vitest';
import { aStaff, aUnit } from '#modules/org/server/fixtures.ts';
import { inTx } from '#platform/server/ctx.ts';
import type { TestOrg } from '#platform/server/test/test-org.ts';
import { precheck } from '../explain/precheck.service.ts';
import { aCandidate, aCrowd, aPlan, type CrowdPerson, type OutreachBank } from '../fixtures.ts';
import { ledgerDifferences } from '../ledger/ledger.repo.ts';
import { propose } from '../touches/propose.service.ts';
import { decideDue } from './decide.service.ts';
import { aDecidingBank, at, type Deciding } from './deciding.fixture.ts';

let ctx: TestOrg;
let bank: OutreachBank;
let deciding: Deciding;
beforeEach(async () => {
  deciding = await aDecidingBank();
  ({ ctx, bank } = deciding);
});

test('the set and the pre-check agree on customers, plans and hours of every kind', async () => {
  const branch = await aUnit(ctx);
  const other = (await aStaff(ctx, { name: '李经理' })).id;
  const consent = fc.constantFrom('given' as const, 'given' as const, 'withdrawn' as const);
  const person = fc.record({
    unitId: fc.constantFrom(bank.unitId, branch.id),
    consents: fc.oneof(
      {
        weight: 3,
        arbitrary: fc.constant({ one_to_one: 'given', moments: 'given', sms: 'given' } as const),
      },
      {
        weight: 1,
        arbitrary: fc.dictionary(fc.constantFrom('one_to_one', 'moments', 'sms'), consent),
      },
    ),
    attributes: fc.record(
      {
        birth_date: fc.constantFrom(
          '1950-03-03',
          '1966-03-02',
          '1990-01-01',
          '2008-03-03',
          '2008-03-02',
        ),
        deceased: fc.constantFrom(false, false, false, true),
        complaint_open: fc.constantFrom(false, false, true),
        risk_level: fc.constantFrom('C1', 'C3'),
      },
      { requiredKeys: [] },
    ),
    friends: fc.constantFrom(
      [{ staffId: bank.staffId }],
      [],
      [
        { staffId: bank.staffId, spokeAt: new Date('2026-01-05') },
        { staffId: other, spokeAt: new Date('2026-02-05') },
      ],
    ),
    phone: fc.boolean(),
  });
  const people = fc.sample(person, { numRuns: 150, seed: 11 });
  const ids = await aCrowd(ctx, bank, people as CrowdPerson[]);
  const planId = await aPlan(ctx, bank, { controlShare: 0.1 });
  const candidates = fc
    .sample(
      fc.record({
        channel: fc.constantFrom(
          'one_to_one' as const,
          'moments' as const,
          'sms' as const,
          'work_item' as const,
        ),
        hour: fc.constantFrom('07:59', '08:00', '10:59', '11:00', '15:00', '21:59', '22:00'),
        staffId: fc.constantFrom(null, null, bank.staffId),
      }),
      { numRuns: 150, seed: 12 },
    )
    .map(({ channel, hour, staffId }, i) =>
      aCandidate(ctx, bank, { customerId: ids[i]!, channel, staffId, plannedAt: at(hour) }),
    );
  await inTx(ctx, (ctx) => propose(ctx, planId, candidates));
  const asked = new Map<string, Awaited<ReturnType<typeof precheck>>>();
  for (const candidate of candidates) {
    const said = await precheck(ctx, planId, candidate);
    asked.set(said.touchId, said);
  }
  const tally = await decideDue(ctx, { workers: 2 });
  expect(tally.decided).toBe(150);
  const seen = new Set<string>();
  for (const row of await deciding.touches(planId)) {
    const single = asked.get(row.touchId)!;
    expect([row.outcome, row.rule, row.until?.toISOString() ?? null]).toEqual([
      single.outcome,
      single.decidedBy?.rule ?? null,
      single.until,
    ]);
    seen.add(row.rule ?? 'passes');
  }
  expect(seen.size).toBeGreaterThan(7);
  expect(await ledgerDifferences(ctx)).toEqual([]);
}, 300_000);
