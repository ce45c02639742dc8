import type { Lang } from '../contract/text.ts';
import { type AuditWaiting, sealAudit } from './audit.ts';
import type { Db, Tx } from './db.ts';
import type { FileStore } from './files.ts';
import type { Log } from './log.ts';
import type { Vault } from './vault.ts';

export interface Actor {
  readonly kind: 'staff' | 'customer' | 'system';
  readonly id: string;
  /** The name as the audit shows it. */
  readonly name: string;
  /** Permission → paths of the units whose subtrees it is held for. `/` is the whole bank. */
  readonly permissions: ReadonlyMap<string, readonly string[]>;
  readonly sessionId?: string;
}

/** What every use-case needs to know about the call it serves. Small on purpose. */
export interface Ctx {
  readonly db: Db;
  readonly orgId: string;
  readonly actor: Actor;
  /** Business time. */
  readonly now: () => Date;
  /** Machine time: only for sessions, one-time codes, leases and measurements. */
  readonly realNow: () => Date;
  readonly log: Log;
  readonly vault: Vault;
  readonly files: FileStore;
  readonly lang: Lang;
  readonly requestId: string;
  readonly ip?: string;
  /** What the transactions of this call have recorded; lets the door check that a change left a trace. */
  readonly trail: { recorded: number };
}

/** The same, inside a transaction. Functions that write ask for this one. */
export interface TxCtx extends Ctx {
  readonly db: Tx;
  /** Audit entries of this transaction, written just before it commits. */
  readonly audits: AuditWaiting[];
}

const isTx = (ctx: Ctx): ctx is TxCtx => ctx.db.isTransaction;

/**
 * Runs work in one transaction, joining the caller's when there is one. Audit entries are chained
 * last, so the head of the chain is locked only for the length of a commit.
 */
export async function inTx<T>(ctx: Ctx, work: (ctx: TxCtx) => Promise<T>): Promise<T> {
  if (isTx(ctx)) return work(ctx);
  const audits: AuditWaiting[] = [];
  const result = await ctx.db.transaction().execute(async (db) => {
    const tx: TxCtx = { ...ctx, db, audits };
    const result = await work(tx);
    await sealAudit(tx);
    return result;
  });
  ctx.trail.recorded += audits.length;
  return result;
}

/** In place of a bank's id: what belongs to the installation and to no bank. */
export const NO_BANK = '00000000-0000-0000-0000-000000000000';

/** The same call on behalf of the product itself, for one bank. */
export function asSystem<C extends Ctx>(ctx: C, orgId: string, name = 'system'): C {
  return { ...ctx, orgId, actor: { kind: 'system', id: name, name, permissions: everything } };
}

/** Holds every permission for the whole bank. */
const everything: ReadonlyMap<string, readonly string[]> = new (class extends Map<
  string,
  readonly string[]
> {
  override get(): readonly string[] {
    return ['/'];
  }
  override has(): boolean {
    return true;
  }
})();
