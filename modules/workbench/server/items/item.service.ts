import { type Outcome, outcomeText } from '#modules/outreach/contract.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import {
  type LostReason,
  type WorkItem,
  type WorkItemId,
  workbenchErrors,
} from '../../contract/item.ts';
import { considerations } from './consideration.service.ts';
import { findOwnItem, type ItemRow, lockOwnItem, setItem } from './item.repo.ts';
import { showItems } from './item.view.ts';

const REOPEN_MS = 10 * 60_000;
/** Somebody who did not answer is tried again at this hour of the next day. */
const AGAIN_HOUR = 9;

/** Tells whoever must know what came of it: the plan that asked, and consent when silence is wanted. */
export type ReportOutcome = (
  ctx: TxCtx,
  item: {
    readonly customerId: number;
    readonly itemId: string;
    /** Null for care: no plan asked for it. */
    readonly touchId: string | null;
    readonly outcome: Outcome;
    readonly note?: string | undefined;
  },
) => Promise<void>;

export async function showItem(
  ctx: Ctx,
  id: WorkItemId,
): Promise<{ row: ItemRow; item: WorkItem }> {
  const row = await findOwnItem(ctx, id, ctx.actor.id);
  if (!row) throw workbenchErrors.itemNotFound({ id });
  const [item] = await showItems(ctx, [row]);
  return { row, item: item! };
}

export interface Closing {
  readonly outcome: Outcome;
  readonly lostReason?: LostReason | undefined;
  readonly note?: string | undefined;
  readonly calledBack?: boolean | undefined;
  readonly version: number;
}

export function closeItem(
  ctx: Ctx,
  id: WorkItemId,
  { outcome, lostReason, note, calledBack, version }: Closing,
  report: ReportOutcome,
): Promise<WorkItem> {
  return inTx(ctx, async (ctx) => {
    const row = await demandOwn(ctx, id);
    // The phone sends again what it got no answer to.
    if (row.state === 'done' && row.outcome === outcome) return shown(ctx, id);
    if (row.version !== version) throw workbenchErrors.itemChanged({ version: row.version });
    if (row.state !== 'open' && row.state !== 'snoozed')
      throw workbenchErrors.itemNotOpen({ state: row.state });
    const careful = outcome === 'won' && (await demandConsidered(ctx, row, calledBack ?? false));
    if (outcome === 'no_answer') {
      await setItem(ctx, row, { state: 'snoozed', shownFrom: tomorrow(ctx.now()) });
    } else {
      await setItem(ctx, row, {
        state: 'done',
        outcome,
        lostReason: lostReason ?? null,
        note: note ?? null,
        doneAt: ctx.now(),
        ...(careful && { calledBackAt: ctx.now() }),
      });
    }
    audit(ctx, {
      action: 'workbench.outcome-logged',
      subject: { kind: 'work-item', id, name: outcomeText[outcome][0] },
      after: { customerId: row.customerId, outcome, lostReason, ...(careful && { calledBack }) },
    });
    await report(ctx, {
      customerId: row.customerId,
      itemId: id,
      touchId: row.touchPlannedAt === null ? null : id,
      outcome,
      note,
    });
    return shown(ctx, id);
  });
}

export function snoozeItem(
  ctx: Ctx,
  id: WorkItemId,
  { until, version }: { until: string; version: number },
): Promise<WorkItem> {
  return inTx(ctx, async (ctx) => {
    const row = await demandOpen(ctx, id, version);
    const shownFrom = new Date(Math.max(Date.parse(until), ctx.now().getTime()));
    await setItem(ctx, row, { state: 'snoozed', shownFrom });
    return shown(ctx, id);
  });
}

/** A slip of the thumb: the outcome goes back as long as nothing can have followed from it. */
export function reopenItem(ctx: Ctx, id: WorkItemId, version: number): Promise<WorkItem> {
  return inTx(ctx, async (ctx) => {
    const row = await demandOwn(ctx, id);
    if (row.version !== version) throw workbenchErrors.itemChanged({ version: row.version });
    if (row.state !== 'done' || row.doneAt === null)
      throw workbenchErrors.itemNotOpen({ state: row.state });
    // Asking for silence has had its effect at once and for good.
    if (row.outcome === 'opt_out' || ctx.now().getTime() - row.doneAt.getTime() > REOPEN_MS)
      throw workbenchErrors.tooLateToReopen();
    await setItem(ctx, row, {
      state: 'open',
      outcome: null,
      lostReason: null,
      note: null,
      doneAt: null,
      calledBackAt: null,
    });
    audit(ctx, {
      action: 'workbench.outcome-taken-back',
      subject: { kind: 'work-item', id, name: outcomeText[row.outcome!][0] },
      before: { outcome: row.outcome },
    });
    return shown(ctx, id);
  });
}

/**
 * The elderly have time to think an investment over, and are called back, before it is a deal (CR-054).
 * True when that was asked for and is so.
 */
async function demandConsidered(ctx: TxCtx, row: ItemRow, calledBack: boolean): Promise<boolean> {
  const until = (await considerations(ctx, [row])).get(row.itemId);
  if (!until) return false;
  if (ctx.now() < until) throw workbenchErrors.stillConsidering({ until: until.toISOString() });
  if (!calledBack) throw workbenchErrors.callBackMissing();
  return true;
}

async function demandOwn(ctx: TxCtx, id: WorkItemId): Promise<ItemRow> {
  const row = await lockOwnItem(ctx, id, ctx.actor.id);
  if (!row) throw workbenchErrors.itemNotFound({ id });
  return row;
}

async function demandOpen(ctx: TxCtx, id: WorkItemId, version: number): Promise<ItemRow> {
  const row = await demandOwn(ctx, id);
  if (row.version !== version) throw workbenchErrors.itemChanged({ version: row.version });
  if (row.state !== 'open' && row.state !== 'snoozed')
    throw workbenchErrors.itemNotOpen({ state: row.state });
  return row;
}

async function shown(ctx: Ctx, id: WorkItemId): Promise<WorkItem> {
  return (await showItem(ctx, id)).item;
}

const tomorrow = (now: Date): Date =>
  new Date(startOfDay(addDays(dayOf(now), 1)).getTime() + AGAIN_HOUR * 3_600_000);
