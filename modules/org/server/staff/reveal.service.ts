import { platformErrors } from '#platform/contract/errors.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import type { StaffId } from '../../contract/ids.ts';
import { type RevealField, staffErrors } from '../../contract/staff.ts';
import { provenAt } from '../access/session.repo.ts';
import { findBank } from '../bank/bank.repo.ts';
import { BankSettings } from '../bank/settings.ts';
import { notify } from '../notifications/notification.service.ts';
import { openField } from './contact.ts';
import { bulkReveal } from './notices.ts';
import * as repo from './reveal.repo.ts';
import { findStaff } from './staff.repo.ts';

const HOUR = 3_600_000;
export const REMASK_AFTER_SECONDS = 300;

export interface Reveal {
  readonly subject: { readonly kind: string; readonly id: string; readonly name?: string };
  readonly unitId?: string | null;
  /** What is shown: `phone`. */
  readonly field: string;
  readonly reason: string;
}

/**
 * Reads personal data in the clear: with a reason, written to the audit trail (CR-038), and counted.
 * Past the bank's number an hour the caller proves who they are first, and somebody is told
 * (CR-147); from that proof on the count begins anew. Must not be called inside a transaction, for
 * a refusal would take the alarm with it.
 */
export async function withReveal<T>(
  ctx: Ctx,
  reveal: Reveal,
  read: (ctx: TxCtx) => Promise<T>,
): Promise<T> {
  const outcome = await inTx(ctx, async (ctx) => {
    await repo.lockReader(ctx);
    const refusal = await bulkReading(ctx);
    if (refusal) return { refusal };
    await repo.insertReveal(ctx, false);
    audit(ctx, {
      action: 'org.personal-data-revealed',
      subject: reveal.subject,
      unitId: reveal.unitId ?? null,
      after: { field: reveal.field },
      reason: reveal.reason,
    });
    return { value: await read(ctx) };
  });
  if ('refusal' in outcome) throw platformErrors.stepUp(outcome.refusal);
  return outcome.value;
}

async function bulkReading(ctx: TxCtx): Promise<{ reveals: number; limit: number } | null> {
  const { revealsPerHour: limit } = (await findBank(ctx))?.settings ?? BankSettings.parse({});
  const hourAgo = new Date(ctx.realNow().getTime() - HOUR);
  const proven = ctx.actor.sessionId ? await provenAt(ctx, ctx.actor.sessionId) : null;
  const since = proven && proven > hourAgo ? proven : hourAgo;
  const { reveals, stopped } = await repo.revealsSince(ctx, since);
  if (reveals < limit) return null;
  if (!stopped) {
    await repo.insertReveal(ctx, true);
    audit(ctx, {
      action: 'org.bulk-reveal-stopped',
      subject: { kind: ctx.actor.kind, id: ctx.actor.id, name: ctx.actor.name },
      after: { reveals, limit, since: since.toISOString() },
    });
    await notify(ctx, bulkReveal, {
      to: { permission: 'org.audit.read', unitPath: '/1/', except: [ctx.actor.id] },
      params: { name: ctx.actor.name, n: reveals },
      link: `/audit?actor=${ctx.actor.id}`,
    });
  }
  return { reveals, limit };
}

export async function revealStaffField(
  ctx: Ctx,
  id: StaffId,
  { field, reason }: { field: RevealField; reason: string },
): Promise<{ value: string; remaskAfterSeconds: number }> {
  const staff = await findStaff(ctx, 'org.staff.reveal', id);
  if (!staff) throw staffErrors.staffNotFound({ id });
  if (staff[field] === null) throw staffErrors.fieldEmpty({ field });
  const subject = { kind: 'staff', id, name: staff.name };
  const value = await withReveal(ctx, { subject, unitId: staff.unit.id, field, reason }, (ctx) =>
    openField(ctx, staff, field),
  );
  return { value: value!, remaskAfterSeconds: REMASK_AFTER_SECONDS };
}
