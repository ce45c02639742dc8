import pg from 'pg';
import { migrate } from '#platform/server/migrate.ts';

/** Two rehearsals that begin at once bring one template up to date after the other. */
const TEMPLATE_LOCK = 7_420_011;
/** PostgreSQL cuts what is longer. */
const LONGEST_NAME = 63;

export interface RehearsalDatabases {
  /** The bank's of the rehearsal, migrated and empty. */
  readonly bank: string;
  /** The simulator's, empty. */
  readonly wecom: string;
  /** Both by name: to be dropped. */
  readonly names: readonly string[];
}

const nameOf = (productUrl: string) => decodeURIComponent(new URL(productUrl).pathname.slice(1));

const named = (productUrl: string, suffix: string): string => {
  const room = LONGEST_NAME - suffix.length - 1;
  return `${nameOf(productUrl).slice(0, room)}_${suffix}`;
};

/** The names that a rehearsal's databases have, known before they are made. */
export const databaseNames = (productUrl: string, id: string): string[] => {
  const short = id.replaceAll('-', '');
  return [named(productUrl, `r_${short}`), named(productUrl, `w_${short}`)];
};

/**
 * Databases of a rehearsal beside the product's, owned by an account that owns nothing else: whoever
 * has its password sees nothing of the real bank. The first is a copy of a template that is migrated
 * when the product's version has moved on.
 */
export async function makeDatabases(
  productUrl: string,
  id: string,
  passwordOf: (account: string) => string,
): Promise<RehearsalDatabases> {
  const role = named(productUrl, 'rehearsal');
  const password = passwordOf(role);
  const template = named(productUrl, 'rehearsal_template');
  const names = databaseNames(productUrl, id);
  const urlOf = (name: string) => {
    const url = new URL(productUrl);
    url.pathname = `/${encodeURIComponent(name)}`;
    url.username = encodeURIComponent(role);
    url.password = encodeURIComponent(password);
    return url.href;
  };
  await withClient(productUrl, async (client) => {
    const quoted = (name: string) => client.escapeIdentifier(name);
    await client.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rows } = await client.query('select 1 from pg_roles where rolname = $1', [role]);
    await client.query(
      `${rows.length > 0 ? 'alter' : 'create'} role ${quoted(role)}
         login nosuperuser nocreatedb nocreaterole password ${client.escapeLiteral(password)}`,
    );
    // To give a database away one must be a member of whom it is given to.
    await client.query(`grant ${quoted(role)} to current_user`);
    const known = await client.query('select 1 from pg_database where datname = $1', [template]);
    if (known.rows.length === 0)
      await client.query(
        `create database ${quoted(template)} template template0 owner ${quoted(role)}`,
      );
    await migrate(urlOf(template));
    await withClient(urlOf(template), keepNoLog);
    const [bank, wecom] = names as [string, string];
    await dropNamed(client, names);
    await client.query(
      `create database ${quoted(bank)} template ${quoted(template)} owner ${quoted(role)}`,
    );
    await client.query(`create database ${quoted(wecom)} template template0 owner ${quoted(role)}`);
    for (const name of names) {
      // Nothing here outlives a crash anyway.
      await client.query(`alter database ${quoted(name)} set synchronous_commit = off`);
      await client.query(`alter database ${quoted(name)} set jit = off`);
    }
  });
  return { bank: urlOf(names[0]!), wecom: urlOf(names[1]!), names };
}

/**
 * What is written here is not written to the log a second time: nobody recovers it. A table that others
 * refer to can be changed only after them, so it is gone over until nothing changes any more.
 */
async function keepNoLog(client: pg.Client): Promise<void> {
  await client.query(`
    do $$
    declare
      one regclass;
      changed int;
    begin
      loop
        changed := 0;
        for one in
          select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
           where c.relkind = 'r' and c.relpersistence = 'p'
             and n.nspname !~ '^(pg_|information_schema|graphile_)'
             and not exists (
               select from pg_constraint f join pg_class r on r.oid = f.conrelid
                where f.contype = 'f' and f.confrelid = c.oid and f.conrelid <> c.oid
                  and r.relpersistence = 'p')
        loop
          execute format('alter table %s set unlogged', one);
          changed := changed + 1;
        end loop;
        exit when changed = 0;
      end loop;
    end $$`);
}

export async function dropDatabases(productUrl: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await withClient(productUrl, (client) => dropNamed(client, names));
}

async function dropNamed(client: pg.Client, names: readonly string[]): Promise<void> {
  for (const name of names)
    await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'yuhang-rehearsal' });
  client.on('error', () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
