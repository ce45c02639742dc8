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
  const head = (await lockHead(ctx, orgId)) ?? (await beginChain(ctx, orgId));
  let { seq, hash } = head;
  const rows = entries.map((waiting) => {
    seq += 1;
    const entry = { ...waiting, seq };
    const prevHash = hash;
    hash = auditLink(ctx, prevHash, entry);
    return { ...entry, prevHash: prevHash.toString('hex'), hash: hash.toString('hex') };
  });
  // One statement, and one value however many entries: the head is held for as short as can be.
  await sql`
    with entry as (
      insert into platform.audit_entry (org_id, seq, at, real_at, actor_kind, actor_id, actor_name,
          action, subject_kind, subject_id, subject_name, unit_id, before, after, reason, ip,
          request_id, prev_hash, hash)
      select e."orgId", e.seq, e.at, e."realAt", e."actorKind", e."actorId", e."actorName",
          e.action, e."subjectKind", e."subjectId", e."subjectName", e."unitId", e.before, e.after,
          e.reason, e.ip, e."requestId", decode(e."prevHash", 'hex'), decode(e.hash, 'hex')
        from json_to_recordset(${JSON.stringify(rows)}::json) as e ("orgId" uuid, seq bigint,
          at timestamptz, "realAt" timestamptz, "actorKind" text, "actorId" text, "actorName" text,
          action text, "subjectKind" text, "subjectId" text, "subjectName" text, "unitId" uuid,
          before jsonb, after jsonb, reason text, ip text, "requestId" text, "prevHash" text, hash text))
    update platform.audit_head set seq = ${seq}, hash = ${hash} where org_id = ${orgId}`.execute(
    ctx.db,
  );
}

async function lockHead(ctx: TxCtx, orgId: string) {
  return ctx.db
    .selectFrom('platform.auditHead')
    .select(['seq', 'hash'])
    .where('orgId', '=', orgId)
    .forUpdate()
    .executeTakeFirst();
}

async function beginChain(ctx: TxCtx, orgId: string) {
  await ctx.db
    .insertInto('platform.auditHead')
    .values({ orgId, seq: 0, hash: chainStart })
    .onConflict((c) => c.doNothing())
    .execute();
  return (await lockHead(ctx, orgId))!;
}

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
