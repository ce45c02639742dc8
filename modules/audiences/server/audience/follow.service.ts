import type { TxCtx } from '#platform/server/ctx.ts';
import { publishMany } from '#platform/server/events.ts';
import { type AudienceId, membersChanged } from '../../contract/audience.ts';
import type { Rule } from '../../contract/rule.ts';
import { dependenciesOf, meansKind } from '../../rule/walk.ts';
import type { Scope } from '../engine/audience-engine.ts';
import { postgresEngine } from '../engine/postgres-engine.ts';
import { unitsUnder } from '../engine/world.repo.ts';
import { addToCounts, type FollowedAudience, findFollowed } from './audience.repo.ts';
import {
  addGrowths,
  addMembers,
  deleteGone,
  findMemberships,
  type Move,
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
  const asked = touched(all, change);
  if (asked.length === 0) return;
  const held = await findMemberships(
    ctx,
    asked.map((a) => a.id),
    customerIds,
  );
  const moves: Move[] = [];
  for (const wave of inWaves(asked)) {
    const rules = wave.map((a) => a.rule);
    const fitting = await postgresEngine.choose(ctx, rules, await scopesOf(ctx, wave), customerIds);
    const moved = wave.map(({ id: audienceId }, i) => {
      const [now, before] = [fitting[i]!, held.get(audienceId) ?? new Set<number>()];
      return {
        audienceId,
        entered: [...now].filter((id) => !before.has(id)),
        left: [...before].filter((id) => !now.has(id)),
      };
    });
    await addMembers(ctx, moved);
    await removeMembers(ctx, moved);
    moves.push(...moved);
  }
  await tellMembers(ctx, moves);
}

/** Whoever is nobody any more leaves everything, snapshots too. */
export async function forgetMembers(ctx: TxCtx, customerIds: readonly number[]): Promise<void> {
  if (customerIds.length === 0) return;
  const gone = await deleteGone(ctx, customerIds);
  await tellMembers(
    ctx,
    gone.map(({ audienceId, ids }) => ({ audienceId, entered: [], left: ids })),
  );
}

/** Counts who came and left, and announces it. */
export async function tellMembers(ctx: TxCtx, all: readonly Move[]): Promise<void> {
  const moves = all.filter(({ entered, left }) => entered.length + left.length > 0);
  if (moves.length === 0) return;
  await addToCounts(ctx, moves);
  await addGrowths(ctx, moves);
  await publishMany(ctx, membersChanged, moves.flatMap(inBatches));
}

function inBatches({ audienceId, entered, left }: Move) {
  const batches = Math.ceil(Math.max(entered.length, left.length) / AT_ONCE);
  return Array.from({ length: batches }, (_, i) => ({
    audienceId: audienceId as AudienceId,
    entered: entered.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
    left: left.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
  }));
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

/**
 * Audiences that may be asked together, one wave after another: each after those its rule names. Rules
 * in a circle are refused when they are saved; should there be one, it ends somewhere.
 */
function inWaves(audiences: readonly Followed[]): Followed[][] {
  const byId = new Map(audiences.map((a) => [a.id, a]));
  const waveOf = new Map<string, number>();
  const place = (audience: Followed, above: ReadonlySet<string>): number => {
    const known = waveOf.get(audience.id);
    if (known !== undefined) return known;
    let wave = 0;
    for (const id of dependenciesOf(audience.rule).audiences) {
      const named = byId.get(id);
      if (named && !above.has(id)) wave = Math.max(wave, 1 + place(named, new Set([...above, id])));
    }
    waveOf.set(audience.id, wave);
    return wave;
  };
  const waves: Followed[][] = [];
  for (const audience of audiences) {
    const wave = place(audience, new Set([audience.id]));
    for (let no = waves.length; no <= wave; no += 1) waves.push([]);
    waves[wave]!.push(audience);
  }
  return waves.filter((wave) => wave.length > 0);
}

async function scopesOf(ctx: TxCtx, audiences: readonly Followed[]): Promise<Scope[]> {
  const known = new Map<string, Scope>();
  for (const { unitId } of audiences)
    if (!known.has(unitId)) known.set(unitId, { unitIds: await unitsUnder(ctx, unitId) });
  return audiences.map(({ unitId }) => known.get(unitId)!);
}
