import { CamelCasePlugin, Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { DB } from './db.generated.ts';
import { NamingClient } from './statement-names.ts';

export type Db = Kysely<DB>;
export type Tx = Transaction<DB>;

// bigint columns (counters, sequence numbers) stay below 2^53 here, so they are plain numbers.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
// A day is a day, `2026-02-17`, not a moment in the machine's zone.
pg.types.setTypeParser(pg.types.builtins.DATE, String);

export interface Database {
  readonly db: Db;
  readonly pool: pg.Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly max?: number;
  readonly onError?: (err: Error) => void;
  /** Each statement that ran, with `$1` where its values were. */
  readonly onQuery?: (text: string, milliseconds: number, failed: boolean) => void;
}

/** Opens a pool of at most `max` connections; a lost server is reported to `onError` and reconnected to. */
export function openDatabase(
  url: string,
  { max = 10, onError = (_: Error) => {}, onQuery }: DatabaseOptions = {},
): Database {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 10_000,
    application_name: 'yuhang',
    Client: NamingClient,
  });
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', onError));
  const db = new Kysely<DB>({
    dialect: new PostgresDialect({ pool }),
    log:
      onQuery &&
      (({ query, queryDurationMillis, level }) =>
        onQuery(query.sql, queryDurationMillis, level === 'error')),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
  return {
    db,
    pool,
    async close() {
      await db.destroy();
      // Never used through `db`, the pool is not the dialect's to end.
      if (!pool.ending) await pool.end();
    },
  };
}
