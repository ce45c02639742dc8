import { audit } from '#platform/server/audit.ts';
import { asSystem, type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type { Ticker } from '#platform/server/module.ts';
import type { Source } from '../../contract/attribute.ts';
import type { HeldTag } from '../../contract/tag.ts';
import { rankOf } from '../attributes/content.ts';
import { tellChanged } from '../changed.ts';
import { demandVisible } from '../known-customers.repo.ts';
import { activeTags, type KnownTag, knownTags } from './dictionary.service.ts';
import {
  deleteExpired,
  deleteTags,
  dropRefusals,
  findHeld,
  findRefusals,
  type HeldTagRow,
  insertChanges,
  nextExpiryAt,
  type Pair,
  putRefusal,
  type TagChange,
  type TagRow,
  upsertTags,
} from './tagging.repo.ts';
import { orderPush } from './wecom-push.job.ts';

export interface TagInput {
  readonly customerId: number;
  /** Its code. */
  readonly tag: string;
  readonly source: Source;
  /** How sure it is, 0–1. */
  readonly confidence: number;
  /** How much this adds to its strength; as much as it is sure unless said otherwise. */
  readonly weight?: number;
  readonly at: Date;
  /** Absent: as the dictionary says. */
  readonly expiresAt?: Date | null | undefined;
  readonly evidence: { readonly text: string; readonly ref: string | null };
}

export interface Tagged {
  /** Customers whose tags are not as they were. */
  readonly changed: ReadonlySet<number>;
  readonly refused: readonly { index: number; why: 'unknown' | 'by_customer' | 'outranked' }[];
}

const DAY_MS = 86_400_000;
const AT_ONCE = 5_000;
/** After a customer deleted a tag (CR-014). */
const COOL_OFF_DAYS = 180;
/** People, and the customers themselves, may give a deleted tag again; what computes may not. */
const mayGiveAgain: ReadonlySet<Source> = new Set(['manual', 'customer', 'questionnaire']);

/** Gives tags to customers, set-wise. What customers deleted, or a better source decided, stays so. */
export async function tagCustomers(ctx: TxCtx, inputs: readonly TagInput[]): Promise<Tagged> {
  const changed = new Set<number>();
  const refused: { index: number; why: 'unknown' | 'by_customer' | 'outranked' }[] = [];
  if (inputs.length === 0) return { changed, refused };
  const tags = await knownTags(ctx);
  const ids = [...new Set(inputs.map((input) => input.customerId))];
  const refusals = new Set((await findRefusals(ctx, ids)).map(keyOf));
  const rivals = await rivalsOf(ctx, tags, inputs, ids);
  const rounds: TagRow[][] = [];
  const seen = new Map<string, number>();
  for (const [index, input] of inputs.entries()) {
    const tag = tags.get(input.tag);
    const refuse = (why: 'unknown' | 'by_customer' | 'outranked') => refused.push({ index, why });
    if (tag?.state !== 'active') {
      refuse('unknown');
      continue;
    }
    const row = rowOf(ctx, tag, input);
    const key = keyOf(row);
    if (refusals.has(key) && !mayGiveAgain.has(input.source)) refuse('by_customer');
    else if (rivals.some((held) => outranks(held, row, tag, tags))) refuse('outranked');
    else {
      // The same place twice in one call is two rounds.
      const round = seen.get(key) ?? 0;
      seen.set(key, round + 1);
      if (round === rounds.length) rounds.push([]);
      rounds[round]!.push(row);
    }
  }
  for (const round of rounds)
    for (let i = 0; i < round.length; i += AT_ONCE)
      await give(ctx, tags, round.slice(i, i + AT_ONCE), changed);
  await announce(ctx, changed);
  return { changed, refused };
}

async function give(
  ctx: TxCtx,
  tags: ReadonlyMap<string, KnownTag>,
  rows: readonly TagRow[],
  changed: Set<number>,
): Promise<void> {
  const siblings = siblingsIn(tags);
  const displaced = await deleteTags(
    ctx,
    rows.flatMap(({ customerId, tagId }) =>
      (siblings.get(tagId) ?? []).map((other) => ({ customerId, tagId: other })),
    ),
  );
  const touched = await upsertTags(ctx, rows);
  const sources = new Map(rows.map((row) => [keyOf(row), row.source]));
  const given = touched.filter((t) => t.given);
  await dropRefusals(ctx, given);
  await insertChanges(ctx, newId(ctx.now()), [
    ...displaced.map((p): TagChange => ({ ...p, act: 'taken', source: 'exclusive' })),
    ...given.map(
      ({ customerId, tagId }): TagChange => ({
        customerId,
        tagId,
        act: 'given',
        source: sources.get(keyOf({ customerId, tagId }))!,
      }),
    ),
  ]);
  for (const { customerId } of [...displaced, ...touched]) changed.add(customerId);
}

/** Takes tags away, whoever gave them. Answers what was there. */
export async function untagCustomers(
  ctx: TxCtx,
  pairs: readonly { readonly customerId: number; readonly tag: string }[],
  source: Source,
  act: TagChange['act'] = 'taken',
): Promise<Pair[]> {
  const tags = await knownTags(ctx);
  const wanted = pairs.flatMap(({ customerId, tag }) => {
    const found = tags.get(tag);
    return found ? [{ customerId, tagId: found.id }] : [];
  });
  const gone: Pair[] = [];
  for (let i = 0; i < wanted.length; i += AT_ONCE)
    gone.push(...(await deleteTags(ctx, wanted.slice(i, i + AT_ONCE))));
  await insertChanges(
    ctx,
    newId(ctx.now()),
    gone.map((pair) => ({ ...pair, act, source })),
  );
  await announce(ctx, new Set(gone.map((pair) => pair.customerId)));
  return gone;
}

/** Tells the product, and WeCom where these tags are pushed. */
async function announce(ctx: TxCtx, customerIds: ReadonlySet<number>): Promise<void> {
  await tellChanged(ctx, customerIds);
  await orderPush(ctx, [...customerIds]);
}

const keyOf = ({ customerId, tagId }: Pair) => `${customerId}/${tagId}`;

function rowOf(ctx: TxCtx, tag: KnownTag, input: TagInput): TagRow {
  const { customerId, source, confidence, at, weight = confidence } = input;
  const { text, ref } = input.evidence;
  const inDays = tag.days === null ? null : new Date(ctx.now().getTime() + tag.days * DAY_MS);
  return {
    customerId,
    tagId: tag.id,
    source,
    rank: rankOf(source),
    confidence,
    weight,
    evidence: { source, at: at.toISOString(), weight, text: text.slice(0, 120), ref },
    at,
    expiresAt: input.expiresAt === undefined ? inDays : input.expiresAt,
  };
}

/** In an exclusive group, the tags that give way to this one. */
function siblingsIn(tags: ReadonlyMap<string, KnownTag>): Map<number, number[]> {
  return new Map(
    [...tags.values()]
      .filter(({ group }) => group.exclusive)
      .map((tag) => [tag.id, tag.group.tags.map((t) => t.id).filter((id) => id !== tag.id)]),
  );
}

/** What these customers hold in the exclusive groups the inputs are about. */
async function rivalsOf(
  ctx: TxCtx,
  tags: ReadonlyMap<string, KnownTag>,
  inputs: readonly TagInput[],
  ids: readonly number[],
): Promise<HeldTagRow[]> {
  const groups = new Set(
    inputs.flatMap(({ tag }) => (tags.get(tag)?.group.exclusive ? [tags.get(tag)!.groupId] : [])),
  );
  const tagIds = [...tags.values()].filter((t) => groups.has(t.groupId)).map((t) => t.id);
  return tagIds.length === 0 ? [] : findHeld(ctx, ids, tagIds);
}

/** A better source has said that it is another of the same exclusive group. */
const outranks = (
  held: HeldTagRow,
  row: TagRow,
  tag: KnownTag,
  tags: ReadonlyMap<string, KnownTag>,
): boolean =>
  tag.group.exclusive &&
  held.customerId === row.customerId &&
  held.tagId !== row.tagId &&
  held.rank < row.rank &&
  [...tags.values()].some((t) => t.id === held.tagId && t.groupId === tag.groupId);

/** Strongest first, need by need, with what speaks for them. */
export async function tagsOf(
  ctx: Ctx,
  customerIds: readonly number[],
): Promise<Map<number, HeldTag[]>> {
  const byId = new Map([...(await knownTags(ctx)).values()].map((tag) => [tag.id, tag]));
  const found = new Map<number, HeldTag[]>();
  for (const row of await findHeld(ctx, customerIds)) {
    const tag = byId.get(row.tagId);
    if (!tag) continue;
    const list = found.get(row.customerId) ?? [];
    list.push(shownTag(tag, row));
    found.set(row.customerId, list);
  }
  for (const list of found.values()) list.sort((a, b) => b.strength - a.strength);
  return found;
}

const shownTag = ({ code, name, group }: KnownTag, row: HeldTagRow): HeldTag => ({
  code,
  name,
  group: { code: group.code, name: group.name, kind: group.kind },
  source: row.source,
  confidence: Math.round(row.confidence * 1000) / 1000,
  strength: Math.round(row.strength * 1000) / 1000,
  evidence: row.evidence,
  since: row.since.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
});

export async function showTags(ctx: Ctx, customerId: number): Promise<HeldTag[]> {
  await demandVisible(ctx, customerId);
  return (await tagsOf(ctx, [customerId])).get(customerId) ?? [];
}

export interface ByHand {
  readonly add: readonly string[];
  readonly remove: readonly string[];
  readonly expiresAt: string | null;
  readonly note: string;
}

export function tagByHand(ctx: Ctx, customerId: number, given: ByHand): Promise<HeldTag[]> {
  return inTx(ctx, async (ctx) => {
    const { unitId } = await demandVisible(ctx, customerId, 'customers.tag.assign');
    await activeTags(ctx, given.add);
    const source = 'manual';
    const text = given.note || ctx.actor.name;
    await untagCustomers(
      ctx,
      given.remove.map((tag) => ({ customerId, tag })),
      source,
    );
    await tagCustomers(
      ctx,
      given.add.map((tag) => ({
        customerId,
        tag,
        source,
        confidence: 1,
        at: ctx.now(),
        ...(given.expiresAt ? { expiresAt: new Date(given.expiresAt) } : {}),
        evidence: { text, ref: `staff:${ctx.actor.id}/${ctx.requestId}` },
      })),
    );
    audit(ctx, {
      action: 'customers.customer-tagged',
      subject: { kind: 'customer', id: String(customerId) },
      unitId,
      after: { add: given.add, remove: given.remove },
    });
    return (await tagsOf(ctx, [customerId])).get(customerId) ?? [];
  });
}

/** The customer's own deletion: gone, and not computed again for a while (CR-014). */
export async function deleteOwnTag(ctx: TxCtx, customerId: number, code: string): Promise<void> {
  const tag = (await knownTags(ctx)).get(code);
  if (!tag?.group.recommends) return;
  const until = new Date(ctx.now().getTime() + COOL_OFF_DAYS * DAY_MS);
  await putRefusal(ctx, { customerId, tagId: tag.id }, until);
  await untagCustomers(ctx, [{ customerId, tag: code }], 'customer', 'deleted_by_customer');
  audit(ctx, {
    action: 'customers.tag-deleted-by-customer',
    subject: { kind: 'customer', id: String(customerId) },
    after: { tag: code, until },
  });
}

/** Takes away what has run out. */
export const expireTags: Ticker = {
  name: 'customers.expire-tags',
  run: (ctx) =>
    inTx(ctx, async (ctx) => {
      const gone = await deleteExpired(ctx, 1000);
      for (const [orgId, some] of Map.groupBy(gone, (row) => row.orgId)) {
        const system = asSystem(ctx, orgId);
        await insertChanges(
          system,
          newId(ctx.now()),
          some.map((row) => ({ ...row, act: 'expired' })),
        );
        await announce(system, new Set(some.map((row) => row.customerId)));
      }
      return gone.length;
    }),
  nextAt: nextExpiryAt,
};
