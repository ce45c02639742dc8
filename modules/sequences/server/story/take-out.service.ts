import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { type Enrolment, enrolmentErrors } from '../../contract/enrolment.ts';
import type { RunId } from '../../contract/run.ts';
import { uuidOf } from '../react/place.ts';
import { addMovements } from '../react/react.repo.ts';
import { react } from '../react/react.service.ts';
import { managed } from '../run/run.service.ts';
import { findShown } from './enrolment.repo.ts';
import { asEnrolment, namesOf } from './enrolment.view.ts';

/** A colleague takes one customer out: what waits for them is withdrawn. */
export function takeOut(
  ctx: Ctx,
  id: RunId,
  customerId: number,
  reason: string,
): Promise<Enrolment> {
  return inTx(ctx, async (ctx) => {
    const run = await managed(ctx, id);
    const before = run.planId ? await findShown(ctx, run.planId, customerId) : null;
    if (!before) throw enrolmentErrors.enrolmentNotFound({ customerId });
    if (before.state === 'ended') throw enrolmentErrors.enrolmentEnded({ customerId });
    await addMovements(ctx, [
      {
        customerId,
        planId: run.planId!,
        id: uuidOf('exit/staff'),
        at: ctx.now(),
        kind: 'exit',
        cause: 'staff',
        detail: { reason: 'by_staff', words: reason, by: ctx.actor.name },
      },
    ]);
    await react(ctx, [customerId]);
    audit(ctx, {
      action: 'sequences.taken-out',
      subject: { kind: 'customer', id: String(customerId) },
      unitId: run.unitId,
      after: { runId: id },
      reason,
    });
    const after = (await findShown(ctx, run.planId!, customerId))!;
    const names = await namesOf(ctx, [customerId]);
    return asEnrolment(id, after, names.get(customerId) ?? null);
  });
}
