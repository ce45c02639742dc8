import { type RawBuilder, sql } from 'kysely';
import type { Basis } from '../rules/basis.ts';
import type { Columns } from '../rules/facts.ts';
import type { Policy } from '../rules/policy.ts';

/** `consent:never`: which policy, and its code. */
export const said = (policy: Policy, code: string): string => `${policy.key}:${code}`;

/** An expression of what the first of these that does not pass says; null when all do. */
export function firstSaid(
  policies: readonly Policy[],
  columns: Columns,
  basis: Basis,
): RawBuilder<string | null> {
  const each = policies.map(
    (policy) => sql`${sql.lit(`${policy.key}:`)} || (${policy.judgeSql(columns, basis)})`,
  );
  return sql`coalesce(${sql.join([...each, sql`null::text`])})`;
}

/** A row source of all that these may say: (said, outcome, rule, version, wait). */
export function saysTable(policies: readonly Policy[], basis: Basis): RawBuilder<unknown> {
  const rows = policies.flatMap((policy) =>
    Object.entries(policy.codes(basis)).map(
      ([code, says]) =>
        sql`(${said(policy, code)}::text, ${says.outcome}::text, ${says.rule}::text,
             ${says.version}::int, ${says.wait ?? null}::text)`,
    ),
  );
  return sql`(values ${sql.join(rows)}) as says (said, outcome, rule, version, wait)`;
}
