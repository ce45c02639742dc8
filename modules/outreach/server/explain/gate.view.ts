import { rulesAt } from '#modules/compliance/server/index.ts';
import { say } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { type Channel, channels, channelText } from '../../contract/channel.ts';
import { type GateStep, gateSteps, gateStepText } from '../../contract/gate.ts';
import { policies } from '../policies/index.ts';
import { askedRules } from '../rules/basis.ts';

/** Without a rule at each of these steps nothing goes out to such a recipient. */
export const neededSteps: Record<'customer' | 'group' | 'staff', readonly GateStep[]> = {
  customer: gateSteps,
  group: gateSteps.filter(
    (step) => step !== 'consent' && step !== 'opt_out' && step !== 'protected_persons',
  ),
  staff: ['scope', 'content'],
};

/** The order of checks with the rules at each step, and the channels a sender is connected to. */
export async function describeGate(ctx: Ctx, connected: ReadonlySet<string>) {
  const inForce: Readonly<Record<string, { version: number } | undefined>> = await rulesAt(
    ctx,
    askedRules,
  );
  const kinds = ['customer', 'group', 'staff'] as const;
  return {
    steps: gateSteps.map((step) => ({
      step,
      name: say(gateStepText[step], ctx.lang),
      rules: policies
        .filter((policy) => policy.step === step)
        .map(({ rules: [rule], name }) => ({
          rule,
          // What is no rule of compliance has no versions.
          version: inForce[rule]?.version ?? 1,
          name: say(name, ctx.lang),
        })),
      neededFor: kinds.filter((kind) => neededSteps[kind].includes(step)),
    })),
    channels: channels.map((channel: Channel) => ({
      channel,
      name: say(channelText[channel], ctx.lang),
      // Work items need no sender: the colleague's own list takes them.
      connected: channel === 'work_item' || connected.has(channel),
    })),
  };
}
