import { type MirroredContact, mirroredContacts } from '#modules/wecom/server/index.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import { findKeys } from '../identities/identity.repo.ts';
import { keyOf } from '../identities/identity-key.ts';
import { type KnownTag, knownTags } from './dictionary.service.ts';
import { findHeld } from './tagging.repo.ts';
import { tagCustomers, untagCustomers } from './tagging.service.ts';
import { orderPush } from './wecom-push.job.ts';
import { findExternalUserids, findFriendships, findWecomTags, putKnown } from './wecom-tag.repo.ts';

type Corp = Parameters<typeof mirroredContacts>[1];

/** How sure a colleague's tag in WeCom makes us. */
const CONFIDENCE = 0.8;

/**
 * What colleagues edited in WeCom comes back. Each friendship is compared with what it was last known
 * to have there: the difference was edited in WeCom. What we pushed ourselves is known already, so
 * nothing goes round in circles.
 */
export async function takeWecomTags(
  ctx: TxCtx,
  { corpId, externalUserids }: { corpId: Corp; externalUserids: readonly string[] },
): Promise<void> {
  const mapped = new Map((await findWecomTags(ctx, [corpId])).map((t) => [t.wecomTagId, t.tagId]));
  if (mapped.size === 0) return;
  const keys = new Map(
    externalUserids.map((value) => [
      value,
      keyOf(ctx, { kind: 'external_userid', scope: corpId, value }).hash,
    ]),
  );
  const owners = await findKeys(ctx, [...keys.values()]);
  const customers = new Map(
    [...keys].flatMap(([value, hash]) => {
      const owner = owners.get(hash);
      return owner ? [[value, owner.customerId] as const] : [];
    }),
  );
  const contacts = await mirroredContacts(ctx, corpId, [...customers.keys()]);
  await compare(ctx, corpId, mapped, customers, contacts);
}

/** The same for customers whose friendships have just begun: their tags there were not ours to know. */
export async function takeWecomTagsOf(ctx: TxCtx, customerIds: readonly number[]): Promise<void> {
  const contacts = await findExternalUserids(ctx, customerIds);
  for (const [corpId, some] of Map.groupBy(contacts, (contact) => contact.corpId))
    await takeWecomTags(ctx, {
      corpId: corpId as Corp,
      externalUserids: some.map((contact) => contact.externalUserid),
    });
}

async function compare(
  ctx: TxCtx,
  corpId: string,
  mapped: ReadonlyMap<string, number>,
  customers: ReadonlyMap<string, number>,
  contacts: readonly MirroredContact[],
): Promise<void> {
  const byId = new Map([...(await knownTags(ctx)).values()].map((tag) => [tag.id, tag]));
  const ids = [...new Set(customers.values())];
  const friendships = (await findFriendships(ctx, ids)).filter((f) => f.corpId === corpId);
  const given: { customerId: number; tag: KnownTag; userid: string }[] = [];
  const taken: { customerId: number; tag: KnownTag }[] = [];
  const touched = new Set<number>();
  for (const contact of contacts) {
    const customerId = customers.get(contact.externalUserid)!;
    for (const follow of contact.follows) {
      if (follow.state === 'unread') continue;
      const known =
        friendships.find((f) => f.customerId === customerId && f.userid === follow.userid)?.known ??
        [];
      // A friendship that ends takes its tags with it; nobody meant anything by that.
      const over = follow.state === 'ended';
      const there = over ? [] : follow.tagIds.flatMap((id) => mapped.get(id) ?? []).sort(byNumber);
      if (same(there, known)) continue;
      await putKnown(ctx, { customerId, corpId, userid: follow.userid }, there);
      touched.add(customerId);
      if (over) continue;
      for (const id of there)
        if (!known.includes(id) && byId.has(id))
          given.push({ customerId, tag: byId.get(id)!, userid: follow.userid });
      for (const id of known)
        if (!there.includes(id) && byId.has(id)) taken.push({ customerId, tag: byId.get(id)! });
    }
  }
  await untagCustomers(
    ctx,
    taken.map(({ customerId, tag }) => ({ customerId, tag: tag.code })),
    'wecom',
  );
  const held = new Set((await findHeld(ctx, ids)).map((h) => `${h.customerId}/${h.tagId}`));
  await tagCustomers(
    ctx,
    given
      .filter(({ customerId, tag }) => !held.has(`${customerId}/${tag.id}`))
      .map(({ customerId, tag, userid }) => ({
        customerId,
        tag: tag.code,
        source: 'wecom' as const,
        confidence: CONFIDENCE,
        at: ctx.now(),
        evidence: { text: '客户经理在企业微信中标注', ref: `wecom:${corpId}/${userid}` },
      })),
  );
  // Other friendships follow, and what is not to be held is taken off again.
  await orderPush(ctx, [...touched]);
}

const byNumber = (a: number, b: number) => a - b;
const same = (a: readonly number[], b: readonly number[]) =>
  a.length === b.length && a.every((id) => b.includes(id));
