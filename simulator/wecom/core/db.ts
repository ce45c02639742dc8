import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';

/** Something that answers SQL: the pool, or a client inside a transaction. */
export type Db = Pick<pg.ClientBase, 'query'> | pg.Pool;

/** Counters and times fit into a number here. */
const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format as 'text'),
};

export function openPool(url: string): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max: 12, types: types as never });
  pool.on('error', () => {});
  // Also while a transaction has it: its statements fail, the process does not.
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Statements are prepared once for each connection: the text is the same every time. */
const names = new Map<string, string>();
function nameOf(sql: string): string {
  const known = names.get(sql);
  if (known) return known;
  const name = `s${names.size}`;
  names.set(sql, name);
  return name;
}

type Values = readonly unknown[];

export async function rows<R>(db: Db, sql: string, values: Values = []): Promise<R[]> {
  const result = await db.query({ name: nameOf(sql), text: sql, values: values as unknown[] });
  return result.rows as R[];
}

export async function row<R>(db: Db, sql: string, values: Values = []): Promise<R | undefined> {
  return (await rows<R>(db, sql, values))[0];
}

/** How many rows it changed. */
export async function run(db: Db, sql: string, values: Values = []): Promise<number> {
  const result = await db.query({ name: nameOf(sql), text: sql, values: values as unknown[] });
  return result.rowCount ?? 0;
}

export async function inTx<T>(pool: pg.Pool, work: (db: Db) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw error;
  } finally {
    client.release();
  }
}

/** Brings the database to the newest of the files in `schema/`, each once. */
export async function applySchema(pool: pg.Pool): Promise<void> {
  const folder = new URL('../schema/', import.meta.url);
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  await inTx(pool, async (db) => {
    await db.query('select pg_advisory_xact_lock(742001)');
    await db.query('create table if not exists schema_file (name text primary key)');
    for (const name of files) {
      if (await row(db, 'select 1 from schema_file where name = $1', [name])) continue;
      await db.query(await readFile(new URL(name, folder), 'utf8'));
      await run(db, 'insert into schema_file values ($1)', [name]);
    }
  });
}

export async function readSetting<T>(db: Db, name: string): Promise<T | undefined> {
  return (await row<{ value: T }>(db, 'select value from setting where name = $1', [name]))?.value;
}

export async function writeSetting(db: Db, name: string, value: unknown): Promise<void> {
  await run(
    db,
    `insert into setting values ($1, $2::jsonb)
     on conflict (name) do update set value = excluded.value`,
    [name, JSON.stringify(value)],
  );
}
