import { z } from 'zod';
import { said } from '#platform/contract/task.ts';
import { BUCKETS } from '#platform/server/buckets.ts';
import { asSystem, type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import type { Ticker } from '#platform/server/module.ts';
import { defineTask, startTask } from '#platform/server/tasks/task.ts';
import type { Rule } from '../../contract/rule.ts';
import { addDays, dayOf, startOf } from '../../rule/day.ts';
import { dependenciesOf } from '../../rule/walk.ts';
import { compileRange, postgresEngine } from '../engine/postgres-engine.ts';
import { deleteUnfitting, insertFitting } from '../engine/run.repo.ts';
import { unitsUnder } from '../engine/world.repo.ts';
import { stepOf } from '../profile/population.repo.ts';
import { lockProfiles } from '../profile/profile.repo.ts';
import {
  type AudienceRow,
  findAudience,
  findDue,
  findFollowed,
  nextAudienceAt,
  setBuiltAudience,
  setDue,
  setTask,
} from './audience.repo.ts';
import { followCustomers, tellMembers } from './follow.service.ts';
import { addGrowth, countMembers } from './member.repo.ts';

const AT_ONCE = 1000;
const SLIDING_MS = 15 * 60_000;

const Payload = z.object({
  audienceId: z.uuid(),
  ruleVersion: z.int(),
  /** Who comes and leaves is told one by one; of an audience that is only beginning it is not. */
  tell: z.boolean(),
});

/** Finds all members of an audience anew, some buckets at a time. */
export const buildMembers = defineTask({
  kind: 'audiences.build',
  payload: Payload,
  async run(ctx, { audienceId, ruleVersion, tell }, progress) {
    const { bucket: first = 0 } = (progress.cursor ?? {}) as { bucket?: number };
    const begun = await findAudience(ctx, audienceId, { whole: true });
    const readsEvents = begun?.rule != null && dependenciesOf(begun.rule).events.length > 0;
    const step = await stepOf(ctx, readsEvents);
    for (let from = first; from < BUCKETS; from += step) {
      progress.check();
      const audience = await findAudience(ctx, audienceId, { whole: true });
      if (audience?.ruleVersion !== ruleVersion || audience.state === 'archived') return undefined;
      const buckets = { from, to: from + step };
      const rule = audience.rule!;
      const scope = { unitIds: await unitsUnder(ctx, audience.unitId) };
      await inTx(ctx, async (tx) => {
        await lockProfiles(tx, { buckets });
        const compiled = await compileRange(tx, rule, scope, buckets, tx.now());
        const left = await deleteUnfitting(tx, compiled, audienceId, buckets);
        const entered = await insertFitting(tx, compiled, audienceId);
        if (tell) {
          await tellMembers(tx, [{ audienceId, entered, left }]);
          const changed = [...entered, ...left];
          for (let i = 0; i < changed.length; i += AT_ONCE)
            await followCustomers(tx, changed.slice(i, i + AT_ONCE), {
              what: 'audience',
              id: audienceId,
            });
        }
        await progress.save(tx, { bucket: from + step }, { done: from + step });
      });
    }
    const audience = await findAudience(ctx, audienceId, { whole: true });
    if (audience?.rule) await finish(ctx, audience, ruleVersion, tell);
    return undefined;
  },
});

async function finish(ctx: Ctx, audience: AudienceRow, ruleVersion: number, told: boolean) {
  const rule = audience.rule!;
  const scope = { unitIds: await unitsUnder(ctx, audience.unitId) };
  const reached: Rule = { ...rule, include: { kind: 'all', of: [rule.include, REACHED] } };
  const reachable = await postgresEngine.count(ctx, reached, scope);
  await inTx(ctx, async (ctx) => {
    const count = await countMembers(ctx, audience.id);
    const dueAt = nextDue(ctx, rule);
    if (!(await setBuiltAudience(ctx, audience.id, ruleVersion, { count, reachable, dueAt })))
      return;
    await addGrowth(ctx, audience.id, told ? 0 : count, 0, count);
    if (told) return;
    // Whoever names it has been asking an audience of nobody.
    for (const other of await findFollowed(ctx))
      if (other.rule && dependenciesOf(other.rule).audiences.includes(audience.id))
        await orderBuild(ctx, other, other.state === 'live');
  });
}

const REACHED = { kind: 'reach', reachable: true } as const;

/** When time alone may change who belongs: at midnight, or soon where hours count. */
export function nextDue(ctx: Ctx, rule: Rule): Date | null {
  const { clock } = dependenciesOf(rule);
  const now = ctx.now();
  if (clock === 'always') return new Date(now.getTime() + SLIDING_MS);
  return startOf(addDays(dayOf(now), 1));
}

/**
 * Begins with the commit of the caller's transaction, on the product's own behalf: an audience that
 * follows its customers does not stop when whoever made it leaves.
 */
export async function orderBuild(
  given: TxCtx,
  audience: { id: string; name: string; ruleVersion: number },
  tell: boolean,
): Promise<string> {
  const ctx = asSystem(given, given.orgId, 'audiences');
  const taskId = await startTask(
    ctx,
    buildMembers,
    { audienceId: audience.id, ruleVersion: audience.ruleVersion, tell },
    {
      title: said(['圈选客群“{name}”', 'Find the members of “{name}”'], { name: audience.name }),
      subject: { kind: 'audience', id: audience.id },
      total: BUCKETS,
    },
  );
  await setTask(ctx, audience.id, taskId);
  return taskId;
}

/** Audiences whose members time may have changed. */
export const dueAudiences: Ticker = {
  name: 'audiences.due',
  run: (ctx) =>
    inTx(ctx, async (ctx) => {
      const due = await findDue(ctx, 50);
      for (const { orgId, ...audience } of due) {
        const bank = asSystem(ctx, orgId, 'audiences');
        await orderBuild(bank, audience, true);
        await setDue(bank, audience.id, nextDue(bank, audience.rule));
      }
      return due.length;
    }),
  nextAt: nextAudienceAt,
};
