import type { Phrase } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { GateStep, Touch } from '../contract.ts';

/** What a rule looks at: only what it needs, nothing that names a person. It is recorded as it is. */
export type Inputs = Readonly<Record<string, unknown>>;

export type Judgement =
  | { readonly outcome: 'pass' }
  | { readonly outcome: 'refuse'; readonly text: Phrase }
  | { readonly outcome: 'defer'; readonly text: Phrase; readonly until: string };

export const pass: Judgement = { outcome: 'pass' };
export const refuse = (text: Phrase): Judgement => ({ outcome: 'refuse', text });

/**
 * One rule at one step of the gate. Reading is done for a whole batch at once; judging is a pure
 * function of what was read, so that a recorded decision can be replayed.
 */
export interface Policy<I extends Inputs = Inputs> {
  /** `CR-079`: the id under which the rule is known to compliance. */
  readonly rule: string;
  readonly version: number;
  readonly step: GateStep;
  readonly name: Phrase;
  /** Judged once more at the moment of sending: what may change after the decision. */
  readonly again: boolean;
  readonly gather: (ctx: Ctx, touches: readonly Touch[]) => Promise<I[]>;
  readonly judge: (inputs: I) => Judgement;
}

/** Lets rules with inputs of their own stand in one list. */
export const definePolicy = <I extends Inputs>(policy: Policy<I>): Policy =>
  policy as unknown as Policy;
