import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { bankHours } from '../closing/bank-hours.service.ts';
import { closingsOf, holdEnding } from '../closing/forming.service.ts';
import { addGroupNotices } from '../reminder/group-notice.service.ts';
import { forTasks } from '../reminder/reminder.repo.ts';
import { addReminders } from '../reminder/reminder.service.ts';
import type { Sender } from '../senders/sender.ts';
import { assignTouches, type Group, lockForming, readyGroups } from './forming.repo.ts';
import { insertHandovers } from './handover.repo.ts';

const GROUPS_AT_ONCE = 500;

/**
 * Puts what is reserved and due into handovers. They are committed before anybody is called: from
 * here on each touch has its one task, found again by its id whatever happens. Answers how many.
 */
export function formHandovers(ctx: Ctx, senders: ReadonlyMap<string, Sender>): Promise<number> {
  return inTx(ctx, async (ctx) => {
    if (!(await lockForming(ctx))) return 0;
    // What has no sender waits until its channel is connected.
    const ready = async () =>
      (await readyGroups(ctx, GROUPS_AT_ONCE)).filter(({ channel }) => senders.has(channel));
    let groups = await ready();
    if (groups.length === 0) return 0;
    const hours = await bankHours(ctx);
    const held = await holdEnding(ctx, hours);
    const groupsDue = groups.some(({ channel }) => channel === 'group');
    const noticed = groupsDue ? await addGroupNotices(ctx) : 0;
    const reminded = await addReminders(ctx, forTasks(ctx));
    if (held || noticed > 0 || reminded > 0) groups = await ready();
    const planned = groups.map((group) => ({
      ...group,
      ids: Array.from({ length: partsOf(group, senders.get(group.channel)!) }, () =>
        newId(ctx.realNow()),
      ),
    }));
    const assigned = new Map(
      (await assignTouches(ctx, planned)).map(({ id, touches }) => [id, touches]),
    );
    const formed = planned.flatMap(({ ids, touches: _, ...group }) =>
      ids.flatMap((id) => {
        const size = assigned.get(id) ?? 0;
        return size > 0 ? [{ ...group, id, size }] : [];
      }),
    );
    const closings = await closingsOf(
      ctx,
      hours,
      formed.map(({ id }) => id),
    );
    await insertHandovers(
      ctx,
      formed.map((handover) => ({ ...handover, closesAt: closings.get(handover.id) ?? null })),
    );
    return formed.length;
  });
}

/** A hash does not fill parts to the brim: some room keeps each below what a task takes. */
const partsOf = ({ touches }: Group, { most }: Sender): number =>
  touches <= most ? 1 : Math.ceil(touches / (most * 0.8));
