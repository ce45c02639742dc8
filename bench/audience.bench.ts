// Choosing customers: how soon an estimate is there and how often it holds, the exact count beside the
// same question written by hand, snapshots, and how soon an event is felt.
// CUSTOMERS=1000000 (the default) says how many there are to choose from.
import { sql } from 'kysely';
import { type ConditionInput, Rule } from '#modules/audiences/contract.ts';
import { dependenciesOf } from '#modules/audiences/rule/walk.ts';
import { insertAudience } from '#modules/audiences/server/audience/audience.repo.ts';
import { compileRange, postgresEngine } from '#modules/audiences/server/engine/postgres-engine.ts';
import { freezeFitting, insertFitting } from '#modules/audiences/server/engine/run.repo.ts';
import { estimateOf } from '#modules/audiences/server/preview/interval.ts';
import { findLayout, layOut, setReady } from '#modules/audiences/server/profile/layout.repo.ts';
import {
  findPopulation,
  setBuilt,
  stepOf,
} from '#modules/audiences/server/profile/population.repo.ts';
import { makeProfiles } from '#modules/audiences/server/profile/rebuild.task.ts';
import { refreshCustomers } from '#modules/audiences/server/profile/refresh.service.ts';
import { customersModule } from '#modules/customers/server/module.ts';
import { aUnit } from '#modules/org/server/fixtures.ts';
import { equipBanks } from '#modules/org/server/index.ts';
import { defineEventKinds, recordEvents } from '#modules/tracking/server/index.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { withBank } from './bank.ts';
import { kind, makeCrowd } from './crowd.ts';
import { figure, note, seconds } from './figure.ts';

const CUSTOMERS = Number(process.env.CUSTOMERS ?? 1_000_000);
const ENTIRE = { unitIds: null };

const rule = (include: ConditionInput): Rule => Rule.parse({ version: 1, include });
const tag = (...places: number[]): ConditionInput => ({
  kind: 'tag',
  tags: places.map((place) => `bench_${place}`),
});
const attribute = (code: string, test: object): ConditionInput =>
  ({ kind: 'attribute', attribute: code, test }) as ConditionInput;
const all = (...of: ConditionInput[]): ConditionInput => ({ kind: 'all', of });
const any = (...of: ConditionInput[]): ConditionInput => ({ kind: 'any', of });
const not = (of: ConditionInput): ConditionInput => ({ kind: 'not', of });
const events = (from: number, to: number, last: number, test: object, measure = 'count') =>
  ({
    kind: 'event',
    events: Array.from({ length: to - from }, (_, i) => kind(from + i)),
    window: { kind: 'days', last },
    measure,
    test,
  }) as ConditionInput;

/** From simple to hard; `n` moves the thresholds, so that each is a family of rules. */
const RULES: Record<string, (n?: number) => Rule> = {
  R1: (n = 0) =>
    rule(
      all(
        attribute('aum', { op: 'ge', value: 20_000_000 - n * 700_000 }),
        attribute('city_tier', { op: 'in', values: ['tier2', 'tier3'] }),
        attribute('age_band', { op: 'in', values: ['35_44', '25_34'] }),
        attribute('risk_level', { op: 'in', values: ['C2', 'C3'] }),
      ),
    ),
  R2: (n = 0) =>
    rule(
      all(
        any(tag(20 + n), tag(50 + n)),
        not(tag(5)),
        attribute('aum', { op: 'ge', value: 1_000_000 }),
        attribute('payroll', { op: 'eq', value: true }),
      ),
    ),
  R3: (n = 0) =>
    rule(
      any(
        all(tag(3 + n, 8 + n), attribute('aum', { op: 'between', from: 500_000, to: 9_000_000 })),
        all(
          any(tag(40), tag(60), attribute('age_band', { op: 'eq', value: '65up' })),
          not(all(tag(1), attribute('city_tier', { op: 'eq', value: 'tier3' }))),
        ),
        all(tag(100 + n), tag(7)),
      ),
    ),
  R4: (n = 0) =>
    rule(
      all(
        events(0, 4, 7 + (n % 5), { op: 'ge', value: 3 }),
        attribute('aum', { op: 'ge', value: 1_000_000 }),
        not(tag(9 + n)),
      ),
    ),
  R5: (n = 0) =>
    rule(
      all(
        tag(2 + n),
        events(0, 3, 30, { op: 'ge', value: 1 }),
        events(12, 15, 30, { op: 'eq', value: 0 }),
        events(0, 30, 90, { op: 'gt', value: 9_000 }, 'sum'),
      ),
    ),
};

const median = (times: number[]) => [...times].sort((a, b) => a - b)[Math.floor(times.length / 2)]!;
async function timed(work: () => Promise<unknown>, times: number): Promise<number> {
  const took: number[] = [];
  for (let i = 0; i < times; i += 1) took.push((await seconds(work)) * 1000);
  return median(took);
}

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
  const units = [await aUnit(ctx), await aUnit(ctx), await aUnit(ctx)];
  note(`making ${CUSTOMERS} customers`);
  await makeCrowd(
    ctx,
    CUSTOMERS,
    units.map((u) => u.id),
  );
  await buildProfiles(ctx);
  await exactCounts(ctx);
  await estimates(ctx);
  await snapshots(ctx);
  await freshness(ctx);
});

async function buildProfiles(ctx: Ctx): Promise<void> {
  await inTx(ctx, layOut);
  const layout = await findLayout(ctx);
  const took = await seconds(async () => {
    for (let from = 0; from < 1024; from += 32)
      await inTx(ctx, async (ctx) => {
        const buckets = { from, to: from + 32 };
        await makeProfiles(ctx, buckets, layout);
      });
  });
  await inTx(ctx, async (ctx) => {
    await setReady(
      ctx,
      layout.slots.map((s) => s.slot),
    );
    await setBuilt(ctx);
  });
  figure('audience.rebuild-profiles', CUSTOMERS / took, 'customers/s');
  for (const table of ['audiences.profile', 'audiences.sample_daily', 'audiences.sample_event'])
    await sql`vacuum (analyze) ${sql.table(table)}`.execute(ctx.db);
}

/** The same five questions as somebody would write them who knows these tables by heart. */
async function byHand(ctx: Ctx): Promise<Record<string, () => Promise<number>>> {
  const slots = new Map((await findLayout(ctx)).slots.map((s) => [s.attributeId, s.slot]));
  const { rows } = await sql<{ code: string; id: number }>`
    select code, attribute_id as id from customers.attribute where org_id = ${ctx.orgId}`.execute(
    ctx.db,
  );
  const column = (code: string) =>
    sql.raw(`p.${slots.get(rows.find((row) => row.code === code)!.id)}`);
  const tags = await sql<{ code: string; slot: number }>`
    select t.code, s.slot from customers.tag t join audiences.tag_slot s on s.tag_id = t.tag_id
     where t.org_id = ${ctx.orgId}`.execute(ctx.db);
  const has = (place: number) => {
    const { slot } = tags.rows.find((row) => row.code === `bench_${place}`)!;
    const mask = BigInt.asIntN(64, 1n << BigInt(slot & 63)).toString();
    return sql.raw(`(p.tag_words[${(slot >> 6) + 1}] & '${mask}'::bigint) <> 0`);
  };
  const day = (back: number) =>
    sql`(((${ctx.now()}::timestamptz at time zone 'UTC') + interval '8 hours')::date - ${back}::int)`;
  const kinds = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, i) => kind(from + i));
  const count = async (query: ReturnType<typeof sql>) =>
    ((await sql`select count(*) as n from (${query}) x`.execute(ctx.db)).rows[0] as { n: number })
      .n;
  const profile = sql`audiences.profile p`;
  return {
    R1: () =>
      count(sql`select from ${profile} where ${column('aum')} >= 20000000
        and ${column('city_tier')} in ('tier2', 'tier3') and ${column('age_band')} in ('35_44', '25_34')
        and ${column('risk_level')} in ('C2', 'C3')`),
    R2: () =>
      count(sql`select from ${profile} where (${has(20)} or ${has(50)}) and not ${has(5)}
        and ${column('aum')} >= 1000000 and ${column('payroll')}`),
    R3: () =>
      count(sql`select from ${profile} where ((${has(3)} or ${has(8)}) and ${column('aum')} between 500000 and 9000000)
        or ((${has(40)} or ${has(60)} or ${column('age_band')} = '65up')
            and not (${has(1)} and coalesce(${column('city_tier')} = 'tier3', false)))
        or (${has(100)} and ${has(7)})`),
    R4: () =>
      count(sql`select d.customer_id from tracking.daily d join ${profile} on p.customer_id = d.customer_id
         where d.kind = any(${kinds(0, 4)}::text[]) and d.day > ${day(7)} and d.day <= ${day(0)}
           and ${column('aum')} >= 1000000 and not ${has(9)}
         group by d.customer_id having sum(d.count) >= 3`),
    R5: () =>
      count(sql`select d.customer_id from tracking.daily d join ${profile} on p.customer_id = d.customer_id
         where d.day > ${day(90)} and d.day <= ${day(0)} and ${has(2)}
         group by d.customer_id
        having sum(d.amount) > 9000
           and sum(d.count) filter (where d.kind = any(${kinds(0, 3)}::text[]) and d.day > ${day(30)}) >= 1
           and coalesce(sum(d.count) filter (where d.kind = any(${kinds(12, 15)}::text[]) and d.day > ${day(30)}), 0) = 0`),
  };
}

async function exactCounts(ctx: Ctx): Promise<void> {
  const hand = await byHand(ctx);
  for (const [name, make] of Object.entries(RULES)) {
    const count = await postgresEngine.count(ctx, make(), ENTIRE);
    const same = await hand[name]!();
    if (count !== same) throw new Error(`${name}: ${count} by rule, ${same} by hand`);
    const byRule = await timed(() => postgresEngine.count(ctx, make(), ENTIRE), 5);
    const peer = await timed(hand[name]!, 5);
    note(`${name}: ${count} customers (${((100 * count) / CUSTOMERS).toFixed(2)} %)`);
    figure(`audience.exact-count.${name}`, byRule, 'ms', peer);
  }
}

async function estimates(ctx: Ctx): Promise<void> {
  const { customers } = await findPopulation(ctx);
  const sample = (rule: Rule) => postgresEngine.sample(ctx, rule, ENTIRE, customers);
  for (const [name, make] of Object.entries(RULES)) {
    await sample(make());
    figure(`audience.first-estimate.${name}`, await timed(() => sample(make()), 9), 'ms', 300);
  }
  let inside = 0;
  let tried = 0;
  const wide: number[] = [];
  for (const make of Object.values(RULES))
    for (let n = 0; n < 20; n += 1) {
      const rule = make(n);
      const { customers: sampled, cells } = await sample(rule);
      const hits = cells.reduce((sum, cell) => sum + cell.count, 0);
      const { low, high } = estimateOf(hits, sampled, customers);
      const truth = await postgresEngine.count(ctx, rule, ENTIRE);
      tried += 1;
      if (low <= truth && truth <= high) inside += 1;
      if (truth > 0) wide.push((high - low) / 2 / truth);
    }
  figure('audience.estimate-holds', (100 * inside) / tried, '% of rules', 95);
  figure('audience.estimate-half-width', 100 * median(wide), '% of the count');
}

async function snapshots(ctx: Ctx): Promise<void> {
  for (const [name, make] of Object.entries(RULES)) {
    const id = newId();
    let rows = 0;
    const took = await seconds(async () => {
      const step = await stepOf(ctx, dependenciesOf(make()).events.length > 0);
      for (let from = 0; from < 1024; from += step)
        await inTx(ctx, async (ctx) => {
          const range = { from, to: from + step };
          rows += await freezeFitting(
            ctx,
            await compileRange(ctx, make(), ENTIRE, range, ctx.now()),
            id,
          );
        });
    });
    note(`${name}: ${rows} rows frozen`);
    figure(`audience.snapshot.${name}`, took, 's');
  }
}

/** Twenty live audiences; customers who do something, one at a time and a thousand at a time. */
async function freshness(ctx: Ctx): Promise<void> {
  const unitId = (
    await sql<{ id: string }>`
    select id from org.unit where org_id = ${ctx.orgId} and parent_id is null`.execute(ctx.db)
  ).rows[0]!.id;
  for (let n = 0; n < 20; n += 1) {
    const id = newId();
    const made = Object.values(RULES)[n % 5]!(n);
    await inTx(ctx, (ctx) =>
      insertAudience(ctx, {
        id,
        name: `B${n}`,
        description: null,
        kind: 'rule',
        state: 'live',
        purpose: 'marketing',
        unitId,
        ready: null,
        rule: made,
        ruleHash: null,
      }),
    );
    for (let from = 0; from < 1024; from += 128)
      await inTx(
        ctx,
        async (ctx) =>
          void (await insertFitting(
            ctx,
            await compileRange(ctx, made, ENTIRE, { from, to: from + 128 }, ctx.now()),
            id,
          )),
      );
  }
  await sql`vacuum (analyze) audiences.member`.execute(ctx.db);
  const some = (count: number, salt: number) =>
    Array.from({ length: count }, (_, i) => 1 + ((salt * 7_919 + i * 104_729) % CUSTOMERS));
  const act = async (ids: number[]) => {
    await inTx(ctx, (ctx) =>
      recordEvents(
        ctx,
        ids.map((customerId, i) => ({
          id: newId(),
          customerId,
          kind: kind(i % 4),
          at: ctx.now(),
          source: 'bench',
          amount: 10,
        })),
      ),
    );
    return seconds(() =>
      inTx(ctx, (ctx) =>
        refreshCustomers(ctx, ids, { what: 'events', kinds: [0, 1, 2, 3].map(kind) }),
      ),
    );
  };
  for (const [label, count, times] of [
    ['one', 1, 60],
    ['thousand', 1000, 12],
  ] as const) {
    const took: number[] = [];
    for (let i = 0; i < times; i += 1) took.push((await act(some(count, i))) * 1000);
    const p95 = [...took].sort((a, b) => a - b)[Math.floor(took.length * 0.95)]!;
    figure(`audience.refresh-${label}.p95`, p95, 'ms', 5_000);
    figure(`audience.refresh-${label}`, (1000 * count) / median(took), 'customers/s');
  }
}
