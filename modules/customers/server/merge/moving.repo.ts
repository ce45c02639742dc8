import { sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';
import type { OwnedRows } from './customer-owned.ts';

const columnsOf = new Map<string, Promise<string[]>>();

/** Columns a row is copied by: all but the customer, and none that PostgreSQL computes. */
function columns(ctx: TxCtx, table: string): Promise<string[]> {
  let found = columnsOf.get(table);
  if (!found) {
    found = sql<{ name: string }>`
      select attname as name from pg_attribute
       where attrelid = ${table}::regclass and attnum > 0 and not attisdropped
         and attgenerated = '' and attname <> 'customer_id' order by attnum`
      .execute(ctx.db)
      .then(({ rows }) => rows.map((row) => row.name));
    columnsOf.set(table, found);
    found.catch(() => columnsOf.delete(table));
  }
  return found;
}

const names = (list: readonly string[]) => sql.join(list.map((name) => sql.id(name)));

/**
 * Copies under the new customer and deletes under the old: a row of a cluster lives with its
 * customer and cannot be updated across. Answers the keys of the rows that went.
 */
export async function moveAll(
  ctx: TxCtx,
  { table, key }: OwnedRows,
  from: number,
  into: number,
): Promise<unknown[]> {
  const copied = names(await columns(ctx, table));
  const keyObject = sql.join(key.flatMap((name) => [sql.lit(name), sql.id(name)]));
  const { rows } = await sql<{ key: unknown }>`
    insert into ${sql.table(table)} (customer_id, ${copied})
    select ${into}::bigint, ${copied} from ${sql.table(table)} where customer_id = ${from}
    on conflict do nothing
    returning jsonb_build_object(${keyObject}) as key`.execute(ctx.db);
  const keys = rows.map((row) => row.key);
  await deleteKeys(ctx, { table, key }, from, keys);
  return keys;
}

/** The rows with these keys go back, as far as they are still there. */
export async function moveKeys(
  ctx: TxCtx,
  { table, key }: Pick<OwnedRows, 'table' | 'key'>,
  from: number,
  into: number,
  keys: readonly unknown[],
): Promise<void> {
  if (keys.length === 0) return;
  const copied = names(await columns(ctx, table));
  await sql`
    insert into ${sql.table(table)} (customer_id, ${copied})
    select ${into}::bigint, ${copied} from ${sql.table(table)}
     where customer_id = ${from} and ${among(table, key, keys)}
    on conflict do nothing`.execute(ctx.db);
  await deleteKeys(ctx, { table, key }, from, keys);
}

async function deleteKeys(
  ctx: TxCtx,
  { table, key }: Pick<OwnedRows, 'table' | 'key'>,
  customerId: number,
  keys: readonly unknown[],
): Promise<void> {
  if (keys.length === 0) return;
  await sql`delete from ${sql.table(table)}
    where customer_id = ${customerId} and ${among(table, key, keys)}`.execute(ctx.db);
}

const among = (table: string, key: readonly string[], keys: readonly unknown[]) => sql`
  (${names(key)}) in (select ${sql.join(key.map((name) => sql.ref(`k.${name}`)))}
    from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(keys)}::jsonb) as k)`;
