import type { TxCtx } from '#platform/server/ctx.ts';
import { arbitration } from '../policies/frequency.policy.ts';
import { readFacts } from '../rules/facts.ts';
import { settle } from '../rules/settle.ts';
import { askAgain, displace, findVictims, type Placing, type TouchRef } from './arbitrate.repo.ts';
import { findBases } from './basis.repo.ts';

const AT_ONCE = 2_000;

/**
 * Makes places for contacts that found none, where lesser ones hold them: these wait for the next day
 * with the reason, or are given up when that is too late. Answers for whom a place was made.
 */
export async function makePlaces(
  ctx: TxCtx,
  set: Placing,
  losers: readonly TouchRef[],
): Promise<ReadonlySet<string>> {
  const winners = new Set<string>();
  for (let i = 0; i < losers.length; i += AT_ONCE) {
    const victims = await findVictims(ctx, set, losers.slice(i, i + AT_ONCE));
    if (victims.length === 0) continue;
    const bases = await findBases(
      ctx,
      victims.map((victim) => victim.basisId),
    );
    await displace(
      ctx,
      victims.map((victim) => {
        const basis = bases.get(victim.basisId)!;
        const facts = { ...readFacts(victim.facts), displaced: true };
        const says = arbitration.codes(basis).displaced!;
        const { until } = settle(says, facts, victim, basis);
        return {
          ...victim,
          until,
          version: says.version,
          facts: { ...(victim.facts as object), displaced: true },
        };
      }),
    );
    await askAgain(
      ctx,
      victims.map((v) => [v.customerId, v.winnerId, v.winnerPlannedAt.toISOString()] as const),
    );
    for (const { winnerId } of victims) winners.add(winnerId);
  }
  return winners;
}
