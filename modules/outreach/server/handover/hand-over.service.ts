import { asSystem, type Ctx, inTx } from '#platform/server/ctx.ts';
import { enqueueMany } from '#platform/server/jobs.ts';
import { callTogether } from './call.service.ts';
import type { HandoverDeps } from './deps.ts';
import { formHandovers } from './form.service.ts';
import { banksWithReady } from './forming.repo.ts';
import { type Due, takeDueCalls } from './handover.repo.ts';
import { callHandovers } from './jobs.ts';
import { eachInLanes } from './lanes.ts';
import { formWorkItems } from './work-item.service.ts';

const DUE_AT_ONCE = 1_000;
const A_JOB = 20;
const JOBS_AT_ONCE = 2;

/** What became of handing over. */
export interface Tally {
  readonly formed: number;
  readonly items: number;
  readonly called: number;
}

/** A ticker's turn: forms what is ready and orders the calls of every bank. */
export async function orderHandovers(ctx: Ctx, deps: HandoverDeps): Promise<number> {
  let formed = 0;
  for (const orgId of await banksWithReady(ctx)) {
    const bank = asSystem(ctx, orgId, 'outreach');
    formed += await formHandovers(bank, deps.senders);
    formed += await formWorkItems(bank, deps);
  }
  const due = await takeDueCalls(ctx, DUE_AT_ONCE, deps.queuedMs);
  await orderJobs(ctx, callHandovers, due);
  return formed + due.length;
}

export async function orderJobs(
  ctx: Ctx,
  job: typeof callHandovers,
  due: readonly Due[],
  together = A_JOB,
): Promise<void> {
  for (const [orgId, some] of Map.groupBy(due, (d) => d.orgId)) {
    const payloads: { ids: string[] }[] = [];
    for (let i = 0; i < some.length; i += together)
      payloads.push({ ids: some.slice(i, i + together).map(({ id }) => id) });
    await inTx(asSystem(ctx, orgId, 'outreach'), (ctx) => enqueueMany(ctx, job, payloads));
  }
}

/** Some at a time: how fast they leave is for the gateway's bucket to say. */
export async function callAll(
  ctx: Ctx,
  deps: HandoverDeps,
  ids: readonly string[],
): Promise<number> {
  const jobs: string[][] = [];
  for (let i = 0; i < ids.length; i += A_JOB) jobs.push(ids.slice(i, i + A_JOB));
  let sent = 0;
  const call = async (some: readonly string[]) => {
    const called = await callTogether(ctx, deps, some);
    for (const outcome of called.values()) if (outcome === 'sent') sent += 1;
  };
  await eachInLanes(jobs, call, JOBS_AT_ONCE);
  return sent;
}

/** Everything that is due now, in this process and this bank: for tests and rehearsals. */
export async function handOverDue(ctx: Ctx, deps: HandoverDeps): Promise<Tally> {
  let formed = 0;
  let items = 0;
  for (let more = -1; more !== 0; ) {
    const [handovers, work] = [
      await formHandovers(ctx, deps.senders),
      await formWorkItems(ctx, deps),
    ];
    formed += handovers;
    items += work;
    more = handovers + work;
  }
  const due = await takeDueCalls(ctx, DUE_AT_ONCE, deps.queuedMs, ctx.orgId);
  const ids = due.map(({ id }) => id);
  return { formed, items, called: await callAll(ctx, deps, ids) };
}
