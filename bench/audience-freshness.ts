// How soon an event is felt: twenty live audiences, customers who do something one at a time and a
// thousand at a time; need and recognition are scored on the way.
import { sql } from 'kysely';
import { insertAudience } from '#modules/audiences/server/audience/audience.repo.ts';
import { compileRange } from '#modules/audiences/server/engine/postgres-engine.ts';
import { insertFitting } from '#modules/audiences/server/engine/run.repo.ts';
import { refreshCustomers } from '#modules/audiences/server/profile/refresh.service.ts';
import { addSignals } from '#modules/audiences/server/scores/standing/signal.repo.ts';
import { scoreAllStanding } from '#modules/audiences/server/scores/standing/standing.service.ts';
import { recordEvents } from '#modules/tracking/server/index.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { RULES, ruleNames } from './audience-rules.ts';
import { kind } from './crowd.ts';
import { figure, seconds } from './figure.ts';

const ENTIRE = { unitIds: null };
const AUDIENCES = 20;

/** The first `known` customers have everything and may act. */
export async function freshness(ctx: Ctx, known: number): Promise<void> {
  await makeAudiences(ctx);
  await inTx(ctx, (ctx) =>
    addSignals(
      ctx,
      (['need', 'recognition'] as const).flatMap((dimension) =>
        [0, 1, 2, 3, 12].map((i) => ({
          dimension,
          kind: kind(i),
          points: 3,
          halfLifeDays: 30,
          perDay: 3,
          stage: null,
        })),
      ),
    ),
  );
  const standing = await seconds(() => scoreAllStanding(ctx));
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from audiences.standing where org_id = ${ctx.orgId}`.execute(ctx.db);
  figure('audience.standing-of-everybody', rows[0]!.n / standing, 'customers/s');
  await sql`vacuum (analyze) audiences.standing`.execute(ctx.db);

  const some = (count: number, salt: number) =>
    Array.from({ length: count }, (_, i) => 1 + ((salt * 7_919 + i * 104_729) % known));
  for (const [label, count, times] of [
    ['one', 1, 60],
    ['thousand', 1000, 12],
  ] as const) {
    const took: number[] = [];
    for (let i = 0; i < times; i += 1) took.push((await act(ctx, some(count, i))) * 1000);
    const sorted = took.toSorted((a, b) => a - b);
    const at = (share: number) => sorted[Math.floor(sorted.length * share)]!;
    figure(`audience.refresh-${label}.p95`, at(0.95), 'ms', 5_000);
    figure(`audience.refresh-${label}`, (1000 * count) / at(0.5), 'customers/s');
  }
}

async function makeAudiences(ctx: Ctx): Promise<void> {
  const unit = await sql<{ id: string }>`
    select id from org.unit where org_id = ${ctx.orgId} and parent_id is null`.execute(ctx.db);
  for (let n = 0; n < AUDIENCES; n += 1) {
    const id = newId();
    const rule = RULES[ruleNames[n % ruleNames.length]!](n);
    await inTx(ctx, (ctx) =>
      insertAudience(ctx, {
        id,
        name: `B${n}`,
        description: null,
        kind: 'rule',
        state: 'live',
        purpose: 'marketing',
        unitId: unit.rows[0]!.id,
        ready: null,
        rule,
        ruleHash: null,
      }),
    );
    for (let from = 0; from < 1024; from += 256)
      await inTx(ctx, async (ctx) => {
        const range = { from, to: from + 256 };
        await insertFitting(ctx, await compileRange(ctx, rule, ENTIRE, range, ctx.now()), id);
      });
  }
  await sql`vacuum (analyze) audiences.member`.execute(ctx.db);
}

/** Seconds from the stored event to audiences that know of it. */
async function act(ctx: Ctx, customerIds: readonly number[]): Promise<number> {
  const kinds = [0, 1, 2, 3].map(kind);
  await inTx(ctx, (ctx) =>
    recordEvents(
      ctx,
      customerIds.map((customerId, i) => ({
        id: newId(),
        customerId,
        kind: kinds[i % kinds.length]!,
        at: ctx.now(),
        source: 'bench',
        amount: 10,
      })),
    ),
  );
  return seconds(() =>
    inTx(ctx, (ctx) => refreshCustomers(ctx, customerIds, { what: 'events', kinds })),
  );
}
