import type { Lang } from '#platform/contract/text.ts';
import type { Channel } from '../../contract/channel.ts';
import type { Decision } from '../../contract/gate.ts';
import { policies } from '../policies/index.ts';
import type { Basis } from '../rules/basis.ts';
import type { Facts } from '../rules/facts.ts';
import { verdicts } from '../rules/judge.ts';

export interface DecisionOf {
  readonly touchId: string;
  readonly channel: Channel;
  readonly at: Date;
  readonly outcome: Decision['outcome'];
  readonly until: Date | null;
  readonly facts: Facts;
  readonly basis: Basis;
}

/** A decision in words: texts are made when somebody reads them. */
export function asDecision(
  { touchId, channel, at, outcome, until, facts, basis }: DecisionOf,
  lang: Lang,
): Decision {
  const all = verdicts(policies, facts, basis, lang);
  const decidedBy = all.find((v) => v.outcome === 'refuse' || v.outcome === 'defer') ?? null;
  return {
    id: touchId,
    touchId,
    channel,
    at: at.toISOString(),
    outcome,
    decidedBy,
    verdicts: all,
    until: until?.toISOString() ?? null,
  };
}
