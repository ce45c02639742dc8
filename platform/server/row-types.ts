import pg from 'pg';

const scalar: Record<string, string> = {
  bool: 'boolean',
  int2: 'number',
  int4: 'number',
  int8: 'number',
  float4: 'number',
  float8: 'number',
  numeric: 'string',
  bytea: 'Buffer',
  timestamptz: 'Date',
  json: 'unknown',
  jsonb: 'unknown',
};

const camel = (name: string) => name.replace(/_([a-z0-9])/g, (_, c: string) => c.toUpperCase());

/** The TypeScript of every table of the product, as Kysely wants it. */
export async function rowTypes(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{
    schema: string;
    table: string;
    column: string;
    type: string;
    nullable: boolean;
    generated: boolean;
  }>(`
    select n.nspname as schema, c.relname as "table", a.attname as "column", t.typname as type,
           not a.attnotnull as nullable,
           a.attidentity <> '' or a.attgenerated <> '' or a.atthasdef as generated
      from pg_attribute a
      join pg_class c on c.oid = a.attrelid
      join pg_namespace n on n.oid = c.relnamespace
      join pg_type t on t.oid = a.atttypid
     where c.relkind in ('r', 'p', 'v', 'm') and not c.relispartition and a.attnum > 0
       and not a.attisdropped
       and n.nspname not in ('pg_catalog', 'information_schema', 'graphile_worker', 'migrations', 'public')
       and n.nspname not like 'pg\\_%'
     order by 1, 2, a.attnum`);
  await client.end();

  const tables = new Map<string, string[]>();
  for (const r of rows) {
    const name = `${r.schema}.${camel(r.table)}`;
    const base = r.type.startsWith('_')
      ? `${scalar[r.type.slice(1)] ?? 'string'}[]`
      : (scalar[r.type] ?? 'string');
    const type = r.nullable ? `${base} | null` : base;
    const lines = tables.get(name) ?? [];
    lines.push(`    ${camel(r.column)}: ${r.generated ? `Generated<${type}>` : type};`);
    tables.set(name, lines);
  }
  const body = [...tables].map(([name, lines]) => `  '${name}': {\n${lines.join('\n')}\n  };`);
  const generated = rows.some((r) => r.generated)
    ? "import type { Generated } from 'kysely';\n\n"
    : '';
  return `// Made by \`npm run db:types\` from the migrations. Do not edit.\n${generated}export interface DB {\n${body.join('\n')}\n}\n`;
}
