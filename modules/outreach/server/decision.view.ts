import { unitScope } from '#modules/org/server/index.ts';
import { type Lang, say } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import {
  type Channel,
  channels,
  channelText,
  type Decision,
  gateSteps,
  gateStepText,
  outreachErrors,
  type Verdict,
} from '../contract.ts';
import {
  type DecisionFilter,
  findDecision,
  listDecisionRows,
  type RecordedDecision,
  type RecordedVerdict,
} from './decision.repo.ts';
import { type Gate, neededSteps } from './gate.ts';
import { recipientText } from './touch.ts';

const READ = 'outreach.decision.read';

export async function listDecisions(ctx: Ctx, filter: DecisionFilter) {
  const { items, total } = await listDecisionRows(ctx, filter, await unitScope(ctx, READ));
  return {
    items: items.map((row) => {
      const { verdicts: _, ...decision } = asDecision(row, ctx.lang);
      return {
        ...decision,
        purpose: row.touch.purpose,
        recipient: recipientText(row.touch),
        proposedBy: { id: row.proposedById, name: row.proposedByName },
      };
    }),
    total,
  };
}

export async function replayDecision(ctx: Ctx, gate: Gate, id: string) {
  const row = await findDecision(ctx, id, await unitScope(ctx, READ));
  if (!row) throw outreachErrors.decisionNotFound({ id });
  const differences = row.verdicts.flatMap((verdict) => {
    const replayed = gate.replay(verdict)?.outcome ?? 'unknown';
    const { rule, outcome } = verdict;
    return replayed === outcome ? [] : [{ rule, recorded: outcome, replayed }];
  });
  return { decision: asDecision(row, ctx.lang), differences };
}

export function describeGate(ctx: Ctx, gate: Gate, connected: ReadonlySet<Channel>) {
  const kinds = ['customer', 'group', 'staff'] as const;
  return {
    steps: gateSteps.map((step) => ({
      step,
      name: say(gateStepText[step], ctx.lang),
      rules: gate.policies
        .filter((policy) => policy.step === step)
        .map(({ rule, version, name }) => ({ rule, version, name: say(name, ctx.lang) })),
      neededFor: kinds.filter((kind) => neededSteps[kind].includes(step)),
    })),
    channels: channels.map((channel) => ({
      channel,
      name: say(channelText[channel], ctx.lang),
      connected: connected.has(channel),
    })),
  };
}

export function asDecision(row: RecordedDecision, lang: Lang): Decision {
  return {
    id: row.id,
    touchId: row.touchId,
    channel: row.touch.channel,
    at: row.at.toISOString(),
    outcome: row.outcome,
    decidedBy: row.deciding && asVerdict(row.deciding, lang),
    verdicts: row.verdicts.map((verdict) => asVerdict(verdict, lang)),
    until: row.untilAt?.toISOString() ?? null,
  };
}

const asVerdict = ({ until: _, ...verdict }: RecordedVerdict, lang: Lang): Verdict => ({
  ...verdict,
  text: say(verdict.text, lang),
});
