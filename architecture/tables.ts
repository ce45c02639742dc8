import type pg from 'pg';

type Queryable = Pick<pg.Pool, 'query'>;

/** `org.*` speaks for every table of a schema that is not listed by its own name. */
function classOf(classes: Readonly<Record<string, string>>, table: string): string | undefined {
  return classes[table] ?? classes[`${table.split('.')[0]}.*`];
}

/** What stands in the way of running this schema on many machines: one sentence for each place. */
export async function tableProblems(
  db: Queryable,
  classes: Readonly<Record<string, string>>,
): Promise<string[]> {
  const problems = [
    ...(await unlistedOrMisshapen(db, classes)),
    ...(await references(db, classes)),
    ...(await triggers(db)),
    ...(await livelyDefaults(db)),
  ];
  return problems.sort();
}

const OURS = `n.nspname not in ('pg_catalog', 'information_schema', 'graphile_worker', 'migrations', 'public')
  and n.nspname not like 'pg\\_%'`;

async function unlistedOrMisshapen(db: Queryable, classes: Readonly<Record<string, string>>) {
  const { rows: tables } = await db.query<{ table: string; customer_type: string | null }>(`
    select n.nspname || '.' || c.relname as "table",
           (select format_type(a.atttypid, null) from pg_attribute a
             where a.attrelid = c.oid and a.attname = 'customer_id') as customer_type
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and not c.relispartition and ${OURS}`);
  const { rows: keys } = await db.query<{
    table: string;
    key: string;
    first: string;
    columns: string[];
  }>(`
    select n.nspname || '.' || c.relname as "table", k.relname as key, a.attname as first,
           array(select ka.attname::text from pg_attribute ka where ka.attrelid = k.oid) as columns
      from pg_index i
      join pg_class c on c.oid = i.indrelid join pg_class k on k.oid = i.indexrelid
      join pg_namespace n on n.oid = c.relnamespace
      left join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
     where i.indisunique and not c.relispartition and ${OURS}`);
  return tables.flatMap(({ table, customer_type }) => {
    const kind = classOf(classes, table);
    if (!kind) return [`${table}: not listed in architecture.cjs`];
    if (kind.startsWith('by ')) {
      const column = kind.slice(3);
      return keys
        .filter((k) => k.table === table && !k.columns.includes(column))
        .map((k) => `${table}: ${column} must be in ${k.key}`);
    }
    if (kind !== 'distributed') return [];
    if (customer_type !== 'bigint') return [`${table}: customer_id must be bigint`];
    return keys
      .filter((k) => k.table === table && k.first !== 'customer_id')
      .map((k) => `${table}: customer_id must come first in ${k.key}`);
  });
}

async function references(db: Queryable, classes: Readonly<Record<string, string>>) {
  const { rows } = await db.query<{ from: string; to: string }>(`
    select n.nspname || '.' || c.relname as "from", fn.nspname || '.' || fc.relname as "to"
      from pg_constraint f
      join pg_class c on c.oid = f.conrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_class fc on fc.oid = f.confrelid join pg_namespace fn on fn.oid = fc.relnamespace
     where f.contype = 'f' and f.conparentid = 0 and ${OURS}`);
  return rows.flatMap(({ from, to }) => {
    const [kind, target] = [classOf(classes, from), classOf(classes, to)];
    if (kind !== 'distributed' && target === 'distributed')
      return [`${from}: a ${kind} table refers to the distributed ${to}`];
    if (kind === 'distributed' && target === 'local')
      return [`${from}: a distributed table refers to the local ${to}`];
    if (kind?.startsWith('by ') && target !== 'reference')
      return [`${from}: a look-up table refers to ${to}`];
    return [];
  });
}

async function triggers(db: Queryable) {
  const { rows } = await db.query<{ table: string }>(`
    select distinct n.nspname || '.' || c.relname as "table"
      from pg_trigger t join pg_class c on c.oid = t.tgrelid
      join pg_namespace n on n.oid = c.relnamespace
     where not t.tgisinternal and ${OURS}`);
  return rows.map(({ table }) => `${table}: has a trigger`);
}

async function livelyDefaults(db: Queryable) {
  const { rows } = await db.query<{ column: string; value: string }>(`
    select n.nspname || '.' || c.relname || '.' || a.attname as "column",
           pg_get_expr(d.adbin, d.adrelid) as value
      from pg_attrdef d
      join pg_class c on c.oid = d.adrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
     where a.attgenerated = '' and not c.relispartition and ${OURS}`);
  return rows
    .filter(({ value }) =>
      /\b(now|clock_timestamp|random|gen_random_uuid|uuid\w*|current_\w+)\b/i.test(value),
    )
    .map(
      ({ column }) =>
        `${column}: its default is not a constant; business time and randomness are given by the caller`,
    );
}
