import { type Phrase, say } from '#platform/contract/text.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { type GateStep, gateSteps, gateStepText, type Touch } from '../contract.ts';
import {
  findAllowed,
  insertDecisions,
  type RecordedDecision,
  type RecordedVerdict,
} from './decision.repo.ts';
import { issuePermit, type Permit } from './permit.ts';
import { definePolicy, type Inputs, type Judgement, type Policy, pass, refuse } from './policy.ts';
import { touchId } from './touch.ts';

type RecipientKind = Touch['recipient']['kind'];

/** Without a rule at each of these steps nothing goes out to such a recipient. */
export const neededSteps: Record<RecipientKind, readonly GateStep[]> = {
  customer: gateSteps,
  group: gateSteps.filter((step) => step !== 'consent' && step !== 'opt_out'),
  staff: ['scope', 'content'],
};

export interface Decided {
  readonly decision: RecordedDecision;
  /** Lets exactly this touch through one sender, once; null unless it was allowed. */
  readonly permit: Permit | null;
}

export interface Gate {
  /**
   * Judges a batch in the order of the steps, records every decision and answers in the order asked.
   * The first refusal ends the judging of a touch; `explain` asks every rule all the same.
   */
  decide(
    ctx: TxCtx,
    touches: readonly Touch[],
    options?: { explain?: boolean },
  ): Promise<Decided[]>;
  /** What the rules that may have changed say of an allowed touch now. */
  judgeAgain(ctx: Ctx, touch: Touch): Promise<RecordedVerdict[]>;
  /** The same inputs under the same version of the rule; null when this version is no longer known. */
  replay(verdict: RecordedVerdict): Judgement | null;
  readonly policies: readonly Policy[];
}

export function createGate(rules: readonly Policy[]): Gate {
  const policies = [...rules].sort((a, b) => gateSteps.indexOf(a.step) - gateSteps.indexOf(b.step));
  const complete = completeness(policies);
  const all = [...policies, complete];

  const judgeAll = async (
    ctx: Ctx,
    touches: readonly Touch[],
    asked: readonly Policy[],
    explain: boolean,
  ): Promise<RecordedVerdict[][]> => {
    const verdicts: RecordedVerdict[][] = touches.map(() => []);
    for (const policy of asked) {
      const open = touches.flatMap((touch, i) =>
        explain || verdicts[i]!.every((v) => v.outcome === 'pass') ? [{ touch, i }] : [],
      );
      if (open.length === 0) break;
      const inputs = await policy.gather(
        ctx,
        open.map(({ touch }) => touch),
      );
      open.forEach(({ i }, n) => {
        verdicts[i]!.push(verdictOf(policy, inputs[n]!));
      });
    }
    return verdicts;
  };

  const gate: Gate = {
    policies,
    async decide(ctx, touches, { explain = false } = {}) {
      const ids = touches.map(touchId);
      const known = await findAllowed(ctx, touches, ids);
      const fresh = touches.flatMap((touch, i) =>
        known.has(ids[i]!) || ids.indexOf(ids[i]!) !== i ? [] : [{ touch, id: ids[i]! }],
      );
      const verdicts = await judgeAll(
        ctx,
        fresh.map(({ touch }) => touch),
        all,
        explain,
      );
      const decisions = fresh.map(({ touch, id }, i) => decisionOf(ctx, touch, id, verdicts[i]!));
      await insertDecisions(ctx, decisions);
      const settled = await findAllowed(ctx, touches, ids);
      const made = new Map([...decisions.map((d) => [d.touchId, d] as const), ...settled]);
      return ids.map((id) => {
        const decision = made.get(id)!;
        const permit = decision.outcome === 'allowed' ? issuePermit(gate, decision) : null;
        return { decision, permit };
      });
    },
    async judgeAgain(ctx, touch) {
      const asked = all.filter((policy) => policy.again);
      const [verdicts] = await judgeAll(ctx, [touch], asked, false);
      return verdicts!;
    },
    replay(verdict) {
      const policy = all.find((p) => p.rule === verdict.rule && p.version === verdict.ruleVersion);
      return policy ? policy.judge(verdict.inputs as Inputs) : null;
    },
  };
  return gate;
}

/** The gate's own rule, asked last: a step that nobody judges lets nothing through. */
function completeness(policies: readonly Policy[]): Policy {
  const judged = new Set(policies.map((policy) => policy.step));
  return definePolicy<{ missing: GateStep[] }>({
    rule: 'GATE-001',
    version: 1,
    step: 'arbitration',
    name: ['每一步都有规则可判', 'Every step has a rule'],
    again: false,
    gather: async (_, touches) =>
      touches.map(({ recipient }) => ({
        missing: neededSteps[recipient.kind].filter((step) => !judged.has(step)),
      })),
    judge: ({ missing }) => (missing.length === 0 ? pass : refuse(unjudged(missing))),
  });
}

function unjudged(steps: readonly GateStep[]): Phrase {
  const names = (lang: 'zh-CN' | 'en') => steps.map((step) => say(gateStepText[step], lang));
  return [
    `还没有规则可以判断：${names('zh-CN').join('、')}；在此之前一律不发`,
    `No rule yet judges ${names('en').join(', ')}; until then nothing is sent`,
  ];
}

function verdictOf(policy: Policy, inputs: Inputs): RecordedVerdict {
  const judgement = policy.judge(inputs);
  return {
    step: policy.step,
    rule: policy.rule,
    ruleVersion: policy.version,
    outcome: judgement.outcome,
    text: judgement.outcome === 'pass' ? policy.name : judgement.text,
    until: judgement.outcome === 'defer' ? judgement.until : null,
    inputs,
  };
}

function decisionOf(
  ctx: Ctx,
  touch: Touch,
  id: string,
  verdicts: RecordedVerdict[],
): RecordedDecision {
  const deciding = verdicts.find((verdict) => verdict.outcome !== 'pass') ?? null;
  const outcome =
    deciding === null ? 'allowed' : deciding.outcome === 'defer' ? 'deferred' : 'refused';
  return {
    id: newId(ctx.realNow()),
    touchId: id,
    touch,
    at: ctx.now(),
    outcome,
    deciding,
    verdicts,
    untilAt: deciding?.until ? new Date(deciding.until) : null,
    proposedById: ctx.actor.id,
    proposedByName: ctx.actor.name,
    usedAt: null,
  };
}
