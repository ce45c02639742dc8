import { tagCustomers } from '#modules/customers/server/index.ts';
import { recallPlanned, withdraw } from '#modules/outreach/server/index.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import { type Definition, type Item, isOffer } from '../../contract/definition.ts';
import type { ExitReason } from '../../contract/run.ts';
import { bindings } from '../../definition/check-contents.ts';
import { letterBit } from '../../definition/layout.ts';
import { isGeneric } from '../../definition/personal.ts';
import { type ItemOf, walk } from '../../definition/walk.ts';
import { lockEnrolmentsOf } from '../run/lock.repo.ts';
import { dueAt, findRunsOfPlans, type RunRow } from '../run/run.repo.ts';
import { knownVersion } from '../sequence/known-version.ts';
import { tellEnded } from '../tick/tick.job.ts';
import { choicesOf } from './choice.repo.ts';
import { closeGuessed } from './follow-up.repo.ts';
import { closeFollowUps, openFollowUps } from './follow-up.service.ts';
import { changeTo, differs, movementOf, startOf } from './place.ts';
import {
  addMovements,
  keyOfMovement,
  lockEnrolments,
  type NewMovement,
  type Standing,
  setPlaces,
  whatHappened,
  whatWasDecided,
} from './react.repo.ts';

/**
 * Something happened to these customers: tells their way through every sequence anew and puts them
 * where that leads. What was heard before, or comes late or out of order, leads to the same place.
 */
export async function react(ctx: TxCtx, customerIds: readonly number[]): Promise<void> {
  await lockEnrolmentsOf(ctx, customerIds);
  const rows = await lockEnrolments(ctx, customerIds);
  if (rows.length === 0) return;
  const runs = await findRunsOfPlans(
    ctx,
    rows.map((row) => row.planId),
  );
  const since = new Date(Math.min(...rows.map((row) => startOf(row).at.getTime())));
  const ids = [...new Set(rows.map((row) => row.customerId))];
  const happened = Map.groupBy(await whatHappened(ctx, ids, since), (e) => e.customerId);
  const decided = Map.groupBy(await whatWasDecided(ctx, rows), keyOf);
  const chosen = Map.groupBy(await choicesOf(ctx, ids), (choice) => choice.customerId);
  const reactions: Reaction[] = [];
  for (const row of rows) {
    const run = runs.get(row.planId);
    if (run?.state !== 'running' && run?.state !== 'paused') continue;
    const definition = await knownVersion(ctx, row.sequenceId, row.version);
    const events = happened.get(row.customerId) ?? [];
    const choices = chosen.get(row.customerId) ?? [];
    const walked = walk(
      definition,
      startOf(row),
      events,
      decided.get(keyOf(row)) ?? [],
      itemFinder(definition, row.planId),
      choices,
    );
    const change = changeTo(row, walked.place, ctx.now(), isGeneric(choices));
    reactions.push({ row, run, definition, walked, change, changed: differs(row, change) });
  }
  const changed = reactions.filter((reaction) => reaction.changed);
  if (changed.length > 0)
    await setPlaces(
      ctx,
      changed.map(({ change }) => change),
    );
  const movements = reactions.flatMap(({ row, run, walked }) =>
    walked.moved.map((moved) => ({ ...movementOf(row, moved), run })),
  );
  const fresh = await addMovements(
    ctx,
    movements.map(({ run: _, ...movement }) => movement),
  );
  await giveTags(
    ctx,
    movements.filter((m) => m.kind === 'tagged' && fresh.has(keyOfMovement(m))),
  );
  await openFollowUps(
    ctx,
    reactions.map(({ row, run, walked }) => ({ row, run, wanted: walked.followUps })),
  );
  for (const [planId, group] of Map.groupBy(changed, ({ row }) => row.planId))
    await settle(ctx, planId, group);
}

interface Reaction {
  readonly row: Standing;
  readonly run: RunRow;
  readonly definition: Definition;
  readonly walked: ReturnType<typeof walk>;
  readonly change: ReturnType<typeof changeTo>;
  readonly changed: boolean;
}

const keyOf = ({ customerId, planId }: { customerId: number; planId: string }): string =>
  `${customerId}/${planId}`;

/** By the item of the plan it says, else by the content it was about. */
export function itemFinder(definition: Definition, planId: string): ItemOf {
  const byId = new Map(definition.items.map((item) => [item.id, item]));
  const byContent = new Map<string, Item>();
  for (const item of definition.items)
    for (const { content } of bindings(item)) if (content) byContent.set(content.id, item);
  return ({ subject, properties }) => {
    if (properties.plan === planId) return byId.get(String(properties.item)) ?? null;
    const content = typeof properties.itemId === 'string' ? properties.itemId : subject;
    return (content === null ? null : byContent.get(content)) ?? null;
  };
}

/** The hook's tag, or the need of the run's product line: each event gives it once. */
async function giveTags(
  ctx: TxCtx,
  earned: readonly (NewMovement & { run: RunRow })[],
): Promise<void> {
  const inputs = earned.map(({ customerId, run, detail, at, cause }) => {
    const { tag, item } = detail as { tag: string | null; item: string };
    return {
      customerId,
      tag: tag ?? `need_${run.draft.productLine}`,
      source: 'rule' as const,
      confidence: tag === null ? 0.5 : 0.9,
      at,
      evidence: { text: `${run.draft.name} · ${item}`, ref: cause },
    };
  });
  if (inputs.length > 0) await tagCustomers(ctx, inputs);
}

/** What those who changed have waiting: withdrawn where they left or it does not fit any more. */
async function settle(ctx: TxCtx, planId: string, group: readonly Reaction[]): Promise<void> {
  const left = group.filter(({ row, change }) => change.state === 'ended' && row.state !== 'ended');
  if (left.length > 0) {
    const customers = left.map(({ row }) => row.customerId);
    await withdraw(ctx, { planId, customers }, [
      '客户已离开序列',
      'The customer left the sequence',
    ]);
    await closeFollowUps(
      ctx,
      left.map(({ row, change }) => ({ row, reason: change.exitReason as ExitReason })),
    );
    await tellEnded(
      ctx,
      planId,
      left.map(({ row, change }) => ({
        customerId: row.customerId,
        reason: change.exitReason as ExitReason,
      })),
    );
  }
  const turned = Map.groupBy(
    group.filter(({ change }) => change.state !== 'ended'),
    ({ definition, change }) => unfit(definition, change).join(' '),
  );
  for (const [keys, some] of turned)
    if (keys !== '')
      await withdraw(
        ctx,
        { planId, customers: some.map(({ row }) => row.customerId), itemKeys: keys.split(' ') },
        ['客户已转入其他内容', 'Other content fits the customer now'],
      );
  await withdrawGuesses(
    ctx,
    planId,
    group.filter(({ row, change }) => change.generic && !row.generic),
  );
  const next = group.flatMap(({ change }) => (change.nextAt ? [change.nextAt.getTime()] : []));
  if (next.length > 0) await dueAt(ctx, planId, new Date(Math.min(...next)));
}

/**
 * What waits for those who want no personalised recommendations any more, and was chosen for them; and what
 * a colleague was given of it and has not confirmed.
 */
async function withdrawGuesses(
  ctx: TxCtx,
  planId: string,
  group: readonly Reaction[],
): Promise<void> {
  for (const [definition, some] of Map.groupBy(group, (reaction) => reaction.definition)) {
    const customers = some.map(({ row }) => row.customerId);
    const itemKeys = definition.items
      .filter((item) => isOffer(definition, item) || item.needs_tag !== null)
      .map(({ id }) => id);
    await takeBackGuesses(ctx, { planId, customers, itemKeys });
    const { followPlanId } = some[0]!.run;
    const followUps = await closeGuessed(ctx, planId, customers);
    if (followPlanId && followUps.length > 0)
      await takeBackGuesses(ctx, { planId: followPlanId, customers, itemKeys: followUps });
  }
}

async function takeBackGuesses(
  ctx: TxCtx,
  chosen: { planId: string; customers: number[]; itemKeys: string[] },
): Promise<void> {
  await withdraw(ctx, chosen, [
    '客户已关闭个性化推荐',
    'The customer switched personalised recommendations off',
  ]);
  await recallPlanned(ctx, chosen, 'CR-013');
}

/** Items that do not come any more for somebody who stands there. */
function unfit({ items }: Definition, { skipped, mode }: { skipped: number; mode: string }) {
  return items
    .filter(
      (item) =>
        (letterBit[item.aida] & skipped) !== 0 ||
        (mode === 'three_w' && item.lane === 'one_to_one' && item.three_w === null),
    )
    .map((item) => item.id);
}
