import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { ConsentText, ConsentTextDraft } from '../../contract/consent.ts';
import type { ConsentPurpose } from '../../contract/purpose.ts';

const columns = ['purpose', 'version', 'state', 'content', 'renews', 'approvedAt'] as const;

interface Row {
  purpose: string;
  version: number;
  state: string;
  content: unknown;
  renews: boolean;
  approvedAt: Date | null;
}

const shown = ({ content, approvedAt, ...row }: Row): ConsentText =>
  ConsentText.parse({
    ...(content as object),
    ...row,
    approvedAt: approvedAt?.toISOString() ?? null,
  });

const all = (ctx: Ctx) =>
  ctx.db.selectFrom('customers.consentText').select(columns).where('orgId', '=', ctx.orgId);

/** The newest approved version of each purpose. */
export async function textsInForce(ctx: Ctx): Promise<ConsentText[]> {
  const rows = await all(ctx)
    .distinctOn('purpose')
    .where('approvedAt', 'is not', null)
    .orderBy('purpose')
    .orderBy('version', 'desc')
    .execute();
  return rows.map(shown);
}

/** The oldest version of each purpose that still holds. */
export async function leastVersions(ctx: Ctx): Promise<Map<ConsentPurpose, number>> {
  const rows = await ctx.db
    .selectFrom('customers.consentText')
    .select((eb) => ['purpose', eb.fn.max<number>('version').as('version')])
    .where('orgId', '=', ctx.orgId)
    .where('renews', '=', true)
    .where('approvedAt', 'is not', null)
    .groupBy('purpose')
    .execute();
  return new Map(rows.map((row) => [row.purpose as ConsentPurpose, row.version]));
}

export async function findTexts(ctx: Ctx, purpose?: ConsentPurpose): Promise<ConsentText[]> {
  let query = all(ctx).orderBy('purpose').orderBy('version', 'desc');
  if (purpose) query = query.where('purpose', '=', purpose);
  return (await query.execute()).map(shown);
}

export async function findText(
  ctx: Ctx,
  purpose: ConsentPurpose,
  version: number,
): Promise<ConsentText | null> {
  const row = await all(ctx)
    .where('purpose', '=', purpose)
    .where('version', '=', version)
    .executeTakeFirst();
  return row ? shown(row) : null;
}

/** For the length of the transaction nobody else drafts or decides a text of this purpose. */
export async function lockTexts(ctx: TxCtx, purpose: ConsentPurpose): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`consent-text/${ctx.orgId}/${purpose}`}, 0))`.execute(
    ctx.db,
  );
}

/** A new version, or another content of one that is still a draft. */
export async function putDraft(
  ctx: TxCtx,
  version: number,
  draft: ConsentTextDraft,
  renews: boolean,
): Promise<void> {
  const content = JSON.stringify(ConsentTextDraft.parse(draft));
  const drafted = { draftedAt: ctx.now(), draftedBy: ctx.actor.id };
  await ctx.db
    .insertInto('customers.consentText')
    .values({
      orgId: ctx.orgId,
      purpose: draft.purpose,
      version,
      state: 'draft',
      content,
      renews,
      ...drafted,
    })
    .onConflict((c) =>
      c
        .columns(['orgId', 'purpose', 'version'])
        .doUpdateSet({ content, renews, ...drafted })
        .where('customers.consentText.state', '=', 'draft'),
    )
    .execute();
}

export async function setTextState(
  ctx: TxCtx,
  purpose: ConsentPurpose,
  version: number,
  change: { state: ConsentText['state']; approvedAt?: Date },
): Promise<void> {
  await ctx.db
    .updateTable('customers.consentText')
    .set(change)
    .where('orgId', '=', ctx.orgId)
    .where('purpose', '=', purpose)
    .where('version', '=', version)
    .execute();
}
