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

/**
 * A lateral row source of what it means that `told` is said: (outcome, rule, version, wait), of nulls
 * where nothing is. Looked up for each row where it stands: all that may be said is a short list, and a
 * join with it would have the planner guess how many say something.
 */
export function saysOf(
  policies: readonly Policy[],
  basis: Basis,
  told: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const all = policies.flatMap((policy) =>
    Object.entries(policy.codes(basis)).map(([code, says]) => ({ told: said(policy, code), says })),
  );
  const nth = (values: readonly unknown[], type: 'text' | 'int') =>
    sql`(${values}::${sql.raw(type)}[])[n]`;
  return sql`lateral (
    select ${nth(
      all.map(({ says }) => says.outcome),
      'text',
    )} as outcome,
           ${nth(
             all.map(({ says }) => says.rule),
             'text',
           )} as rule,
           ${nth(
             all.map(({ says }) => says.version),
             'int',
           )} as version,
           ${nth(
             all.map(({ says }) => says.wait ?? null),
             'text',
           )} as wait
      from (select case when ${told} is not null
              then array_position(${all.map((one) => one.told)}::text[], ${told}) end as n offset 0) place
    offset 0) says`;
}
