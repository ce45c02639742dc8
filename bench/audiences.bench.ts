// Choosing customers: profiles against COPY, how soon an estimate is there and how often it holds, the
// exact count beside the same question written by hand and beside a columnar engine, snapshots, and how
// soon an event is felt. YUHANG_BENCH_CUSTOMERS (a million unless said otherwise) says how many there are
// to choose from; beyond two million (YUHANG_BENCH_FULL) only profiles and roll-ups are made (lean-crowd.ts). At ten
// million it wants 60 GB of disk and most of an hour; with YUHANG_BENCH_EVENTS=sample only the customers
// whom an estimate asks have events, and what counts the events of everybody is left out.
import { sql } from 'kysely';
import type { Rule } from '#modules/audiences/contract.ts';
import { dependenciesOf } from '#modules/audiences/rule/walk.ts';
import { compileRange, postgresEngine } from '#modules/audiences/server/engine/postgres-engine.ts';
import { freezeFitting } from '#modules/audiences/server/engine/run.repo.ts';
import { audiencesEquipment } from '#modules/audiences/server/equip.ts';
import { findLayout, layOut, setReady } from '#modules/audiences/server/profile/layout.repo.ts';
import {
  findPopulation,
  setBuilt,
  stepOf,
} from '#modules/audiences/server/profile/population.repo.ts';
import { makeProfiles } from '#modules/audiences/server/profile/rebuild.task.ts';
import { customersModule } from '#modules/customers/server/module.ts';
import { aUnit } from '#modules/org/server/fixtures.ts';
import { equipBanks } from '#modules/org/server/index.ts';
import { defineEventKinds } from '#modules/tracking/server/index.ts';
import { estimateOf } from '#platform/contract/estimate.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { byHand, placesOf } from './audience-by-hand.ts';
import { openColumnar } from './audience-duckdb.ts';
import { freshness } from './audience-freshness.ts';
import { RULES, ruleNames } from './audience-rules.ts';
import { type BenchBank, withBank } from './bank.ts';
import { kind, makeCrowd } from './crowd.ts';
import { figure, note, seconds } from './figure.ts';
import { makeLeanCrowd } from './lean-crowd.ts';
import { copiedAgain } from './profile-copy.ts';

const CUSTOMERS = Number(process.env.YUHANG_BENCH_CUSTOMERS ?? 1_000_000);
/** Up to so many have everything: attributes, tags, single events. */
const FULL = Number(process.env.YUHANG_BENCH_FULL ?? 2_000_000);
/** Whether everybody has events, or only those in the sample. */
const EVERYBODY_ACTS = process.env.YUHANG_BENCH_EVENTS !== 'sample';
const countable = ruleNames.filter(
  (name) => EVERYBODY_ACTS || dependenciesOf(RULES[name]()).events.length === 0,
);
const ENTIRE = { unitIds: null };

const median = (times: number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
async function timed(work: () => Promise<unknown>, times: number): Promise<number> {
  const took: number[] = [];
  for (let i = 0; i < times; i += 1) took.push((await seconds(work)) * 1000);
  return median(took);
}
/** The larger the bank, the fewer times each question is asked. */
const TIMES = CUSTOMERS > 2_000_000 ? 3 : 5;

await withBank(async (bank) => {
  const { ctx } = bank;
  defineEventKinds(
    Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [
        kind(i),
        { title: ['测', 'B'], from: ['product'], amount: 'optional' },
      ]),
    ) as Parameters<typeof defineEventKinds>[0],
  );
  await equipBanks([customersModule()]).run(ctx);
  await inTx(ctx, audiencesEquipment.bring);
  const units = [await aUnit(ctx), await aUnit(ctx), await aUnit(ctx)].map((u) => u.id);
  const full = CUSTOMERS > FULL ? Math.min(100_000, FULL) : CUSTOMERS;
  note(`making ${CUSTOMERS} customers, ${full} of them with everything`);
  await makeCrowd(ctx, full, units);
  const built = full / (await buildProfiles(ctx));
  if (full < CUSTOMERS) await makeLeanCrowd(ctx, full + 1, CUSTOMERS, units, EVERYBODY_ACTS);
  await settle(ctx);
  figure('audience.rebuild-profiles', built, 'customers/s', await copiedAgain(bank));
  await exactCounts(bank);
  await estimates(ctx);
  await snapshots(ctx);
  if (EVERYBODY_ACTS) await freshness(ctx, full);
});

/** Seconds it takes. */
async function buildProfiles(ctx: Ctx): Promise<number> {
  await inTx(ctx, layOut);
  const layout = await findLayout(ctx);
  const took = await seconds(async () => {
    for (let from = 0; from < 1024; from += 32)
      await inTx(ctx, async (ctx) => {
        await makeProfiles(ctx, { from, to: from + 32 }, layout);
      });
  });
  await inTx(ctx, (ctx) =>
    setReady(
      ctx,
      layout.slots.map((s) => s.slot),
    ),
  );
  return took;
}

async function settle(ctx: Ctx): Promise<void> {
  await inTx(ctx, setBuilt);
  for (const table of [
    'audiences.profile',
    'audiences.sample_daily',
    'audiences.sample_event',
    'tracking.daily',
  ])
    await sql`vacuum (analyze) ${sql.table(table)}`.execute(ctx.db);
}

async function exactCounts(bank: BenchBank): Promise<void> {
  const { ctx } = bank;
  const hand = await byHand(ctx);
  const columnar = await openColumnar(bank, await placesOf(ctx));
  for (const name of countable) {
    const count = await postgresEngine.count(ctx, RULES[name](), ENTIRE);
    const others = [await hand[name](), ...(columnar ? [await columnar.counts[name]()] : [])];
    if (others.some((other) => other !== count))
      throw new Error(`${name}: ${count} by rule, ${others.join(', ')} by hand`);
    note(`${name}: ${count} customers (${((100 * count) / CUSTOMERS).toFixed(2)} %)`);
    const byRule = await timed(() => postgresEngine.count(ctx, RULES[name](), ENTIRE), TIMES);
    figure(`audience.exact-count.${name}`, byRule, 'ms', await timed(hand[name], TIMES));
    if (columnar)
      figure(
        `audience.exact-count-columnar.${name}`,
        byRule,
        'ms',
        await timed(columnar.counts[name], TIMES),
      );
  }
  columnar?.close();
}

async function estimates(ctx: Ctx): Promise<void> {
  const { customers } = await findPopulation(ctx);
  const sample = (rule: Rule) => postgresEngine.sample(ctx, rule, ENTIRE, customers);
  for (const name of ruleNames) {
    await sample(RULES[name]());
    figure(
      `audience.first-estimate.${name}`,
      await timed(() => sample(RULES[name]()), 9),
      'ms',
      300,
    );
  }
  let inside = 0;
  let tried = 0;
  const wide: number[] = [];
  for (const name of countable)
    for (let n = 0; n < (CUSTOMERS > 500_000 ? 6 : 20); n += 1) {
      const rule = RULES[name](n);
      const { customers: sampled, cells } = await sample(rule);
      const hits = cells.reduce((sum, cell) => sum + cell.count, 0);
      const { low, high } = estimateOf(hits, sampled, customers);
      const truth = await postgresEngine.count(ctx, rule, ENTIRE);
      tried += 1;
      if (low <= truth && truth <= high) inside += 1;
      if (truth > 0) wide.push((high - low) / 2 / truth);
    }
  note(`${inside} of ${tried} true counts lie inside the interval of their estimate`);
  figure('audience.estimate-holds', (100 * inside) / tried, '% of rules', 95);
  figure('audience.estimate-half-width', 100 * median(wide), '% of the count');
}

async function snapshots(ctx: Ctx): Promise<void> {
  for (const name of countable) {
    const id = newId();
    let rows = 0;
    const took = await seconds(async () => {
      const step = await stepOf(ctx, dependenciesOf(RULES[name]()).events.length > 0);
      for (let from = 0; from < 1024; from += step)
        await inTx(ctx, async (ctx) => {
          const range = { from, to: from + step };
          rows += await freezeFitting(
            ctx,
            await compileRange(ctx, RULES[name](), ENTIRE, range, ctx.now()),
            id,
          );
        });
    });
    note(`${name}: ${rows} rows frozen`);
    figure(`audience.snapshot.${name}`, took * 1000, 'ms');
  }
}
