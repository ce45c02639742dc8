import { sql } from 'kysely';
import { complianceModule } from '#modules/compliance/server/module.ts';
import { aReleasedItem } from '#modules/content/server/fixtures.ts';
import { attributeRegistry } from '#modules/customers/server/index.ts';
import { aBank, aStaff } from '#modules/org/server/fixtures.ts';
import { asSystem, type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type { CandidateInput } from '../contract/touch.ts';
import type { PlanInput } from './plans/plan.repo.ts';
import { definePlan } from './plans/plan.service.ts';

export interface OutreachBank {
  readonly unitId: string;
  readonly unitPath: string;
  readonly projectId: string;
  readonly corpId: string;
  readonly staffId: string;
  /** Words that may be said, released in version 1. */
  readonly itemId: string;
}

const REMOTE = 'anybody';

const said = ['示例', 'Sample'];
const consentText = {
  ...{ title: said, body: said, categories: [said], method: said, retention: said },
  ...{ controller: said, contact: said, rights: said },
};

/** The rules of compliance, as every bank begins with them. */
export const bringRules = (ctx: Ctx): Promise<void> =>
  inTx(asSystem(ctx, ctx.orgId, 'fixtures'), (ctx) => complianceModule().equipment!.bring(ctx));

/** A bank with its rules, a running project, a colleague with a corp and words that may be said. */
export async function anOutreachBank(ctx: Ctx): Promise<OutreachBank> {
  const { headOffice } = await aBank(ctx);
  await bringRules(ctx);
  await attributeRegistry(ctx);
  const { rows } = await sql<{ path: string }>`
    select path from org.unit where org_id = ${ctx.orgId} and id = ${headOffice.id}`.execute(
    ctx.db,
  );
  const projectId = await aRunningProject(ctx, headOffice.id);
  await sql`
    insert into customers.consent_text (org_id, purpose, version, state, content, renews, drafted_at,
      drafted_by, approved_at)
    values (${ctx.orgId}, 'marketing', 1, 'approved', ${JSON.stringify(consentText)}::jsonb, true, ${ctx.now()}, ${ctx.orgId}, ${ctx.now()})
    on conflict do nothing`.execute(ctx.db);
  return {
    unitId: headOffice.id,
    unitPath: rows[0]!.path,
    projectId,
    corpId: newId(),
    staffId: (await aStaff(ctx, { name: '周经理' })).id,
    itemId: await aReleasedItem(ctx),
  };
}

/** A project of a unit that reaches everything below it, from the beginning of 2026 on. */
export async function aRunningProject(ctx: Ctx, unitId: string): Promise<string> {
  const id = newId();
  await sql`
    insert into org.project (org_id, id, name, kind, goal, owner_unit_id, scope, state, starts_on,
      starts_at, phases, created_by_id, created_by_name, created_at, version)
    values (${ctx.orgId}, ${id}, '代发客群经营', 'payroll', '', ${unitId}, 'full', 'running',
      '2026-01-01', '2025-12-31T16:00:00Z', '[]', 'fixtures', 'fixtures', ${ctx.now()}, 1)`.execute(
    ctx.db,
  );
  await sql`insert into org.project_unit (org_id, project_id, unit_id)
    values (${ctx.orgId}, ${id}, ${unitId})`.execute(ctx.db);
  return id;
}

export interface CrowdPerson {
  readonly unitId?: string;
  readonly state?: 'active' | 'merged' | 'erased';
  /** By channel; without, marketing by every way is agreed to. */
  readonly consents?: Readonly<Record<string, 'given' | 'withdrawn'>>;
  readonly consentVersion?: number;
  readonly attributes?: Readonly<Record<string, string | number | boolean>>;
  /** Friends among colleagues, the one who spoke last first; without, the bank's colleague. */
  readonly friends?: readonly { staffId: string; spokeAt?: Date }[];
  readonly deletedAt?: Date;
  readonly phone?: boolean;
}

const ways = ['one_to_one', 'moments', 'group', 'sms', 'call', 'h5'];

/** Customers written straight into their tables, in order. */
export async function aCrowd(
  ctx: Ctx,
  bank: OutreachBank,
  people: readonly CrowdPerson[],
): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    insert into customers.customer (customer_id, org_id, unit_id, state, name_grams, source,
      created_at, changed_at, version, merged_into)
    select nextval('customers.customer_id_seq'), ${ctx.orgId}, p.unit, p.state, '{}', 'fixture',
           ${ctx.now()}, ${ctx.now()}, 1, case when p.state = 'merged' then 1 end
      from rows from (unnest(${people.map((p) => p.unitId ?? bank.unitId)}::uuid[]),
                      unnest(${people.map((p) => p.state ?? 'active')}::text[]))
             with ordinality as p (unit, state, n)
     order by p.n returning customer_id as id`.execute(ctx.db);
  const ids = rows.map((row) => Number(row.id));
  const each = <T>(of: (person: CrowdPerson, id: number) => readonly T[]) =>
    JSON.stringify(people.flatMap((person, i) => of(person, ids[i]!)));
  await sql`
    insert into customers.consent (customer_id, purpose, channel, org_id, state, text_version, evidence, at)
    select c, 'marketing', way, ${ctx.orgId}, state, version, '{}', ${ctx.now()}
      from jsonb_to_recordset(${each((p, c) =>
        Object.entries(p.consents ?? Object.fromEntries(ways.map((way) => [way, 'given']))).map(
          ([way, state]) => ({ c, way, state, version: p.consentVersion ?? 1 }),
        ),
      )}::jsonb) as r (c bigint, way text, state text, version int)`.execute(ctx.db);
  await sql`
    insert into customers.attribute_value (customer_id, attribute_id, org_id, number, words, day,
      source, rank, at, changed_at)
    select r.c, a.attribute_id, ${ctx.orgId},
           case when a.type in ('number', 'money', 'flag') then r.v::float8 end,
           case when a.type = 'choice' then array[r.v] end,
           case when a.type = 'day' then r.v::date end, 'bank_data', 1, ${ctx.now()}, ${ctx.now()}
      from jsonb_to_recordset(${each((p, c) =>
        Object.entries(p.attributes ?? {}).map(([code, v]) => ({
          c,
          code,
          v: typeof v === 'boolean' ? String(Number(v)) : String(v),
        })),
      )}::jsonb) as r (c bigint, code text, v text)
      join customers.attribute a on a.org_id = ${ctx.orgId} and a.code = r.code`.execute(ctx.db);
  await sql`
    insert into customers.relationship (customer_id, corp_id, userid, org_id, staff_id, state,
      started_at, source, ended_at, ended_by, deleted_at, last_two_way_at, two_way_count)
    select r.c, ${bank.corpId}, r.userid, ${ctx.orgId}, r.staff, r.state, '2026-01-01T00:00:00Z',
           'fixture', r.ended, case when r.ended is not null then 'customer' end, r.ended, r.spoke, 0
      from jsonb_to_recordset(${each((p, c) => [
        ...(p.friends ?? [{ staffId: bank.staffId }]).map((friend) => ({
          c,
          userid: friend.staffId,
          staff: friend.staffId,
          state: 'active',
          ended: null,
          spoke: friend.spokeAt ?? null,
        })),
        ...(p.deletedAt
          ? [{ c, userid: REMOTE, staff: null, state: 'ended', ended: p.deletedAt, spoke: null }]
          : []),
      ])}::jsonb) as r (c bigint, userid text, staff uuid, state text, ended timestamptz, spoke timestamptz)`.execute(
    ctx.db,
  );
  await sql`
    insert into customers.identity (customer_id, key_hash, org_id, kind, scope, value, rule,
      confidence, verified, leads, source, at)
    select c, sha256(convert_to(${ctx.orgId} || c, 'UTF8')), ${ctx.orgId}, 'phone', '', 'x',
           'fixture', 1, true, true, 'fixture', ${ctx.now()}
      from unnest(${ids.filter((_, i) => people[i]!.phone)}::bigint[]) as p (c)`.execute(ctx.db);
  return ids;
}

export const aPlan = (
  ctx: Ctx,
  bank: OutreachBank,
  given: Partial<PlanInput> = {},
): Promise<string> =>
  inTx(ctx, (ctx) =>
    definePlan(ctx, {
      kind: 'bulk',
      subjectId: newId(),
      name: '测试群发',
      projectId: bank.projectId,
      unitId: bank.unitId,
      class: 'campaign',
      purpose: 'marketing',
      controlShare: 0,
      ...given,
    }),
  );

export const aCandidate = (
  ctx: Ctx,
  bank: OutreachBank,
  given: Partial<CandidateInput> & Pick<CandidateInput, 'customerId'>,
): CandidateInput => ({
  plannedAt: ctx.now(),
  itemKey: 'a',
  occurrence: '1',
  channel: 'one_to_one',
  contentKind: 'content.item',
  contentId: bank.itemId,
  contentVersion: 1,
  ...given,
});
