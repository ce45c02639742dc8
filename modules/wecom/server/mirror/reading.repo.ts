import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { CorpId } from '../../contract/corp.ts';

/**
 * A number taken before WeCom is asked. What was asked for later has the higher one, in whichever
 * process, so a picture that arrives late cannot replace a newer one.
 */
export async function nextReading(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ n: number }>`select nextval('wecom.reading') as n`.execute(ctx.db);
  return rows[0]!.n;
}

/** False when a list of this kind that was asked for later is in place. */
export async function takeList(
  ctx: TxCtx,
  corpId: CorpId,
  kind: string,
  reading: number,
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    insert into wecom.list_reading as l (org_id, corp_id, kind, reading)
    values (${ctx.orgId}, ${corpId}, ${kind}, ${reading})
    on conflict (org_id, corp_id, kind) do update set reading = excluded.reading
     where l.reading < excluded.reading`.execute(ctx.db);
  return numAffectedRows === 1n;
}

/** The rows of a set as SQL takes them: one value, whatever their number. */
export const asRows = (rows: readonly object[]): string => JSON.stringify(rows);

/** Writers of one corp's copy take turns: sets that overlap never wait for each other crosswise. */
export async function lockCopy(ctx: TxCtx, corpId: CorpId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`wecom.copy ${corpId}`}, 0))`.execute(
    ctx.db,
  );
}

/** Bytes as a json value that Postgres reads as bytea. */
export const hex = (bytes: Buffer | null): string | null =>
  bytes ? `\\x${bytes.toString('hex')}` : null;
