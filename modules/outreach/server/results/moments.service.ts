import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import {
  getMomentJob,
  listMomentTasks,
  listMomentViewers,
} from '#protocol/wecom/endpoints/moments.ts';
import type { HandoverDeps } from '../handover/deps.ts';
import { addCounts, lockHandover, setHandover } from '../handover/handover.repo.ts';
import type { HandoverRow } from '../handover/handover.ts';
import { underWay } from '../handover/recipients.repo.ts';
import { afterRefusal } from '../handover/refusal.ts';
import { sendersOf } from '../handover/sender.repo.ts';
import { tellSettled } from '../handover/settle.service.ts';
import { endTouches, returnTouches } from '../handover/touch-state.repo.ts';
import { forgetTags } from '../senders/visibility/visibility.repo.ts';
import { ask, askAll } from '../senders/wecom.ts';
import { afterForgotten, isForgotten } from './forgotten-job.service.ts';
import type { Read } from './read.service.ts';
import { type Results, takeResults } from './take-results.service.ts';

export const PUBLISHED = 1;
const DONE = 3;

/** Whether the job made the moment, who has published it, and who can see it. */
export async function readMoment(
  ctx: Ctx,
  deps: HandoverDeps,
  handover: HandoverRow,
): Promise<Read> {
  const { id, corpId } = handover;
  const made = handover.task ? { task: handover.task } : await jobDone(ctx, deps, handover);
  if (!('task' in made)) return made.read;
  const moment_id = made.task;
  const tasks = await askAll(
    ctx,
    deps.wecom,
    corpId!,
    listMomentTasks,
    { moment_id, limit: 1000 },
    (reply) => reply.task_list,
  );
  if (tasks.outcome !== 'ok') return 'nothing';
  const published = new Set(
    tasks.list.filter((t) => t.publish_status === PUBLISHED).map((t) => t.userid.toLowerCase()),
  );
  let news = false;
  if (published.size === 0) return 'nothing';
  const senders = (await sendersOf(ctx, id)).filter(
    ({ confirmedAt, userid }) => !confirmedAt && published.has(userid.toLowerCase()),
  );
  if (senders.length === 0) return 'nothing';
  const staff = senders.map(({ staffId }) => staffId);
  const open = Map.groupBy(await underWay(ctx, handover, staff), ({ staffId }) => staffId);
  for (const sender of senders) {
    const viewers = await askAll(
      ctx,
      deps.wecom,
      corpId!,
      listMomentViewers,
      { moment_id, userid: sender.userid, limit: 5000 },
      (reply) => reply.customer_list.map((c) => c.external_userid),
    );
    if (viewers.outcome !== 'ok') continue;
    const seen = new Set(viewers.list);
    const at = ctx.now();
    const results: {
      delivered: Results['delivered'][number][];
      failed: Results['failed'][number][];
    } = { delivered: [], failed: [] };
    for (const { target, ...touch } of open.get(sender.staffId) ?? []) {
      if (target !== null && seen.delete(target)) results.delivered.push({ ...touch, at });
      else results.failed.push({ ...touch, reason: 'not-visible' });
    }
    // Nobody was meant to who is not in it: whoever carries its tag was given it by hand.
    if (seen.size > 0)
      ctx.log.warn({ handover: id, customers: seen.size }, 'a moment is seen by others as well');
    const confirmation = { userid: sender.userid, at, hearAt: at };
    news = (await takeResults(ctx, id, results, confirmation)) || news;
  }
  return news ? 'news' : 'nothing';
}

async function jobDone(
  ctx: Ctx,
  deps: HandoverDeps,
  handover: HandoverRow,
): Promise<{ task: string } | { read: Read }> {
  const { id, corpId, job } = handover;
  if (!job) return { read: 'nothing' };
  const answer = await ask(ctx, deps.wecom, corpId!, getMomentJob, { query: { jobid: job } });
  if (answer.outcome === 'refused' && isForgotten(answer.code))
    return afterForgotten(ctx, deps, handover, answer.code);
  if (answer.outcome !== 'ok' || answer.reply.status !== DONE) return { read: 'nothing' };
  const { result } = answer.reply;
  const task = result?.errcode === 0 ? result.moment_id : undefined;
  const invalid = result?.invalid_sender_list?.user_list ?? [];
  const gone = result?.invalid_external_contact_list?.tag_list ?? [];
  await inTx(ctx, async (ctx) => {
    const handover = await lockHandover(ctx, id);
    if (handover?.state !== 'sent') return;
    if (task) {
      await setHandover(ctx, id, { task });
      if (invalid.length > 0) await dropSenders(ctx, id, invalid);
      return;
    }
    // Somebody deleted the tag of its cohort at WeCom: it is made anew, and so is the moment.
    if (gone.length > 0) {
      await forgetTags(ctx, handover, gone);
      await backToWait(ctx, id, deps, null);
      return;
    }
    const code = result?.errcode;
    const after = code ? afterRefusal(code) : null;
    if (after?.step === 'wait') return backToWait(ctx, id, deps, after.why);
    const reason = after?.reason ?? 'wecom:job';
    const ended = await endTouches(ctx, id, undefined, 'failed', reason);
    await addCounts(ctx, id, { failed: ended.length });
    await tellSettled(ctx, 'failed', ended, reason);
    await setHandover(ctx, id, {
      state: 'failed',
      code: code ?? null,
      failure: reason,
      settledAt: ctx.now(),
      pollAt: null,
    });
  });
  return task ? { task } : { read: 'over' };
}

/** The job made nothing: its touches wait for the next turn, and may be withdrawn until then. */
async function backToWait(
  ctx: TxCtx,
  id: string,
  { mendMs }: HandoverDeps,
  why: string | null,
): Promise<void> {
  await returnTouches(ctx, id, true);
  await setHandover(ctx, id, {
    state: 'prepared',
    job: null,
    failure: why,
    pollAt: null,
    expiresAt: null,
    nextAt: new Date(ctx.realNow().getTime() + (why ? mendMs : 0)),
  });
}

/** Colleagues whom WeCom does not let publish it. */
async function dropSenders(ctx: TxCtx, id: string, invalid: readonly string[]): Promise<void> {
  const out = new Set(invalid.map((userid) => userid.toLowerCase()));
  const staff = new Set(
    (await sendersOf(ctx, id)).flatMap((s) => (out.has(s.userid.toLowerCase()) ? [s.staffId] : [])),
  );
  const handover = await lockHandover(ctx, id);
  const touches = await underWay(ctx, handover!, [...staff]);
  const ended = await endTouches(ctx, id, touches, 'failed', 'sender-unfit');
  await addCounts(ctx, id, { failed: ended.length });
  await tellSettled(ctx, 'failed', ended, 'sender-unfit');
}
