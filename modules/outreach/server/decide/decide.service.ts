import { BUCKETS, type BucketRange } from '#platform/server/buckets.ts';
import { asSystem, type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { publishMany } from '#platform/server/events.ts';
import { touchesSettled } from '../../contract/events.ts';
import { findPlans } from '../plans/plan.repo.ts';
import { policies } from '../policies/index.ts';
import type { Basis } from '../rules/basis.ts';
import { findSettings } from '../settings/setting.repo.ts';
import { lockBuckets, STRIPE } from '../touches/lock.repo.ts';
import { makePlaces } from './arbitrate.service.ts';
import { attributeIds, insertBasis } from './basis.repo.ts';
import { basisId, basisMaker, type Kind } from './basis.service.ts';
import {
  banksWithDue,
  type DecidedLine,
  type DecideSet,
  type DueKind,
  decideSet,
  dueKinds,
  nextKinds,
} from './decide.repo.ts';
import type { Gathering } from './gather.repo.ts';

export interface DecideOptions {
  /** Buckets from ≤ b < to; all of them unless said otherwise. */
  readonly buckets?: readonly [from: number, to: number];
  /** Transactions beside each other; one inside a transaction of the caller. */
  readonly workers?: number;
}

/** What was decided: how many, with what outcome, and by which rule. */
export interface Tally {
  readonly decided: number;
  readonly allowed: number;
  readonly refused: number;
  readonly deferred: number;
  /** Those that were refused or deferred, by rule. */
  readonly rules: ReadonlyMap<string, number>;
}

/** A transaction decides about so many contacts: seconds of work, and seconds of waiting for others. */
const A_RANGE = 12_000;
/** So few are not worth a second transaction. */
const A_SMALL = 1_000;
/** A contact is asked again when a place was made for it; more often than this nothing is gained. */
const MOST_ROUNDS = 50;

/**
 * Decides what was proposed and what waited for an hour that has come. Range by range of buckets, each
 * one transaction: wherever a process dies, a range is decided or it is not, and what is decided is not
 * decided twice.
 */
export async function decideDue(
  ctx: Ctx,
  { buckets = [0, BUCKETS], workers = 1 }: DecideOptions = {},
): Promise<Tally> {
  const whole: BucketRange = { from: buckets[0], to: buckets[1] };
  const kinds = await dueKinds(ctx, whole);
  const tally = newTally();
  if (kinds.length === 0) return tally;
  const sets = await prepare(ctx, kinds);
  const beside = ctx.db.isTransaction ? 1 : workers;
  const ranges = rangesOf(
    whole,
    kinds.reduce((sum, kind) => sum + kind.contacts, 0),
    beside,
  );
  const work = async () => {
    for (let range = ranges.shift(); range; range = ranges.shift()) {
      const lines = await inTx(ctx, (ctx) => decideRange(ctx, range!, sets));
      for (const line of lines) addTo(tally, line);
    }
  };
  await Promise.all(Array.from({ length: beside }, work));
  return tally;
}

/** In every bank; answers how many were decided. */
export async function decideBanks(ctx: Ctx): Promise<number> {
  let decided = 0;
  for (const orgId of await banksWithDue(ctx))
    decided += (await decideDue(asSystem(ctx, orgId, 'outreach'), { workers: 2 })).decided;
  return decided;
}

type Prepared = Omit<DecideSet, 'range'>;

async function prepare(ctx: Ctx, kinds: readonly DueKind[]): Promise<Prepared[]> {
  const plans = await findPlans(
    ctx,
    kinds.map((kind) => kind.planId),
  );
  const basisOf = await basisMaker(ctx);
  const gathering = await gatheringOf(ctx);
  const planned = {
    from: new Date(Math.min(...kinds.map((kind) => kind.plannedFrom.getTime()))),
    to: new Date(Math.max(...kinds.map((kind) => kind.plannedTo.getTime()))),
  };
  const sets: Prepared[] = [];
  for (const kind of kinds) {
    const basis: Basis = await basisOf(plans.get(kind.planId)!, kind);
    sets.push({ kind, basis, basisId: basisId(basis), policies, gathering, planned });
  }
  // Before the ranges begin: of two that wrote the same one, the second would wait for the first's end.
  await inTx(ctx, async (ctx) => {
    for (const { basisId, basis } of sets) await insertBasis(ctx, basisId, basis);
  });
  return sets;
}

export async function gatheringOf(ctx: Ctx): Promise<Gathering> {
  const { settings } = await findSettings(ctx);
  return {
    orgId: ctx.orgId,
    attributes: await attributeIds(ctx),
    weights: settings.fatigue.weights,
  };
}

/**
 * One statement decides the best contact of each customer. It is repeated until nobody has another, so
 * that each contact finds the ledger as the better ones have left it.
 */
async function decideRange(
  ctx: TxCtx,
  range: BucketRange,
  sets: readonly Prepared[],
): Promise<DecidedLine[]> {
  await lockBuckets(ctx, range);
  const all: DecidedLine[] = [];
  let left = sets;
  for (let round = 0; round < MOST_ROUNDS && left.length > 0; round++) {
    for (const prepared of left) {
      const set = { ...prepared, range };
      const lines = await decideSet(ctx, set);
      const losers = lines.filter((line) => isLost(line, set)).flatMap((line) => line.keys);
      const winners = await makePlaces(ctx, set, losers.map(refOf));
      // Those are decided again in the next round, and counted there.
      const settled = lines.map((line) => without(line, winners));
      await tellRefused(ctx, set, settled);
      all.push(...settled);
    }
    const next = new Set((await nextKinds(ctx, range, sets[0]!.planned)).map(kindKey));
    left = sets.filter(({ kind }) => next.has(kindKey(kind)));
  }
  return all;
}

const kindKey = (kind: Kind): string =>
  JSON.stringify([
    kind.planId,
    kind.channel,
    kind.contentKind,
    kind.contentId,
    kind.contentVersion,
    kind.productId,
  ]);

const refOf = ([customerId, touchId, plannedAt]: DecidedLine['keys'][number]) =>
  [customerId, touchId, plannedAt] as const;

function without(line: DecidedLine, winners: ReadonlySet<string>): DecidedLine {
  if (winners.size === 0) return line;
  const keys = line.keys.filter(([, touchId]) => !winners.has(touchId));
  return { ...line, keys, count: line.count - (line.keys.length - keys.length) };
}

/** It passed everything and found no place. */
const isLost = ({ said }: DecidedLine, { policies }: Prepared): boolean =>
  said !== null && policies.some(({ key, slot }) => slot && said.startsWith(`${key}:`));

const TOLD_AT_ONCE = 500;

/** Whoever planned them hears which contacts will not be made. */
async function tellRefused(
  ctx: TxCtx,
  { kind: { planId, channel } }: Prepared,
  lines: readonly DecidedLine[],
): Promise<void> {
  const touches = lines
    .filter(({ outcome }) => outcome === 'refused')
    .flatMap(({ keys, rule }) =>
      keys.map(([customerId, touchId, , itemKey]) => ({
        customerId,
        touchId,
        itemKey,
        channel,
        reason: rule,
      })),
    );
  const payloads = [];
  for (let i = 0; i < touches.length; i += TOLD_AT_ONCE)
    payloads.push({
      planId,
      state: 'refused' as const,
      touches: touches.slice(i, i + TOLD_AT_ONCE),
    });
  await publishMany(ctx, touchesSettled, payloads);
}

/**
 * Ranges end where the locked stripes end: two beside each other never wait for one another. As many
 * for each who works, so that nobody is left with a last one alone.
 */
const rangesOf = ({ from, to }: BucketRange, contacts: number, beside: number): BucketRange[] => {
  const stripes = Math.ceil((to - from) / STRIPE);
  const each = Math.ceil(contacts / A_RANGE / beside);
  const count = contacts <= A_SMALL ? 1 : Math.min(stripes, each * beside);
  const bound = (i: number) => Math.min(to, from + Math.round((stripes * i) / count) * STRIPE);
  return Array.from({ length: count }, (_, i) => ({ from: bound(i), to: bound(i + 1) }));
};

type Growing = { -readonly [K in keyof Tally]: Tally[K] } & { rules: Map<string, number> };
const newTally = (): Growing => ({
  decided: 0,
  allowed: 0,
  refused: 0,
  deferred: 0,
  rules: new Map(),
});

function addTo(tally: Growing, { outcome, rule, count }: DecidedLine): void {
  tally.decided += count;
  tally[outcome] += count;
  if (rule) tally.rules.set(rule, (tally.rules.get(rule) ?? 0) + count);
}
