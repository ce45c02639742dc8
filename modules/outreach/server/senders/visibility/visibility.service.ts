import { noteMarkedTags } from '#modules/wecom/server/index.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { addTags, listTags, markCustomer } from '#protocol/wecom/endpoints/tags.ts';
import { ask, readAgain, type SenderSettings } from '../wecom.ts';
import { chooseCohort, cohortOf, lockCohorts, setCohort } from './cohort.repo.ts';
import * as repo from './visibility.repo.ts';

/**
 * WeCom limits a moment by corp tags only, and looks who carries them when a colleague publishes. So a
 * moment is seen by a cohort: customers who carry one tag. Those who go through a plan together stay
 * one cohort and are marked once; who is refused today, or is on another day of the plan, is in another.
 */
const GROUP = '触达计划可见范围';
const AT_ONCE = 200;
const LANES = 8;
/** One turn; what is left waits for the next, so that no lease runs out over it. */
const TURN_MS = 20_000;
const NAME_TAKEN = 40071;
/** Somebody deleted it at WeCom: another is made in its place. */
const TAG_GONE: ReadonlySet<number> = new Set([40068, 41110]);
/** Of 10,000 tags that a corp has. With more a plan waits until something is published. */
const MOST_COHORTS = 500;
const FULL_MS = 600_000;

export type Visible =
  | { readonly outcome: 'ready'; readonly tagId: string }
  | { readonly outcome: 'later'; readonly retryAt: Date }
  | { readonly outcome: 'refused'; readonly code: number; readonly text: string };

type Corp = Parameters<typeof noteMarkedTags>[1];

/** Brings the customers of a handover together as a cohort at WeCom, before it is called. */
export async function makeVisible(
  ctx: Ctx,
  settings: SenderSettings,
  plan: repo.PlanAtCorp,
  handoverId: string,
): Promise<Visible> {
  const cohort = await takeCohort(ctx, plan, handoverId);
  if (cohort === null)
    return { outcome: 'later', retryAt: new Date(ctx.realNow().getTime() + FULL_MS) };
  const at = { ...plan, cohort };
  const tag = await tagOf(ctx, settings, at);
  if (tag.outcome !== 'ready') return tag;
  await inTx(ctx, (ctx) => repo.setWanted(ctx, at, handoverId));
  const retryAt = await markAll(ctx, settings, at, cohort);
  return retryAt ? { outcome: 'later', retryAt } : tag;
}

/** The cohort of a handover; chosen once. Null: there are as many as there may be, and none is free. */
function takeCohort(ctx: Ctx, plan: repo.PlanAtCorp, handoverId: string): Promise<number | null> {
  return inTx(ctx, async (ctx) => {
    await lockCohorts(ctx, plan);
    const taken = await cohortOf(ctx, handoverId);
    if (taken !== null) return taken;
    const { size, cohort, changes, next } = await chooseCohort(ctx, plan, handoverId);
    const full = next >= MOST_COHORTS;
    const chosen = cohort !== null && (full || changes <= size) ? cohort : full ? null : next;
    if (chosen !== null) await setCohort(ctx, handoverId, chosen);
    return chosen;
  });
}

/**
 * Whoever was judged out at the last moment must not see it: taken out of the cohort before the moment
 * is made. Null when that is so; otherwise when to go on.
 */
export async function keepOut(
  ctx: Ctx,
  settings: SenderSettings,
  at: repo.Cohort,
  handoverId: string,
): Promise<Date | null> {
  const somebody = await repo.leaveOthers(ctx, at, handoverId, 'handed_over');
  return somebody ? markAll(ctx, settings, at, at.cohort) : null;
}

/** Made once: the name says which it is, so that one made by a lost call is found again. */
async function tagOf(ctx: Ctx, settings: SenderSettings, at: repo.Cohort): Promise<Visible> {
  const known = await repo.findPlanTag(ctx, at);
  if (known) return { outcome: 'ready', tagId: known };
  const name = `P-${at.planId.replaceAll('-', '').slice(0, 24)}${at.cohort === 0 ? '' : `-${at.cohort}`}`;
  const made = await ask(ctx, settings, at.corpId, addTags, {
    body: { group_name: GROUP, tag: [{ name }] },
  });
  if (made.outcome === 'refused' && made.code !== NAME_TAKEN) return made;
  if (made.outcome === 'later') return made;
  let tagId =
    made.outcome === 'ok' ? made.reply.tag_group.tag.find((t) => t.name === name)?.id : '';
  if (!tagId) {
    const listed = await ask(ctx, settings, at.corpId, listTags, { body: {} });
    if (listed.outcome === 'refused' || listed.outcome === 'later') return listed;
    tagId =
      listed.outcome === 'ok'
        ? listed.reply.tag_group.flatMap((group) => group.tag).find((t) => t.name === name)?.id
        : '';
  }
  if (!tagId) return { outcome: 'later', retryAt: readAgain(ctx, settings) };
  await repo.insertPlanTag(ctx, at, tagId);
  return { outcome: 'ready', tagId };
}

/** Null when every friendship is as it should be, of a cohort or of all; otherwise when to go on. */
export async function markAll(
  ctx: Ctx,
  settings: SenderSettings,
  plan: repo.PlanAtCorp,
  cohort: number | null,
): Promise<Date | null> {
  const end = performance.now() + TURN_MS;
  for (;;) {
    const marks = await repo.behind(ctx, plan, cohort, AT_ONCE);
    if (marks.length === 0) return null;
    if (performance.now() > end) return ctx.realNow();
    // WeCom takes one change of a friendship at a time.
    const left = [...Map.groupBy(marks, (m) => `${m.customerId} ${m.userid}`).values()];
    const done: Marked[] = [];
    let retryAt: Date | null = null;
    await Promise.all(
      Array.from({ length: LANES }, async () => {
        for (let some = left.shift(); some && !retryAt; some = left.shift()) {
          const marked = await markOne(ctx, settings, plan, some);
          if (marked instanceof Date) retryAt = marked;
          else done.push(...marked);
        }
      }),
    );
    await note(ctx, plan, done);
    if (retryAt) return retryAt;
  }
}

interface Marked extends repo.Mark {
  readonly refused: number | null;
  readonly changed: boolean;
}

/** What is to change of one friendship. */
async function markOne(
  ctx: Ctx,
  settings: SenderSettings,
  { planId, corpId }: repo.PlanAtCorp,
  marks: readonly repo.Mark[],
): Promise<Marked[] | Date> {
  const { userid, externalUserid } = marks[0]!;
  if (externalUserid === null)
    return marks.map((mark) => ({ ...mark, refused: -1, changed: false }));
  const [add, remove] = [true, false].map((wanted) =>
    marks.flatMap((mark) => (mark.wanted === wanted ? [mark.tagId] : [])),
  ) as [string[], string[]];
  const answer = await ask(ctx, settings, corpId, markCustomer, {
    body: {
      userid,
      external_userid: externalUserid,
      ...(add.length > 0 ? { add_tag: add } : {}),
      ...(remove.length > 0 ? { remove_tag: remove } : {}),
    },
  });
  if (answer.outcome === 'later') return answer.retryAt;
  if (answer.outcome === 'unknown') return readAgain(ctx, settings);
  if (answer.outcome === 'refused' && TAG_GONE.has(answer.code)) {
    await inTx(ctx, (ctx) => repo.forgetTags(ctx, { planId, corpId }, [...add, ...remove]));
    return readAgain(ctx, settings);
  }
  // No friend any more: there is nothing left to take off, and nobody to show it to.
  return marks.map((mark) => ({
    ...mark,
    refused: answer.outcome === 'refused' && mark.wanted ? answer.code : null,
    changed: answer.outcome === 'ok',
  }));
}

async function note(ctx: Ctx, plan: repo.PlanAtCorp, done: readonly Marked[]): Promise<void> {
  if (done.length === 0) return;
  const tagsOf = (marks: readonly Marked[], wanted: boolean) =>
    marks.flatMap((mark) => (mark.wanted === wanted ? [mark.tagId] : []));
  await inTx(ctx, async (ctx) => {
    await repo.setMarked(ctx, plan, done);
    const changed = done.filter((mark) => mark.changed);
    const friendships = Map.groupBy(changed, (m) => `${m.customerId} ${m.userid}`).values();
    await noteMarkedTags(
      ctx,
      plan.corpId as Corp,
      [...friendships].map((marks) => ({
        externalUserid: marks[0]!.externalUserid!,
        userid: marks[0]!.userid,
        added: tagsOf(marks, true),
        removed: tagsOf(marks, false),
      })),
    );
  });
}
