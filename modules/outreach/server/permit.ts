import type { Ctx } from '#platform/server/ctx.ts';
import { inTx } from '#platform/server/ctx.ts';
import { type Channel, outreachErrors, type Touch } from '../contract.ts';
import { lockDecision, type RecordedDecision, setUsed, setWithdrawn } from './decision.repo.ts';
import type { Gate } from './gate.ts';

const key = Symbol('gate');

/** Only the gate makes one: nothing else passes for a permit, however it looks. */
class GatePermit {
  readonly decisionId: string;
  readonly #gate: Gate;
  readonly #decision: RecordedDecision;

  constructor(maker: symbol, gate: Gate, decision: RecordedDecision) {
    if (maker !== key) throw outreachErrors.noPermit({ why: 'forged' });
    this.decisionId = decision.id;
    this.#gate = gate;
    this.#decision = decision;
  }

  static open(permit: unknown): { gate: Gate; decision: RecordedDecision } {
    if (typeof permit !== 'object' || permit === null || !(#gate in permit))
      throw outreachErrors.noPermit({ why: 'forged' });
    return { gate: permit.#gate, decision: permit.#decision };
  }
}
export type Permit = GatePermit;

export function issuePermit(gate: Gate, decision: RecordedDecision): Permit {
  const permit = new GatePermit(key, gate, decision);
  Object.freeze(permit);
  return permit;
}

/**
 * Uses a permit up and answers the touch as it was decided. It is committed before anything leaves, so
 * a permit opens the door once, whatever happens next. What may have changed since the decision is
 * judged again: a project stopped a minute ago sends nothing.
 */
export async function redeemPermit(ctx: Ctx, permit: unknown, channel: Channel): Promise<Touch> {
  const { gate, decision } = GatePermit.open(permit);
  const redeemed = await inTx(ctx, async (ctx) => {
    const recorded = await lockDecision(ctx, decision);
    if (recorded?.outcome !== 'allowed') return { why: 'not-allowed' };
    if (recorded.touch.channel !== channel) return { why: 'other-channel' };
    if (recorded.usedAt !== null) return { why: 'used' };
    const now = await gate.judgeAgain(ctx, recorded.touch);
    const against = now.find((verdict) => verdict.outcome !== 'pass');
    if (against) {
      await setWithdrawn(ctx, recorded, against);
      return { why: 'no-longer-allowed', rule: against.rule };
    }
    await setUsed(ctx, recorded);
    return { touch: recorded.touch };
  });
  if (!redeemed.touch) throw outreachErrors.noPermit(redeemed);
  return redeemed.touch;
}
