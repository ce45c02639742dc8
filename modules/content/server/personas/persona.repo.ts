import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { Persona, type PersonaId, type ShownPersona } from '../../contract/persona.ts';

export interface PersonaRow {
  readonly id: PersonaId;
  readonly key: string;
  readonly state: ShownPersona['state'];
  readonly version: number;
  readonly persona: Persona;
  readonly changedBy: string;
  readonly changedAt: Date;
}

const columns = ['id', 'key', 'state', 'version', 'persona', 'changedBy', 'changedAt'] as const;

const asRow = (row: { persona: unknown; id: string; state: string }): PersonaRow =>
  ({ ...row, persona: Persona.parse(row.persona) }) as PersonaRow;

export async function findPersonas(ctx: Ctx): Promise<PersonaRow[]> {
  const rows = await ctx.db
    .selectFrom('content.persona')
    .select(columns)
    .where('orgId', '=', ctx.orgId)
    .orderBy('key')
    .execute();
  return rows.map(asRow);
}

export async function findPersona(
  ctx: Ctx,
  by: { readonly id: string } | { readonly key: string },
): Promise<PersonaRow | null> {
  const [[column, value]] = Object.entries(by) as [['id' | 'key', string]];
  const row = await ctx.db
    .selectFrom('content.persona')
    .select(columns)
    .where('orgId', '=', ctx.orgId)
    .where(column, '=', value)
    .executeTakeFirst();
  return row ? asRow(row) : null;
}

export async function lockPersona(ctx: TxCtx, id: string): Promise<number | null> {
  const row = await ctx.db
    .selectFrom('content.persona')
    .select('version')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  return row?.version ?? null;
}

/** False when what came with the product under this key is there already. */
export async function insertPersona(
  ctx: TxCtx,
  { id, key, persona, state }: { id: PersonaId; key: string; persona: Persona; state: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('content.persona')
    .values({
      ...{ id, key, state, version: 1, persona: JSON.stringify(persona) },
      ...{ orgId: ctx.orgId, changedBy: ctx.actor.name, changedAt: ctx.now() },
    })
    .onConflict((c) => c.columns(['orgId', 'key']).doNothing())
    .executeTakeFirst();
  return Boolean(numInsertedOrUpdatedRows);
}

export async function setPersona(
  ctx: TxCtx,
  id: string,
  persona: Persona,
  state: ShownPersona['state'],
): Promise<void> {
  await ctx.db
    .updateTable('content.persona')
    .set((eb) => ({
      ...{ state, persona: JSON.stringify(persona), version: eb('version', '+', 1) },
      ...{ changedBy: ctx.actor.name, changedAt: ctx.now() },
    }))
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute();
}
