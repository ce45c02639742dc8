// From an event that is stored to the audience that knows of it, by the way the product goes: the event
// is announced, a worker makes the profile anew and asks the audiences. One customer acts at a time
// while others act around them, and alone. YUHANG_BENCH_CUSTOMERS (100,000 unless said otherwise) says
// how many there are.
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { Rule } from '#modules/audiences/contract.ts';
import { insertAudience } from '#modules/audiences/server/audience/audience.repo.ts';
import { compileRange } from '#modules/audiences/server/engine/postgres-engine.ts';
import { insertFitting } from '#modules/audiences/server/engine/run.repo.ts';
import { audiencesModule, audienceTasks } from '#modules/audiences/server/module.ts';
import { findLayout, layOut, setReady } from '#modules/audiences/server/profile/layout.repo.ts';
import { setBuilt } from '#modules/audiences/server/profile/population.repo.ts';
import { makeProfiles } from '#modules/audiences/server/profile/rebuild.task.ts';
import { customersModule } from '#modules/customers/server/module.ts';
import { aUnit } from '#modules/org/server/fixtures.ts';
import { equipBanks, staffActor } from '#modules/org/server/index.ts';
import { defineEventKinds, recordEvents } from '#modules/tracking/server/index.ts';
import { asSystem, type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { tasksModule } from '#platform/server/tasks/tasks-module.ts';
import { startWorker } from '#platform/server/worker.ts';
import { RULES, ruleNames } from './audience-rules.ts';
import { withBank } from './bank.ts';
import { kind, makeCrowd } from './crowd.ts';
import { figure, note } from './figure.ts';

const CUSTOMERS = Number(process.env.YUHANG_BENCH_CUSTOMERS ?? 100_000);
const ENTIRE = { unitIds: null };
const AUDIENCES = 20;
const TIMES = 120;
/** Others who act in a second, in batches. */
const AROUND = 100;
/** A worker that falls behind further and further is no figure. */
const GIVE_UP_MS = 60_000;
const BUDGET_MS = 5_000;
const FRESH = 'deed.bench-fresh';

await withBank(async ({ ctx, database }) => {
  defineEventKinds(
    Object.fromEntries(
      [...Array.from({ length: 30 }, (_, i) => kind(i)), FRESH].map((name) => [
        name,
        { title: ['测', 'B'], from: ['product'], amount: 'optional' },
      ]),
    ) as Parameters<typeof defineEventKinds>[0],
  );
  await equipBanks([customersModule()]).run(ctx);
  const units = [await aUnit(ctx), await aUnit(ctx), await aUnit(ctx)];
  await makeCrowd(
    ctx,
    CUSTOMERS,
    units.map((unit) => unit.id),
  );
  await profilesOf(ctx);
  for (let n = 0; n < AUDIENCES; n += 1)
    await live(ctx, units[0]!.id, RULES[ruleNames[n % ruleNames.length]!](n));
  const watched = await live(
    ctx,
    units[0]!.id,
    Rule.parse({
      version: 1,
      include: {
        kind: 'event',
        events: [FRESH],
        window: { kind: 'days', last: 7 },
        test: { op: 'ge', value: 1 },
      },
    }),
    true,
  );

  const modules = [customersModule(), audiencesModule(), tasksModule(audienceTasks, staffActor)];
  const worker = await startWorker({
    database,
    modules,
    concurrency: 4,
    ctxFor: (orgId) => asSystem({ ...ctx, trail: { recorded: 0 } }, orgId),
  });
  try {
    await measured(ctx, watched, 'alone', 0);
    const stop = new AbortController();
    const around = crowdActs(ctx, stop.signal);
    await measured(ctx, watched, `with-${AROUND}-per-second`, TIMES);
    stop.abort();
    note(`${await around} events around them`);
  } finally {
    await worker.stop();
  }
});

async function profilesOf(ctx: Ctx): Promise<void> {
  await inTx(ctx, layOut);
  await inTx(ctx, async (ctx) => {
    const layout = await findLayout(ctx);
    await makeProfiles(ctx, { from: 0, to: 1024 }, layout);
    await setReady(
      ctx,
      layout.slots.map((s) => s.slot),
    );
    await setBuilt(ctx);
  });
  for (const table of ['audiences.profile', 'tracking.daily', 'tracking.event'])
    await sql`vacuum (analyze) ${sql.table(table)}`.execute(ctx.db);
}

/** A live audience with its members; of the whole bank where units do not matter. */
async function live(ctx: Ctx, unitId: string, rule: Rule, whole = false): Promise<string> {
  const id = newId();
  const top = await sql<{ id: string }>`
    select id from org.unit where org_id = ${ctx.orgId} and parent_id is null`.execute(ctx.db);
  await inTx(ctx, async (ctx) => {
    await insertAudience(ctx, {
      id,
      name: id.slice(-6),
      description: null,
      kind: 'rule',
      state: 'live',
      purpose: 'marketing',
      unitId: whole ? top.rows[0]!.id : unitId,
      ready: null,
      rule,
      ruleHash: null,
    });
    const range = { from: 0, to: 1024 };
    await insertFitting(ctx, await compileRange(ctx, rule, ENTIRE, range, ctx.now()), id);
  });
  return id;
}

function acted(
  ctx: Ctx,
  customerIds: readonly number[],
  name: (i: number) => string,
): Promise<unknown> {
  return inTx(ctx, (ctx) =>
    recordEvents(
      ctx,
      customerIds.map((customerId, i) => ({
        id: newId(),
        customerId,
        kind: name(i),
        at: ctx.now(),
        source: 'bench',
        amount: 10,
      })),
    ),
  );
}

/** Milliseconds from the commit of an event until the customer stands among the members. */
async function measured(ctx: Ctx, audienceId: string, label: string, first: number): Promise<void> {
  const took: number[] = [];
  for (let i = 0; i < TIMES; i += 1) {
    const customerId = 1 + (((first + i) * 104_729) % CUSTOMERS);
    await acted(ctx, [customerId], () => FRESH);
    const began = performance.now();
    while (!(await belongs(ctx, audienceId, customerId))) {
      if (performance.now() - began > GIVE_UP_MS) throw new Error(`${label}: it cannot keep up`);
      await sleep(5);
    }
    took.push(performance.now() - began);
  }
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)]!;
  figure(`audience-freshness.${label}.p50`, at(0.5), 'ms', BUDGET_MS);
  figure(`audience-freshness.${label}.p95`, at(0.95), 'ms', BUDGET_MS);
}

async function belongs(ctx: Ctx, audienceId: string, customerId: number): Promise<boolean> {
  const { rows } = await sql`select 1 from audiences.member m
    where m.customer_id = ${customerId} and m.audience_id = ${audienceId}`.execute(ctx.db);
  return rows.length > 0;
}

async function crowdActs(ctx: Ctx, signal: AbortSignal): Promise<number> {
  let sent = 0;
  for (let round = 0; !signal.aborted; round += 1) {
    const began = performance.now();
    const ids = Array.from(
      { length: AROUND / 4 },
      (_, i) => 1 + ((round * 7_919 + i * 15_485) % CUSTOMERS),
    );
    await acted(ctx, ids, (i) => kind(i % 4));
    sent += ids.length;
    await sleep(Math.max(0, 250 - (performance.now() - began)));
  }
  return sent;
}
