import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { Voice } from '../../contract/sending.ts';

export interface NewLink {
  readonly tokenHash: Buffer;
  readonly itemId: string;
  readonly version: number;
  readonly voice: Voice;
  readonly customerId: number | null;
  readonly staffId: string | null;
  readonly mark: string;
}

export interface LinkRow extends NewLink {
  readonly orgId: string;
  readonly madeAt: Date;
  readonly firstDevice: Buffer | null;
}

/** Those that are there already stay as they are. */
export async function insertLinks(ctx: Ctx, links: readonly NewLink[]): Promise<void> {
  const of = <K extends keyof NewLink>(key: K) => links.map((link) => link[key]);
  await sql`
    insert into content.link
      (token_hash, org_id, item_id, version, voice, customer_id, staff_id, mark, made_at)
    select t.token_hash, ${ctx.orgId}, t.item_id, t.version, t.voice, t.customer_id, t.staff_id, t.mark,
           ${ctx.now()}
      from unnest(${of('tokenHash').map((h) => `\\x${h.toString('hex')}`)}::bytea[],
             ${of('itemId')}::uuid[], ${of('version')}::int[], ${of('voice')}::text[],
             ${of('customerId')}::bigint[], ${of('staffId')}::uuid[], ${of('mark')}::text[])
        as t (token_hash, item_id, version, voice, customer_id, staff_id, mark)
    on conflict (token_hash) do nothing`.execute(ctx.db);
}

/** Of whichever bank: whoever opens a page has none yet. */
export async function findLink(ctx: Ctx, tokenHash: Buffer): Promise<LinkRow | null> {
  const row = await ctx.db
    .selectFrom('content.link')
    .select([
      'tokenHash',
      'orgId',
      'itemId',
      'version',
      'voice',
      'customerId',
      'staffId',
      'mark',
      'madeAt',
      'firstDevice',
    ])
    .where('tokenHash', '=', tokenHash)
    .executeTakeFirst();
  return (row as LinkRow | undefined) ?? null;
}

/** Notes the first device, once, and answers which it was. */
export async function claimFirstDevice(
  ctx: TxCtx,
  tokenHash: Buffer,
  device: Buffer,
): Promise<Buffer | null> {
  await ctx.db
    .updateTable('content.link')
    .set({ firstDevice: device, openedAt: ctx.now() })
    .where('tokenHash', '=', tokenHash)
    .where('orgId', '=', ctx.orgId)
    .where('firstDevice', 'is', null)
    .execute();
  const row = await ctx.db
    .selectFrom('content.link')
    .select('firstDevice')
    .where('tokenHash', '=', tokenHash)
    .where('orgId', '=', ctx.orgId)
    .executeTakeFirst();
  return row?.firstDevice ?? null;
}

export async function findLinksOf(ctx: Ctx, customerId: number) {
  return ctx.db
    .selectFrom('content.link')
    .select(['itemId', 'version', 'staffId', 'mark', 'madeAt', 'openedAt'])
    .where('orgId', '=', ctx.orgId)
    .where('customerId', '=', customerId)
    .orderBy('madeAt')
    .execute();
}

/** They go on opening for whoever holds them; they are nobody's. */
export async function forgetCustomer(ctx: TxCtx, customerId: number): Promise<number> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('content.link')
    .set({ customerId: null, firstDevice: null })
    .where('orgId', '=', ctx.orgId)
    .where('customerId', '=', customerId)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

export async function insertCards(
  ctx: Ctx,
  cards: readonly { tokenHash: Buffer; staffId: string }[],
): Promise<void> {
  await ctx.db
    .insertInto('content.staffCard')
    .values(cards.map((card) => ({ ...card, orgId: ctx.orgId, madeAt: ctx.now() })))
    .onConflict((c) => c.column('tokenHash').doNothing())
    .execute();
}

export async function findCard(
  ctx: Ctx,
  tokenHash: Buffer,
): Promise<{ orgId: string; staffId: string } | null> {
  const row = await ctx.db
    .selectFrom('content.staffCard')
    .select(['orgId', 'staffId'])
    .where('tokenHash', '=', tokenHash)
    .executeTakeFirst();
  return row ?? null;
}

export async function deleteLinks(ctx: TxCtx, before: Date, limit: number): Promise<number> {
  const { numDeletedRows } = await ctx.db
    .deleteFrom('content.link')
    .where('orgId', '=', ctx.orgId)
    .where('tokenHash', 'in', (eb) =>
      eb
        .selectFrom('content.link')
        .select('tokenHash')
        .where('orgId', '=', ctx.orgId)
        .where('madeAt', '<', before)
        .orderBy('madeAt')
        .limit(limit),
    )
    .executeTakeFirst();
  return Number(numDeletedRows);
}
