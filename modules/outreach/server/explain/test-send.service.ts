import { unitScope } from '#modules/org/server/index.ts';
import type { Input } from '#platform/contract/endpoint.ts';
import { platformErrors } from '#platform/contract/errors.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { outreachErrors } from '../../contract/errors.ts';
import type { testSend as testSendEndpoint } from '../../contract/gate.ts';
import { decideDue } from '../decide/decide.service.ts';
import { definePlan } from '../plans/plan.service.ts';
import { propose } from '../touches/propose.service.ts';
import { bucketOf } from '../touches/touch.repo.ts';
import { touchIdOf } from '../touches/touch.ts';
import { explainTouch } from './explain.service.ts';

/**
 * Proposes one contact as anything else does and answers what was decided and why. There is no way
 * around the gate for a test: what it lets through waits to be handed over like all the rest.
 */
export async function testSend(ctx: Ctx, body: Input<typeof testSendEndpoint>['body']) {
  const scope = await unitScope(ctx, 'outreach.gate.test');
  if (!scope.whole && !scope.units.includes(body.unitId))
    throw platformErrors.notFound({ unitId: body.unitId });
  const { channel, recipient, content } = body;
  const customerId = recipient.kind === 'customer' ? recipient.customerId : 0;
  const candidate = {
    customerId,
    plannedAt: ctx.now(),
    itemKey: body.reason.slice(0, 120),
    occurrence: newId(ctx.realNow()),
    channel,
    staffId: recipient.kind === 'staff' ? recipient.staffId : null,
    corpId: null,
    recipient:
      recipient.kind === 'group'
        ? recipient.groupId
        : recipient.kind === 'staff'
          ? recipient.staffId
          : null,
    contentKind: content.kind,
    contentId: content.id,
    contentVersion: content.version,
  };
  const touchId = await inTx(ctx, async (ctx) => {
    const planId = await definePlan(ctx, {
      kind: 'own',
      subjectId: `test:${body.projectId}:${body.unitId}`,
      name: '试发',
      projectId: body.projectId,
      unitId: body.unitId,
      class: 'campaign',
      purpose: 'marketing',
      controlShare: 0,
    });
    const { proposed } = await propose(ctx, planId, [candidate]);
    // No such customer in this bank.
    if (proposed === 0) throw outreachErrors.touchNotFound({ customerId });
    const bucket = await bucketOf(ctx, customerId);
    await decideDue(ctx, { buckets: [bucket, bucket + 1] });
    const id = touchIdOf(planId, candidate);
    audit(ctx, {
      action: 'outreach.test-proposed',
      subject: { kind: 'touch', id, name: candidate.recipient ?? `customer:${customerId}` },
      unitId: body.unitId,
      after: { channel, content },
      reason: body.reason,
    });
    return id;
  });
  const { decision, touch } = await explainTouch(
    { ...ctx, actor: { ...ctx.actor, permissions: readingToo(ctx) } },
    customerId,
    touchId,
  );
  return { decision: decision!, state: touch.state };
}

/** Whoever may try a send sees what became of it. */
const readingToo = ({ actor }: Ctx) =>
  new Map([
    ...actor.permissions,
    ['outreach.decision.read', actor.permissions.get('outreach.gate.test') ?? []] as const,
  ]);
