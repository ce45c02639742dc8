// Deciding contacts with every rule on: the product's statement, the same written by hand as short as it
// can be, and one job of the queue for each customer. TOUCHES=100000 (the default) are decided.
import { readFileSync } from 'node:fs';
import { Logger, run as runWorker } from 'graphile-worker';
import { sql } from 'kysely';
import { basisMaker } from '#modules/outreach/server/decide/basis.service.ts';
import { decideDue, gatheringOf } from '#modules/outreach/server/decide/decide.service.ts';
import { factsOfOne } from '#modules/outreach/server/decide/single.repo.ts';
import { anOutreachBank, aPlan, type OutreachBank } from '#modules/outreach/server/fixtures.ts';
import { ledgerDifferences } from '#modules/outreach/server/ledger/ledger.repo.ts';
import { findPlan } from '#modules/outreach/server/plans/plan.repo.ts';
import { policies } from '#modules/outreach/server/policies/index.ts';
import { judge } from '#modules/outreach/server/rules/judge.ts';
import { lockCustomers } from '#modules/outreach/server/touches/lock.repo.ts';
import { propose } from '#modules/outreach/server/touches/propose.service.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { withBank } from './bank.ts';
import { cpuSeconds } from './cpu.ts';
import { figure, note, seconds } from './figure.ts';
import { everybody, makeTouchCrowd } from './touch-crowd.ts';

const TOUCHES = Number(process.env.TOUCHES ?? 100_000);
const JOBS = Math.min(1_000, TOUCHES);
/** Tuesday, ten in the morning: an hour at which everybody may be reached. */
const at = new Date('2026-03-03T02:00:00Z');

interface Cost {
  readonly perSecond: number;
  /** Millionths of a second of processor for one: what it costs, whatever else the machine is doing. */
  readonly processor: number;
}
let cpu = (): number => 0;
async function cost(contacts: number, work: () => Promise<unknown>): Promise<Cost> {
  const before = cpu();
  const took = await seconds(work);
  return { perSecond: contacts / took, processor: ((cpu() - before) * 1e6) / contacts };
}

function tell(name: string, mine: Cost, peer?: Cost): void {
  figure(name, mine.perSecond, 'contacts/s', peer?.perSecond);
  figure(`${name}, processor`, mine.processor, 'µs/contact', peer?.processor);
}

await withBank(async ({ ctx: machine, url }) => {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(machine.db);
  const stat = readFileSync(`/proc/${rows[0]!.pid}/stat`, 'utf8');
  // Whose child every connection is.
  const postmaster = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  cpu = () => cpuSeconds([process.pid, postmaster]) ?? Number.NaN;
  let clock = at.getTime();
  const ctx: Ctx = { ...machine, now: () => new Date(clock) };
  const bank = await anOutreachBank(ctx);
  note(`making ${TOUCHES} customers`);
  await makeTouchCrowd(ctx, bank, TOUCHES);

  const byHand = await decideByHand(ctx, bank);
  const byJobs = await decideByJobs(ctx, bank, url);
  const planId = await aPlan(ctx, bank);
  const proposing = await cost(TOUCHES, () =>
    inTx(ctx, (ctx) => propose(ctx, planId, everybody(bank, TOUCHES, at))),
  );
  tell('contacts proposed', proposing);
  await sql`vacuum (analyze) outreach.touch`.execute(ctx.db);
  for (const workers of [1, 2]) {
    if (workers === 2) {
      await backToProposed(ctx);
      clock += 1_000;
    }
    let told = '';
    const deciding = await cost(TOUCHES, async () => {
      const tally = await decideDue(ctx, { workers });
      if (tally.decided !== TOUCHES) throw new Error(`${tally.decided} of ${TOUCHES} decided`);
      told = `${tally.allowed} allowed, ${tally.deferred} deferred, ${tally.refused} refused: ${[...tally.rules].map(([rule, n]) => `${rule} ${n}`).join(', ')}`;
    });
    note(told);
    const name = `contacts decided, ${policies.length} rules, ${workers} connection${workers > 1 ? 's' : ''}`;
    tell(`${name}, beside five by hand`, deciding, byHand);
    if (workers === 2) tell(`${name}, beside one job a customer`, deciding, byJobs);
  }
  const differences = await ledgerDifferences(ctx);
  const made = differences.filter(({ touches }) => touches > 0);
  if (made.length > 0) throw new Error(`The ledger differs: ${JSON.stringify(made[0])}`);
});

async function backToProposed(ctx: Ctx): Promise<void> {
  await sql`
    update outreach.contact_day d set contacts = 0, marketing = 0
     where (d.customer_id, d.day, d.channel) in (
       select customer_id, counted_on, channel from outreach.touch where counted_on is not null)`.execute(
    ctx.db,
  );
  await sql`update outreach.touch set state = 'proposed', outcome = null, rule = null, verdict = null,
      until_at = null, facts = null, counted_on = null, decided = 0, decided_at = null,
      due_at = planned_at, next_at = planned_at - interval '7 days'`.execute(ctx.db);
  await sql`delete from outreach.decision`.execute(ctx.db);
  await sql`vacuum (full, analyze) outreach.touch`.execute(ctx.db);
  await sql`vacuum (analyze) outreach.contact_day`.execute(ctx.db);
}

/** Only consent, friendship, age, quiet hours and the caps, no words, no history: as short as it can be. */
async function decideByHand(ctx: Ctx, bank: OutreachBank): Promise<Cost> {
  await sql`create table public.by_hand (customer_id bigint, touch_id uuid, planned_at timestamptz,
    state text, rule text, facts jsonb, counted_on date, primary key (customer_id, touch_id))`.execute(
    ctx.db,
  );
  await sql`insert into public.by_hand (customer_id, touch_id, planned_at, state)
    select n, md5(n::text)::uuid, ${at}, 'proposed' from generate_series(1, ${TOUCHES}::bigint) n`.execute(
    ctx.db,
  );
  await sql`create table public.by_hand_day (customer_id bigint, day date, contacts int,
    primary key (customer_id, day))`.execute(ctx.db);
  await sql`vacuum (analyze) public.by_hand`.execute(ctx.db);
  const half = (from: number, to: number) =>
    sql`
    with judged as (
      select t.customer_id, t.touch_id, case
               when k.state is distinct from 'given' then 'CR-001'
               when r.state is distinct from 'active' then 'R-036'
               when v.day > date '2008-03-03' then 'CR-029'
               when l.week >= 3 then 'CR-098' when l.day >= 1 then 'CR-098' end as rule, l.week, v.day
        from public.by_hand t
        left join customers.consent k on k.customer_id = t.customer_id and k.purpose = 'marketing'
         and k.channel = 'one_to_one'
        left join customers.relationship r on r.customer_id = t.customer_id and r.corp_id = ${bank.corpId}
        left join customers.attribute_value v on v.customer_id = t.customer_id and v.attribute_id = (
          select attribute_id from customers.attribute where org_id = ${ctx.orgId} and code = 'birth_date')
        left join lateral (
          select sum(d.contacts) filter (where d.day > date '2026-02-24') as week,
                 sum(d.contacts) filter (where d.day = date '2026-03-03') as day
            from outreach.contact_day d
           where d.customer_id = t.customer_id and d.day > date '2026-02-01') l on true
       where t.customer_id > ${from} and t.customer_id <= ${to}),
    changed as (
      update public.by_hand t set state = case when j.rule is null then 'reserved' else 'refused' end,
             rule = j.rule, facts = jsonb_build_object('week', j.week, 'birth', j.day),
             counted_on = case when j.rule is null then date '2026-03-03' end
        from judged j where t.customer_id = j.customer_id and t.touch_id = j.touch_id
      returning t.customer_id, t.counted_on)
    insert into public.by_hand_day select customer_id, counted_on, 1 from changed
     where counted_on is not null
    on conflict (customer_id, day) do update set contacts = by_hand_day.contacts + 1`.execute(
      ctx.db,
    );
  const byHand = await cost(TOUCHES, () =>
    Promise.all([half(0, TOUCHES / 2), half(TOUCHES / 2, TOUCHES)]),
  );
  tell('the limit: five rules by hand, 2 connections', byHand);
  return byHand;
}

/** The usual way: a job of the queue for each customer, which asks, judges and writes. */
async function decideByJobs(ctx: Ctx, bank: OutreachBank, url: string): Promise<Cost> {
  const planId = await aPlan(ctx, bank);
  const plan = (await findPlan(ctx, planId))!;
  const basisOf = await basisMaker(ctx);
  const gathering = await gatheringOf(ctx);
  const candidate = (customerId: number) => ({
    customerId,
    plannedAt: at,
    itemKey: 'a',
    occurrence: 'job',
    channel: 'one_to_one' as const,
    corpId: null,
    staffId: null,
    recipient: null,
    contentKind: 'content.item',
    contentId: bank.itemId,
    contentVersion: 1,
    productId: null,
    params: null,
    score: 0,
  });
  const basis = await basisOf(plan, candidate(1));
  const touchId = '00000000-0000-8000-8000-000000000001';
  let done = 0;
  const decided = Promise.withResolvers<void>();
  await sql`select graphile_worker.add_jobs(array(
    select row('bench-decide', json_build_object('id', n), null, null, null, null, null, null)::graphile_worker.job_spec
      from generate_series(1, ${JOBS}) n))`.execute(ctx.db);
  const runner = await runWorker({
    connectionString: url,
    concurrency: 8,
    noHandleSignals: true,
    logger: new Logger(() => () => {}),
    taskList: {
      'bench-decide': async (payload) => {
        const { id } = payload as { id: number };
        await inTx(ctx, async (ctx) => {
          await lockCustomers(ctx, [id]);
          const facts = await factsOfOne(
            ctx,
            basis,
            policies,
            gathering,
            candidate(id),
            touchId,
            bank.unitId,
          );
          const { outcome, deciding } = judge(policies, facts, { touchId, plannedAt: at }, basis);
          await sql`update public.by_hand set state = ${outcome}, rule = ${deciding?.says.rule ?? null},
              facts = ${JSON.stringify(facts)}::jsonb where customer_id = ${id}`.execute(ctx.db);
          if (outcome === 'allowed')
            await sql`insert into public.by_hand_day values (${id}, '2026-03-04', 1)
              on conflict (customer_id, day) do update set contacts = by_hand_day.contacts + 1`.execute(
              ctx.db,
            );
        });
        done += 1;
        if (done === JOBS) decided.resolve();
      },
    },
  });
  const byJobs = await cost(JOBS, () => decided.promise);
  await runner.stop();
  tell('one job a customer, the same rules', byJobs);
  return byJobs;
}
