import type { TxCtx } from '#platform/server/ctx.ts';
import { publish } from '#platform/server/events.ts';
import { type AudienceId, membersChanged } from '../../contract/audience.ts';
import type { Rule } from '../../contract/rule.ts';
import { dependenciesOf, meansKind } from '../../rule/walk.ts';
import type { Scope } from '../engine/audience-engine.ts';
import { postgresEngine } from '../engine/postgres-engine.ts';
import { unitsUnder } from '../engine/world.repo.ts';
import { addToCount, type FollowedAudience, findFollowed } from './audience.repo.ts';
import {
  addGrowth,
  addMembers,
  deleteGone,
  findMemberships,
  removeMembers,
} from './member.repo.ts';

/** What is not as it was with some customers. */
export type Change =
  /** `history`: what they did is not the same either, since customers were merged or split. */
  | { readonly what: 'customer'; readonly history?: true }
  | { readonly what: 'events'; readonly kinds: readonly string[] }
  | { readonly what: 'audience'; readonly id: string };

const AT_ONCE = 1000;

type Followed = FollowedAudience & { readonly rule: Rule };

/**
 * Finds anew for these customers, at most a thousand, to which audiences they belong, and tells who
 * came and left. Only audiences whose rule may be touched by the change are asked; those that name
 * another audience come after it.
 */
export async function followCustomers(
  ctx: TxCtx,
  customerIds: readonly number[],
  change: Change,
): Promise<void> {
  const all = (await findFollowed(ctx)).filter((a): a is Followed => a.rule !== null);
  const asked = inOrder(touched(all, change));
  if (asked.length === 0) return;
  const scopes = await scopesOf(ctx, asked);
  const held = await findMemberships(
    ctx,
    asked.map((a) => a.id),
    customerIds,
  );
  const rules = asked.map((a) => a.rule);
  let i = 0;
  for await (const fitting of postgresEngine.choose(ctx, rules, scopes, customerIds)) {
    const audience = asked[i]!;
    i += 1;
    const before = held.get(audience.id) ?? new Set();
    const entered = [...fitting].filter((id) => !before.has(id));
    const left = [...before].filter((id) => !fitting.has(id));
    await addMembers(ctx, audience.id, entered);
    await removeMembers(ctx, audience.id, left);
    await tellMembers(ctx, audience.id, entered, left);
  }
}

/** Whoever is nobody any more leaves everything, snapshots too. */
export async function forgetMembers(ctx: TxCtx, customerIds: readonly number[]): Promise<void> {
  if (customerIds.length === 0) return;
  for (const { audienceId, ids } of await deleteGone(ctx, customerIds))
    await tellMembers(ctx, audienceId, [], ids);
}

/** Counts who came and left, and announces it. */
export async function tellMembers(
  ctx: TxCtx,
  audienceId: string,
  entered: readonly number[],
  left: readonly number[],
): Promise<void> {
  if (entered.length === 0 && left.length === 0) return;
  await addToCount(ctx, audienceId, entered.length, left.length);
  await addGrowth(ctx, audienceId, entered.length, left.length);
  const batches = Math.ceil(Math.max(entered.length, left.length) / AT_ONCE);
  for (let i = 0; i < batches; i++)
    await publish(ctx, membersChanged, {
      audienceId: audienceId as AudienceId,
      entered: entered.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
      left: left.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
    });
}

/** Those that the change may touch, and those that name one of them. */
function touched(all: readonly Followed[], change: Change): Followed[] {
  const hit = new Set<string>();
  for (const { id, rule } of all) {
    const needs = dependenciesOf(rule);
    if (
      change.what === 'customer' ||
      (change.what === 'events' &&
        (needs.activity ||
          needs.standing ||
          change.kinds.some((kind) => meansKind(needs.events, kind)))) ||
      (change.what === 'audience' && needs.audiences.includes(change.id))
    )
      hit.add(id);
  }
  for (let grew = true; grew; ) {
    grew = false;
    for (const { id, rule } of all)
      if (!hit.has(id) && dependenciesOf(rule).audiences.some((named) => hit.has(named))) {
        hit.add(id);
        grew = true;
      }
  }
  return all.filter((audience) => hit.has(audience.id));
}

/** An audience after those its rule names. Rules in a circle are refused when they are saved. */
function inOrder(audiences: readonly Followed[]): Followed[] {
  const byId = new Map(audiences.map((a) => [a.id, a]));
  const ordered = new Set<Followed>();
  const place = (audience: Followed, above: ReadonlySet<string>) => {
    if (ordered.has(audience) || above.has(audience.id)) return;
    for (const id of dependenciesOf(audience.rule).audiences) {
      const named = byId.get(id);
      if (named) place(named, new Set([...above, audience.id]));
    }
    ordered.add(audience);
  };
  for (const audience of audiences) place(audience, new Set());
  return [...ordered];
}

async function scopesOf(ctx: TxCtx, audiences: readonly Followed[]): Promise<Scope[]> {
  const known = new Map<string, Scope>();
  for (const { unitId } of audiences)
    if (!known.has(unitId)) known.set(unitId, { unitIds: await unitsUnder(ctx, unitId) });
  return audiences.map(({ unitId }) => known.get(unitId)!);
}
