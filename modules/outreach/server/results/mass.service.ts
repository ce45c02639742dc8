import type { Ctx } from '#platform/server/ctx.ts';
import {
  listMassMessageResults,
  listMassMessageTasks,
  MASS_MESSAGE_STATUS,
} from '#protocol/wecom/endpoints/mass-messages.ts';
import type { HandoverDeps } from '../handover/deps.ts';
import type { HandoverRow } from '../handover/handover.ts';
import { underWay } from '../handover/recipients.repo.ts';
import { askAll } from '../senders/wecom.ts';
import type { Read } from './read.service.ts';
import { remindIfDue } from './remind.service.ts';
import {
  CAPPED,
  type Confirmation,
  NO_RESULTS,
  type Results,
  takeResults,
} from './take-results.service.ts';

const SENT = 2;
/** Of groups the platform shows what was sent; what is not there by then was not. */
const GROUPS_SETTLE_MS = 3_600_000;

/** Whether the colleague has confirmed, and then what became of each recipient. */
export async function readMass(ctx: Ctx, deps: HandoverDeps, handover: HandoverRow): Promise<Read> {
  const { id, corpId, task, userid } = handover;
  if (!corpId || !task || !userid) return 'nothing';
  let confirmation: Confirmation | null = null;
  if (handover.state === 'sent') {
    const tasks = await askAll(
      ctx,
      deps.wecom,
      corpId,
      listMassMessageTasks,
      { msgid: task, limit: 1000 },
      (reply) => reply.task_list,
    );
    if (tasks.outcome !== 'ok') return 'nothing';
    const mine = tasks.list.find((t) => t.userid.toLowerCase() === userid.toLowerCase());
    if (mine?.status !== SENT) {
      await remindIfDue(ctx, deps, handover);
      return 'nothing';
    }
    const at = mine.send_time ? new Date(mine.send_time * 1000) : ctx.now();
    confirmation = { userid, at, hearAt: null };
  }
  const confirmedAt = confirmation?.at ?? handover.confirmedAt;
  const results = await askAll(
    ctx,
    deps.wecom,
    corpId,
    listMassMessageResults,
    { msgid: task, userid, limit: 1000 },
    (reply) => reply.send_list,
  );
  if (results.outcome !== 'ok') {
    if (confirmation) await takeResults(ctx, id, NO_RESULTS, confirmation);
    return 'nothing';
  }
  const told = new Map(results.list.map((r) => [r.external_userid ?? r.chat_id ?? '', r] as const));
  const found: { delivered: Results['delivered'][number][]; failed: Results['failed'][number][] } =
    { delivered: [], failed: [] };
  const settled = ctx.now().getTime() - confirmedAt!.getTime() > GROUPS_SETTLE_MS;
  for (const { target, ...touch } of await underWay(ctx, handover)) {
    const one = target === null ? undefined : told.get(target);
    const at = one?.send_time ? new Date(one.send_time * 1000) : confirmedAt!;
    if (one?.status === MASS_MESSAGE_STATUS.sent) found.delivered.push({ ...touch, at });
    else if (one?.status === MASS_MESSAGE_STATUS.notFriend)
      found.failed.push({ ...touch, reason: 'no-friend' });
    else if (one?.status === MASS_MESSAGE_STATUS.capReached)
      found.failed.push({ ...touch, reason: CAPPED });
    // The colleague left them out of the task.
    else if (!one && handover.channel === 'one_to_one')
      found.failed.push({ ...touch, reason: 'left-out' });
    else if (!one && settled) found.failed.push({ ...touch, reason: 'not-sent' });
  }
  return (await takeResults(ctx, id, found, confirmation)) ? 'news' : 'nothing';
}
