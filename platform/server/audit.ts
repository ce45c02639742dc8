import { sql } from 'kysely';
import { canonicalJson } from './canonical-json.ts';
import type { Ctx, TxCtx } from './ctx.ts';
import { withoutPersonalData } from './redact.ts';

export interface AuditDraft {
  /** Past tense, begins with its module: `org.staff-created`. */
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string; readonly name?: string };
  /** The unit whose people may see this entry; the whole bank when absent. */
  readonly unitId?: string | null;
  readonly before?: unknown;
  readonly after?: unknown;
  readonly reason?: string;
}

/**
 * Records who did what to whom (CR-145), on behalf of whoever `ctx` speaks for at this point.
 * Written with the transaction, or the transaction fails.
 */
export function audit(ctx: TxCtx, draft: AuditDraft): void {
  ctx.audits.push(entryOf(ctx, draft));
}

export interface AuditEntry {
  orgId: string;
  seq: number;
  at: Date;
  realAt: Date;
  actorKind: string;
  actorId: string;
  actorName: string;
  action: string;
  subjectKind: string;
  subjectId: string;
  subjectName: string | null;
  unitId: string | null;
  before: unknown;
  after: unknown;
  reason: string | null;
  ip: string | null;
  requestId: string;
}

/** An entry that has no place in the chain yet. */
export type AuditWaiting = Omit<AuditEntry, 'seq'>;

/** What the chain protects: the previous link and every field, in one canonical text. */
export function auditLink(ctx: Ctx, previous: Buffer, entry: AuditEntry): Buffer {
  return ctx.vault.mac('audit', Buffer.concat([previous, Buffer.from(canonicalJson(entry))]));
}

export const chainStart = Buffer.alloc(32);

/**
 * Called by inTx just before commit. Nothing may be locked after it; a transaction that speaks for
 * several banks takes their chains in one order, so that two such never wait for each other.
 */
export async function sealAudit(ctx: TxCtx): Promise<void> {
  const banks = Map.groupBy(ctx.audits, (entry) => entry.orgId);
  for (const orgId of [...banks.keys()].sort()) await extendChain(ctx, orgId, banks.get(orgId)!);
}

async function extendChain(
  ctx: TxCtx,
  orgId: string,
  entries: readonly AuditWaiting[],
): Promise<void> {
  await ctx.db
    .insertInto('platform.auditHead')
    .values({ orgId, seq: 0, hash: chainStart })
    .onConflict((c) => c.doNothing())
    .execute();
  const head = await ctx.db
    .selectFrom('platform.auditHead')
    .select(['seq', 'hash'])
    .where('orgId', '=', orgId)
    .forUpdate()
    .executeTakeFirstOrThrow();

  let { seq, hash } = head;
  const rows = entries.map((waiting) => {
    seq += 1;
    const entry = { ...waiting, seq };
    const prevHash = hash;
    hash = auditLink(ctx, prevHash, entry);
    return { ...entry, before: asJson(entry.before), after: asJson(entry.after), prevHash, hash };
  });
  for (let i = 0; i < rows.length; i += 1000) {
    await ctx.db
      .insertInto('platform.auditEntry')
      .values(rows.slice(i, i + 1000))
      .execute();
  }
  await ctx.db
    .updateTable('platform.auditHead')
    .set({ seq, hash })
    .where('orgId', '=', orgId)
    .execute();
}

const asJson = (value: unknown) =>
  value === null ? null : sql<never>`${JSON.stringify(value)}::jsonb`;

function entryOf(ctx: TxCtx, draft: AuditDraft): AuditWaiting {
  const clean = (value: unknown) =>
    value === undefined ? null : withoutPersonalData(JSON.parse(JSON.stringify(value)));
  return {
    orgId: ctx.orgId,
    at: ctx.now(),
    realAt: ctx.realNow(),
    actorKind: ctx.actor.kind,
    actorId: ctx.actor.id,
    actorName: ctx.actor.name,
    action: draft.action,
    subjectKind: draft.subject.kind,
    subjectId: draft.subject.id,
    subjectName: draft.subject.name ?? null,
    unitId: draft.unitId ?? null,
    before: clean(draft.before),
    after: clean(draft.after),
    reason: draft.reason ?? null,
    ip: ctx.ip ?? null,
    requestId: ctx.requestId,
  };
}
