// A morning of a sequence: everybody who is due is moved to today, what today says is proposed, all in
// ranges of buckets. Beside the same writes as one statement by hand, and beside one job a customer in
// the queue. YUHANG_BENCH_ENROLMENTS (200,000 unless said otherwise).
import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { definePlan } from '#modules/outreach/server/index.ts';
import { emptyDefinition } from '#modules/sequences/definition/empty.ts';
import { insertSequence, insertVersion } from '#modules/sequences/server/sequence/sequence.repo.ts';
import { figuresOf } from '#modules/sequences/server/sequence/sequence.view.ts';
import { rangesOf, still, tickOf, tickRange } from '#modules/sequences/server/tick/tick.job.ts';
import { forgetBuckets, layOutBuckets, workBuckets } from '#platform/server/buckets.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { dayOf, startOfDay } from '#platform/server/holidays.ts';
import { newId } from '#platform/server/ids.ts';
import { type BenchBank, withBank } from './bank.ts';
import { cpuSeconds } from './cpu.ts';
import { figure, note, seconds } from './figure.ts';
import { oneJobEach } from './one-job-each.ts';

const ENROLMENTS = Number(process.env.YUHANG_BENCH_ENROLMENTS ?? 200_000);
const BY_JOB = Math.min(2_000, ENROLMENTS);

await withBank(async (bank) => {
  const { ctx } = bank;
  const cpu = await processorOf(ctx);
  const run = await aCrowd(ctx, bank);
  const whole = `${ENROLMENTS.toLocaleString('en')} enrolments`;

  // Twice each: the first pass warms, the second is counted, from the same rows.
  let product = 0;
  let perProcessor = 0;
  for (const pass of [1, 2]) {
    await again(ctx, run.planId);
    const before = cpu();
    const spent = await seconds(() => tickAll(ctx, run));
    perProcessor = ENROLMENTS / (cpu() - before);
    note(`pass ${pass}: ${whole} in ${spent.toFixed(1)} s`);
    product = ENROLMENTS / spent;
  }
  const { rows } = await sql<{ touches: number; moved: number }>`
    select (select count(*)::int from outreach.touch) as touches,
           (select count(*)::int from sequences.enrolment where day = 3) as moved`.execute(ctx.db);
  if (rows[0]!.moved !== ENROLMENTS || rows[0]!.touches !== ENROLMENTS)
    throw new Error(`Not everybody was moved: ${JSON.stringify(rows[0])}`);

  await again(ctx, run.planId);
  const before = cpu();
  const limit = ENROLMENTS / (await seconds(() => inTx(ctx, (tx) => byHand(tx, run.planId))));
  const limitPerProcessor = ENROLMENTS / (cpu() - before);
  note('by hand: one update and one insert, nothing told, nothing judged');
  figure('sequence-tick', product, 'enrolments/s', limit);
  figure(
    'sequence-tick, by processor',
    perProcessor,
    'enrolments/s of processor',
    limitPerProcessor,
  );

  await again(ctx, run.planId);
  const jobs = BY_JOB / (await byJobs(bank, ctx, run.planId));
  note(`one job a customer: ${BY_JOB.toLocaleString('en')} of them`);
  figure('sequence-tick vs a job a customer', product, 'enrolments/s', jobs);
});

/** Seconds of processor of this process and the database: what it costs, whatever else the machine does. */
async function processorOf(ctx: Ctx): Promise<() => number> {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(ctx.db);
  const stat = readFileSync(`/proc/${rows[0]!.pid}/stat`, 'utf8');
  // Whose child every connection is.
  const postmaster = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  return () => cpuSeconds([process.pid, postmaster]) ?? Number.NaN;
}

interface BenchRun {
  readonly planId: string;
  readonly sequenceId: string;
}

/** Customers of some colleagues, all three days ago: an ordinary day of the second stage. A third of them stand in another cell. */
async function aCrowd(ctx: Ctx, { ctx: { orgId } }: BenchBank): Promise<BenchRun> {
  const { rows } = await sql<{ id: string }>`
    select id from org.unit where org_id = ${orgId} limit 1`.execute(ctx.db);
  const unitId = rows[0]!.id;
  const sequenceId = newId();
  const definition = emptyDefinition('量');
  const planId = await inTx(ctx, async (tx) => {
    await insertSequence(tx, {
      id: sequenceId as never,
      ownerUnitId: unitId,
      name: '量',
      usable: 1,
    });
    await insertVersion(tx, sequenceId as never, 1, definition, figuresOf(definition), 'approved');
    const planId = await definePlan(tx, {
      kind: 'sequence',
      subjectId: sequenceId,
      name: '量',
      projectId: newId(),
      unitId,
      class: 'sequence',
      purpose: 'marketing',
      controlShare: 0,
    });
    await sql`
      insert into sequences.plan_item (org_id, plan_id, version, item_key, round, day, stage, step,
        lane, letter, three_w, offer, title, content_id, content_version, window_from, window_to)
      values (${orgId}, ${planId}, 1, 'd03', 1, 3, 2, 2, 'one_to_one', 2, false, false, '量', ${newId()},
        1, 36000, 41400)`.execute(tx.db);
    return planId;
  });
  const colleagues = Array.from({ length: 200 }, () => newId());
  const today = dayOf(ctx.now());
  await sql`
    insert into customers.customer (customer_id, org_id, unit_id, state, name_grams, source, created_at,
      changed_at, version)
    select n, ${orgId}, ${unitId}, 'active', '{}', 'bank', ${ctx.now()}, ${ctx.now()}, 1
      from generate_series(1, ${ENROLMENTS}) n`.execute(ctx.db);
  await sql`
    insert into audiences.standing (customer_id, org_id, need, recognition, cell, need_stage, day)
    select n, ${orgId}, 50, 50, 4, 1, ${today} from generate_series(1, ${ENROLMENTS}, 3) n`.execute(
    ctx.db,
  );
  await sql`
    insert into sequences.enrolment (customer_id, plan_id, org_id, bucket, sequence_id, staff_id,
      version, started_at, started_on, anchor, round, day, stage, step, shown_step, mode, skipped,
      need_stage, cell, entry_cell, state, next_at)
    select c.customer_id, ${planId}, ${orgId}, c.bucket, ${sequenceId},
           (${colleagues}::uuid[])[1 + c.customer_id % 200], 1, ${ctx.now()}, ${today}::date - 3,
           ${today}::date - 3, 1, 2, 2, 2, 1, 'aida', 0, 0, 0, 0, 'active', ${startOfDay(today)}
      from customers.customer c where c.org_id = ${orgId}`.execute(ctx.db);
  for (const table of ['customers.customer', 'audiences.standing', 'sequences.enrolment'])
    await sql`vacuum (analyze) ${sql.table(table)}`.execute(ctx.db);
  return { planId, sequenceId };
}

/** As they stood in the morning. */
async function again(ctx: Ctx, planId: string): Promise<void> {
  const today = dayOf(ctx.now());
  await sql`truncate outreach.touch, sequences.movement`.execute(ctx.db);
  await sql`
    update sequences.enrolment set day = 2, stage = 2, step = 2, cell = 0, need_stage = 0,
           laid_at = null, next_at = ${startOfDay(today)} where plan_id = ${planId}`.execute(
    ctx.db,
  );
  await sql`vacuum (analyze) sequences.enrolment`.execute(ctx.db);
}

/** As the job does it: ranges under leases, two at a time. */
async function tickAll(ctx: Ctx, run: BenchRun): Promise<void> {
  const at = still(ctx);
  const tick = await inTx(at, (tx) => tickOf(tx, run));
  await inTx(at, (tx) => layOutBuckets(tx, 'bench', rangesOf(ENROLMENTS)));
  await workBuckets(
    at,
    'bench',
    async (tx, range) => {
      await tickRange(tx, run, tick, range);
    },
    { workers: 2 },
  );
  await inTx(at, (tx) => forgetBuckets(tx, 'bench'));
}

/** The least that must be written: the next day, and a touch for everybody. */
async function byHand(ctx: TxCtx, planId: string): Promise<void> {
  await sql`
    with moved as (
      update sequences.enrolment set day = 3, stage = 2, step = 2, laid_at = now(),
             next_at = now() + interval '1 day' where plan_id = ${planId} and state = 'active' and next_at <= now()
      returning customer_id, staff_id)
    insert into outreach.touch (customer_id, planned_at, touch_id, org_id, plan_id, batch_id, item_key,
      occurrence, channel, mode, staff_id, unit_id, content_kind, content_id, content_version, class,
      purpose, score, due_at, state)
    select customer_id, now(), md5(customer_id::text)::uuid, ${ctx.orgId}::uuid, ${planId}::uuid,
           ${planId}::uuid, 'd03', '1', 'one_to_one', 'point', staff_id, ${planId}::uuid, 'x', 'x', 1,
           'sequence', 'marketing', 0, now(), 'proposed'
      from moved`.execute(ctx.db);
}

/** The same two writes, one job for each customer. */
function byJobs({ url }: BenchBank, ctx: Ctx, planId: string): Promise<number> {
  return oneJobEach(url, BY_JOB, async (client, id) => {
    await client.query('begin');
    await client.query(
      `update sequences.enrolment set day = 3, laid_at = now(),
         next_at = now() + interval '1 day' where customer_id = $1::bigint and plan_id = $2`,
      [id, planId],
    );
    await client.query(
      `insert into outreach.touch (customer_id, planned_at, touch_id, org_id, plan_id, batch_id,
         item_key, occurrence, channel, unit_id, content_kind, content_id, content_version, class,
         purpose, score, due_at, state)
       values ($1::bigint, now(), md5($1::bigint::text)::uuid, $2, $3, $3, 'd03', '1', 'one_to_one', $3, 'x', 'x',
         1, 'sequence', 'marketing', 0, now(), 'proposed') on conflict do nothing`,
      [id, ctx.orgId, planId],
    );
    await client.query('commit');
  });
}
