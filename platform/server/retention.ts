import type { Phrase } from '../contract/text.ts';
import type { Ctx, TxCtx } from './ctx.ts';

/** Records that are kept for a time and then deleted. Each module declares its own. */
export interface RecordKind {
  /** As in the bank's retention table: `audit_log`. */
  readonly name: string;
  readonly title: Phrase;
  /** The law or rule behind it. */
  readonly basis: Phrase;
  readonly days: number;
  readonly least: number;
  readonly most?: number;
  /** Machine time for what the machine dates: sessions, finished jobs. */
  readonly time: 'business' | 'machine';
  /** `installation`: belongs to no bank, so no bank sets or holds it. */
  readonly of: 'bank' | 'installation';
  /**
   * Deletes up to `limit` records of the context's bank from before a moment, oldest first, and says
   * how many went and what proves it; called again until it deletes fewer.
   */
  readonly purge: (ctx: TxCtx, before: Date, limit: number) => Promise<Purged>;
}

export interface Purged {
  readonly count: number;
  /** For the audit entry: which, through where. */
  readonly proof?: Record<string, unknown>;
}

const DAY_MS = 86_400_000;

export function nowOf(ctx: Ctx, { time }: RecordKind): Date {
  return time === 'machine' ? ctx.realNow() : ctx.now();
}

/** Before which moment records may be deleted; null while a hold keeps all of them. */
export function deletableBefore(
  now: Date,
  days: number,
  holds: readonly { since: Date | null }[],
): Date | null {
  if (holds.some(({ since }) => since === null)) return null;
  const limits = holds.map(({ since }) => since!.getTime());
  return new Date(Math.min(now.getTime() - days * DAY_MS, ...limits));
}
