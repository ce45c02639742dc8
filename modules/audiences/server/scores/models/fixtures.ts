import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { addAttribute } from '#modules/customers/contract.ts';
import {
  allow,
  callHttp,
  runDueJobs,
  type TestOrg,
  testHttp,
  testOrg,
} from '#platform/server/test/test-org.ts';
import { anEquippedBank } from '../../fixtures.ts';

const everything = allow(
  'audiences.audience.read',
  'audiences.audience.manage',
  'audiences.member.read',
  'audiences.score.read',
  'audiences.score.manage',
  'customers.customer.read',
  'customers.unit.read',
  'customers.attribute.read',
  'customers.attribute.manage',
);

/** A bank with scores, seen by somebody who may do everything with them. */
export async function aBankOf() {
  const ctx = testOrg(everything);
  const modules = await anEquippedBank(ctx);
  const app = await testHttp(ctx, modules);
  return { ctx, app, modules, settle: () => runDueJobs(ctx, modules) };
}

/** These customers agree that models learn from them. */
async function agree(ctx: TestOrg, ids: readonly number[]): Promise<void> {
  await sql`
    insert into customers.consent
      (customer_id, purpose, channel, org_id, state, text_version, evidence, at)
    select id, 'modelling', 'any', ${ctx.orgId}, 'given', 1, '{}', ${ctx.now()}
      from unnest(${[...ids]}::bigint[]) as id`.execute(ctx.db);
}

let base = 50_000_000;
/** Many customers at once, under ids nobody else has. */
export async function crowd(ctx: TestOrg, count: number, unitId: string): Promise<number[]> {
  base += 1_000_000;
  const ids = Array.from({ length: count }, (_, i) => base + i);
  await sql`
    insert into customers.customer (customer_id, org_id, unit_id, state, name_grams, source,
      created_at, changed_at, version)
    select id, ${ctx.orgId}, ${unitId}, 'active', '{}', 'import', ${new Date('2025-01-01')},
           ${ctx.now()}, 1
      from unnest(${ids}::bigint[]) as id`.execute(ctx.db);
  await agree(ctx, ids);
  return ids;
}

/** One attribute of many customers, in the column of its type. */
export async function values(
  ctx: TestOrg,
  code: string,
  column: 'number' | 'words',
  of: readonly (readonly [id: number, value: number | string])[],
): Promise<void> {
  await sql`
    insert into customers.attribute_value
      (customer_id, attribute_id, org_id, ${sql.raw(column)}, source, rank, at, changed_at)
    select v.id, a.attribute_id, ${ctx.orgId},
           ${column === 'number' ? sql`v.value::float8` : sql`array[v.value]`}, 'bank_data', 1,
           ${ctx.now()}, ${ctx.now()}
      from unnest(${of.map(([id]) => id)}::bigint[], ${of.map(([, value]) => String(value))}::text[])
        as v (id, value)
      join customers.attribute a on a.org_id = ${ctx.orgId} and a.code = ${code}`.execute(ctx.db);
}

/** An attribute that models may look at. */
export const register = (
  app: FastifyInstance,
  code: string,
  type: 'number' | 'choice' | 'flag',
  choices: readonly string[] = [],
) =>
  callHttp(app, addAttribute, {
    body: {
      code,
      name: [code, code],
      type,
      block: 'basic',
      dataClass: 'none',
      purposes: ['marketing', 'modelling'],
      choices: choices.map((choice) => ({
        code: choice,
        name: [choice, choice] as [string, string],
      })),
    },
  });
