import { callWecom, noteMarkedTags } from '#modules/wecom/server/index.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { markCustomer } from '#protocol/wecom/endpoints/tags.ts';
import { knownTags } from './dictionary.service.ts';
import { findHeld } from './tagging.repo.ts';
import {
  type Friendship,
  findExternalUserids,
  findFriendships,
  findWecomTags,
  lockKnown,
  putKnown,
} from './wecom-tag.repo.ts';

type Corp = Parameters<typeof noteMarkedTags>[1];
export type MarkTags = typeof callWecom;

interface Step {
  readonly friendship: Friendship;
  readonly externalUserid: string;
  readonly add: readonly { tagId: number; wecomTagId: string }[];
  readonly remove: readonly { tagId: number; wecomTagId: string }[];
}

/**
 * Brings friendships in WeCom in line with what is held here: only the difference to what they were
 * last known to have is sent, and what was sent is known from then on. Running it again sends nothing.
 */
export async function pushTags(
  ctx: Ctx,
  { customerIds }: { customerIds: readonly number[] },
  mark: MarkTags = callWecom,
): Promise<void> {
  let later: string | null = null;
  for (const { friendship, externalUserid, add, remove } of await stepsFor(ctx, customerIds)) {
    const { corpId, userid } = friendship;
    const answer = await mark(ctx, { corpId }, markCustomer, {
      body: {
        userid,
        external_userid: externalUserid,
        ...(add.length > 0 ? { add_tag: add.map((t) => t.wecomTagId) } : {}),
        ...(remove.length > 0 ? { remove_tag: remove.map((t) => t.wecomTagId) } : {}),
      },
    });
    if (answer.outcome === 'ok')
      await inTx(ctx, async (ctx) => {
        await noteKnown(
          ctx,
          friendship,
          add.map((t) => t.tagId),
          remove.map((t) => t.tagId),
        );
        await noteMarkedTags(ctx, corpId as Corp, [
          {
            externalUserid,
            userid,
            added: add.map((t) => t.wecomTagId),
            removed: remove.map((t) => t.wecomTagId),
          },
        ]);
      });
    else if (answer.outcome === 'refused')
      ctx.log.warn({ corpId, code: answer.code }, 'WeCom refused tags of a customer');
    else later = answer.outcome;
  }
  // The rest is done; the queue calls again for these.
  if (later) throw new Error(`WeCom takes tags later: ${later}`);
}

async function stepsFor(ctx: Ctx, customerIds: readonly number[]): Promise<Step[]> {
  const friendships = await findFriendships(ctx, customerIds);
  const mapped = await findWecomTags(ctx, [...new Set(friendships.map((f) => f.corpId))]);
  const pushed = new Set(
    [...(await knownTags(ctx)).values()]
      .filter((tag) => tag.pushName !== null && tag.state === 'active')
      .map((tag) => tag.id),
  );
  const held = Map.groupBy(await findHeld(ctx, customerIds), (h) => h.customerId);
  const contacts = await findExternalUserids(ctx, customerIds);
  return friendships.flatMap((friendship): Step[] => {
    const { customerId, corpId, known } = friendship;
    const externalUserid = contacts.find(
      (c) => c.customerId === customerId && c.corpId === corpId,
    )?.externalUserid;
    const own = new Set((held.get(customerId) ?? []).map((h) => h.tagId));
    const inCorp = mapped.filter((tag) => tag.corpId === corpId);
    const add = inCorp.filter(
      ({ tagId }) => own.has(tagId) && pushed.has(tagId) && !known.includes(tagId),
    );
    const remove = inCorp.filter(({ tagId }) => known.includes(tagId) && !own.has(tagId));
    if (!externalUserid || add.length + remove.length === 0) return [];
    return [{ friendship, externalUserid, add, remove }];
  });
}

/** On what is known by now: a colleague may have edited meanwhile. */
async function noteKnown(
  ctx: TxCtx,
  friendship: Friendship,
  added: readonly number[],
  removed: readonly number[],
): Promise<void> {
  const known = await lockKnown(ctx, friendship);
  const next = [...new Set([...known, ...added])].filter((id) => !removed.includes(id));
  await putKnown(ctx, friendship, next);
}
