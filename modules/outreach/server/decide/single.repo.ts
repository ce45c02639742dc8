import { type RawBuilder, sql } from 'kysely';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Candidate } from '../../contract/touch.ts';
import type { Basis } from '../rules/basis.ts';
import { type Facts, readFacts } from '../rules/facts.ts';
import type { Policy } from '../rules/policy.ts';
import {
  asked,
  factColumns,
  factsOf,
  factsRow,
  type Gathering,
  gather,
  timeJoins,
} from './gather.repo.ts';

/** The facts of one contact as they are now, by the same from-clause as those of a set. */
export async function factsOfOne(
  ctx: Ctx,
  basis: Basis,
  policies: readonly Policy[],
  gathering: Gathering,
  candidate: Candidate,
  touchId: string,
  unitId: string,
): Promise<Facts> {
  const names = factsOf(asked(policies, basis), basis);
  const { joins, fact } = gather(basis, names, gathering);
  const { rows } = await sql<{ facts: unknown }>`
    select to_jsonb(${factsRow(names)}) as facts
      from (select ${factColumns(names, fact)}
              from (${contactRow(ctx.orgId, candidate, touchId, unitId)}) x ${timeJoins(ctx.now())} ${joins}) f`.execute(
    ctx.db,
  );
  return readFacts(rows[0]?.facts);
}

const contactRow = (
  orgId: string,
  c: Candidate,
  touchId: string,
  unitId: string,
): RawBuilder<unknown> => sql`
  select ${c.customerId}::bigint as customer_id, ${c.plannedAt}::timestamptz as planned_at,
         ${touchId}::uuid as touch_id, ${c.plannedAt}::timestamptz as due_at,
         ${c.corpId}::uuid as corp_id, ${c.staffId}::uuid as staff_id,
         coalesce((select unit_id from org.staff where ${c.customerId}::bigint = 0
           and org_id = ${orgId}::uuid and id = ${c.staffId}::uuid), ${unitId}::uuid) as unit_id,
         ${c.recipient}::text as recipient`;
