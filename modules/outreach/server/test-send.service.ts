import { unitScope } from '#modules/org/server/index.ts';
import type { Input } from '#platform/contract/endpoint.ts';
import { platformErrors } from '#platform/contract/errors.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import type { testSend as testSendEndpoint } from '../contract.ts';
import { asDecision } from './decision.view.ts';
import type { Gate } from './gate.ts';
import type { Sender } from './senders/sender.ts';
import { recipientText } from './touch.ts';

/**
 * Proposes one touch as anything else does and answers what was decided and why. There is no way
 * around the gate for a test.
 */
export async function testSend(
  ctx: Ctx,
  gate: Gate,
  senders: readonly Sender[],
  body: Input<typeof testSendEndpoint>['body'],
) {
  const scope = await unitScope(ctx, 'outreach.gate.test');
  if (!scope.whole && !scope.units.includes(body.unitId))
    throw platformErrors.notFound({ unitId: body.unitId });
  const touch = { ...body, purpose: 'test' as const, at: ctx.now().toISOString() };
  const { decision, permit } = await inTx(ctx, async (ctx) => {
    const [decided] = await gate.decide(ctx, [touch], { explain: true });
    const { outcome, deciding, id } = decided!.decision;
    audit(ctx, {
      action: 'outreach.test-proposed',
      subject: { kind: 'decision', id, name: recipientText(touch) },
      unitId: touch.unitId,
      after: { channel: touch.channel, content: touch.content, outcome, rule: deciding?.rule },
      reason: touch.reason,
    });
    return decided!;
  });
  const sender = senders.find((s) => s.channel === touch.channel);
  if (permit && sender) await sender.send(ctx, permit);
  return { decision: asDecision(decision, ctx.lang), sent: Boolean(permit && sender) };
}
