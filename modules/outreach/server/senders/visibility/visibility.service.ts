import { noteMarkedTags } from '#modules/wecom/server/index.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { addTags, listTags, markCustomer } from '#protocol/wecom/endpoints/tags.ts';
import { ask, readAgain, type SenderSettings } from '../wecom.ts';
import * as repo from './visibility.repo.ts';

/**
 * WeCom limits a moment by corp tags only. A plan has one of its own: put on the friendships of whoever
 * it reaches, never on control, taken off when somebody is refused or withdraws.
 */
const GROUP = '触达计划可见范围';
const AT_ONCE = 200;
const LANES = 8;
/** One turn; what is left waits for the next, so that no lease runs out over it. */
const TURN_MS = 20_000;
const NAME_TAKEN = 40071;

export type Visible =
  | { readonly outcome: 'ready'; readonly tagId: string }
  | { readonly outcome: 'later'; readonly retryAt: Date }
  | { readonly outcome: 'refused'; readonly code: number; readonly text: string };

type Corp = Parameters<typeof noteMarkedTags>[1];

/** Brings the tag of a plan to the customers of a handover, before it is called. */
export async function makeVisible(
  ctx: Ctx,
  settings: SenderSettings,
  at: repo.PlanAtCorp,
  handoverId: string,
): Promise<Visible> {
  const tag = await tagOf(ctx, settings, at);
  if (tag.outcome !== 'ready') return tag;
  await inTx(ctx, (ctx) => repo.setWanted(ctx, at, handoverId));
  const retryAt = await markAll(ctx, settings, at, tag.tagId);
  return retryAt ? { outcome: 'later', retryAt } : tag;
}

/** Made once: the name says which plan it is, so that one made by a lost call is found again. */
async function tagOf(ctx: Ctx, settings: SenderSettings, at: repo.PlanAtCorp): Promise<Visible> {
  const known = await repo.findPlanTag(ctx, at);
  if (known) return { outcome: 'ready', tagId: known };
  const name = `P-${at.planId.replaceAll('-', '').slice(0, 24)}`;
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

/** Null when every friendship is as it should be; otherwise when to go on. */
export async function markAll(
  ctx: Ctx,
  settings: SenderSettings,
  at: repo.PlanAtCorp,
  tagId: string,
): Promise<Date | null> {
  const end = performance.now() + TURN_MS;
  for (;;) {
    const marks = await repo.behind(ctx, at, AT_ONCE);
    if (marks.length === 0) return null;
    if (performance.now() > end) return ctx.realNow();
    const left = [...marks];
    let retryAt: Date | null = null;
    await Promise.all(
      Array.from({ length: LANES }, async () => {
        for (let mark = left.shift(); mark && !retryAt; mark = left.shift())
          retryAt = (await markOne(ctx, settings, at, tagId, mark)) ?? retryAt;
      }),
    );
    if (retryAt) return retryAt;
  }
}

async function markOne(
  ctx: Ctx,
  settings: SenderSettings,
  at: repo.PlanAtCorp,
  tagId: string,
  mark: repo.Mark,
): Promise<Date | null> {
  const { userid, externalUserid, wanted } = mark;
  if (externalUserid === null) {
    await repo.setMarked(ctx, at, mark, -1);
    return null;
  }
  const answer = await ask(ctx, settings, at.corpId, markCustomer, {
    body: {
      userid,
      external_userid: externalUserid,
      ...(wanted ? { add_tag: [tagId] } : { remove_tag: [tagId] }),
    },
  });
  if (answer.outcome === 'later') return answer.retryAt;
  if (answer.outcome === 'unknown') return readAgain(ctx, settings);
  // No friend any more: there is nothing left to take off, and nobody to show it to.
  const refused = answer.outcome === 'refused' && wanted ? answer.code : null;
  await inTx(ctx, async (ctx) => {
    await repo.setMarked(ctx, at, mark, refused);
    if (answer.outcome === 'ok')
      await noteMarkedTags(ctx, at.corpId as Corp, {
        externalUserid,
        userid,
        added: wanted ? [tagId] : [],
        removed: wanted ? [] : [tagId],
      });
  });
  return null;
}
