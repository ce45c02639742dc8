import { sql } from 'kysely';
import { contentModule } from '#modules/content/server/module.ts';
import { someCustomers } from '#modules/customers/server/fixtures.ts';
import { customersModule } from '#modules/customers/server/module.ts';
import { decideApproval, requestApproval } from '#modules/org/contract.ts';
import { aBank, aGrant, aStaff, aUnit, orgHttp, signedIn } from '#modules/org/server/fixtures.ts';
import { orgModule } from '#modules/org/server/module.ts';
import { bringRules } from '#modules/outreach/server/fixtures.ts';
import { eventId, recordEvents } from '#modules/tracking/server/index.ts';
import { asSystem, type Ctx, inTx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import { newId } from '#platform/server/ids.ts';
import type { AppModule } from '#platform/server/module.ts';
import { allow, callHttp, type TestOrg, testHttp } from '#platform/server/test/test-org.ts';
import * as api from '../contract.ts';
import { sequencesModule } from './module.ts';
import { insertRun } from './run/run.repo.ts';

export { emptyDefinition } from '../definition/empty.ts';

/** A bank with its texts and sequences, a colleague, friends of hers in an audience, and a project. */
export async function aSequenceBank(ctx: TestOrg, size = 4) {
  const head = (await aBank(ctx)).headOffice;
  const branch = await aUnit(ctx);
  const modules: AppModule[] = [
    orgModule({ mode: 'demo' }),
    contentModule({ mode: 'demo' }),
    customersModule(),
    sequencesModule({ mode: 'demo' }),
  ];
  for (const module of modules)
    if (module.equipment) await inTx(asSystem(ctx, ctx.orgId), (tx) => module.equipment!.bring(tx));
  await bringRules(ctx);
  const rm = await aStaff(ctx, { name: '林晓', unitId: branch.id });
  const maker = await signedIn(ctx, [], { name: '运营' });
  await aGrant(ctx, maker.staff.id, 'head_office_operator');
  const checker = await signedIn(ctx, [], { name: '合规' });
  await aGrant(ctx, checker.staff.id, 'compliance_officer');
  const http = await orgHttp(ctx, modules);
  // Sessions end within hours; whoever looks on over weeks has none.
  const later = await testHttp(
    ctx.as({ permissions: allow(...Object.keys(api.sequencePermissions), 'customers.unit.read') }),
    modules,
  );
  const customers = await someCustomers(
    ctx,
    Array.from({ length: size }, () => ({ unitId: branch.id })),
  );
  const corpId = newId(ctx.now());
  await befriend(ctx, customers, rm.id, corpId);
  const audienceId = await anAudience(ctx, head.id, customers);
  const projectId = await aProject(ctx, head.id);
  const [sequence] = (
    await callHttp(http, api.listSequences, { query: { q: 'AIDA' } }, maker.headers)
  ).items;

  const approve = async (kind: string, payload: Record<string, unknown>) => {
    const { id } = await callHttp(
      http,
      requestApproval,
      { body: { kind, payload } },
      maker.headers,
    );
    await callHttp(
      http,
      decideApproval,
      { params: { id }, body: { decision: 'approve', round: 1 } },
      checker.headers,
    );
  };
  const draft = (more: Partial<api.RunDraft> = {}): api.RunDraft => ({
    ...api.RunDraft.parse({
      name: '代发客群培育',
      need: '发薪后想把结余管起来，又不想花时间比较',
      sequenceId: sequence!.id,
      version: 1,
      audienceId,
      projectId,
      productLine: 'deposit',
      startsOn: dayOf(ctx.now()),
      controlShare: 0,
    }),
    values: allValues,
    ...more,
  });
  return {
    modules,
    http,
    maker,
    checker,
    rm,
    corpId,
    branch,
    head,
    customers,
    audienceId,
    projectId,
    sequence: sequence!,
    draft,
    approve,
    /** Drafted by one, approved by another; nobody is taken in yet. */
    async aRun(more: Partial<api.RunDraft> = {}) {
      const run = await callHttp(http, api.createRun, { body: draft(more) }, maker.headers);
      await approve(api.startKind, { id: run.id, revision: run.revision });
      return callHttp(later, api.getRun, { params: { id: run.id } });
    },
    later,
    show: (id: api.RunId) => callHttp(later, api.getRun, { params: { id } }),
    story: (id: api.RunId, customerId: number) =>
      callHttp(later, api.getStory, { params: { id, customerId: customerId as never } }),
  };
}
export type SequenceBank = Awaited<ReturnType<typeof aSequenceBank>>;

/** The bank's own words for every place of the shipped texts. */
export const allValues: Record<string, string> = Object.fromEntries(
  [
    'assessment_path benefit_expire benefit_highlight benefit_how benefit_list benefit_name',
    'benefit_reason benefit_rule event_date event_quota event_time event_title interest invest_scope',
    'issuer_name last_assessment_date min_amount product_name product_risk_level rm_years',
    'rule_reason_now service_phone term term_text withdraw_rule',
  ]
    .join(' ')
    .split(' ')
    .map((name) => [name, '示例']),
);

export async function befriend(
  ctx: Ctx,
  customers: readonly number[],
  staffId: string,
  corpId: string,
): Promise<void> {
  await sql`
    insert into customers.relationship (customer_id, corp_id, userid, org_id, staff_id, state,
      started_at, source, two_way_count)
    select id, ${corpId}, 'rm', ${ctx.orgId}, ${staffId}, 'active', ${ctx.now()}, 'scan', 0
      from unnest(${[...customers]}::bigint[]) as c (id)`.execute(ctx.db);
}

export async function anAudience(
  ctx: Ctx,
  unitId: string,
  customers: readonly number[],
): Promise<string> {
  const id = newId(ctx.now());
  await sql`
    insert into audiences.audience (org_id, id, name, kind, state, purpose, unit_id, rule_version,
      count, created_by_id, created_by_name, created_at, changed_at, version)
    values (${ctx.orgId}, ${id}, '代发客户', 'list', 'live', 'marketing', ${unitId}, 1,
      ${customers.length}, 'test', 'test', ${ctx.now()}, ${ctx.now()}, 1)`.execute(ctx.db);
  await addMembers(ctx, id, customers);
  return id;
}

export async function addMembers(
  ctx: Ctx,
  audienceId: string,
  customers: readonly number[],
): Promise<void> {
  await sql`
    insert into audiences.member (customer_id, audience_id, org_id, since)
    select id, ${audienceId}, ${ctx.orgId}, ${ctx.now()}
      from unnest(${[...customers]}::bigint[]) as c (id)`.execute(ctx.db);
}

/** Running for the whole bank. */
async function aProject(ctx: Ctx, unitId: string): Promise<string> {
  const id = newId(ctx.now());
  await sql`
    insert into org.project (org_id, id, name, kind, goal, owner_unit_id, scope, state, starts_on,
      starts_at, phases, created_by_id, created_by_name, created_at, version)
    values (${ctx.orgId}, ${id}, '代发全行推广', 'payroll', '', ${unitId}, 'full', 'running',
      ${dayOf(ctx.now())}, ${ctx.now()}, '[]', 'test', 'test', ${ctx.now()}, 1)`.execute(ctx.db);
  await sql`insert into org.project_unit (org_id, project_id, unit_id)
    values (${ctx.orgId}, ${id}, ${unitId})`.execute(ctx.db);
  return id;
}

/** A customer stands in a cell: need × 3 + recognition. */
export async function stands(
  ctx: Ctx,
  customerId: number,
  cell: number,
  needStage = 0,
): Promise<void> {
  await sql`
    insert into audiences.standing (customer_id, org_id, need, recognition, cell, need_stage, day)
    values (${customerId}, ${ctx.orgId}, ${Math.floor(cell / 3) * 40}, ${(cell % 3) * 40}, ${cell},
      ${needStage}, ${dayOf(ctx.now())})
    on conflict (customer_id) do update set cell = excluded.cell, need = excluded.need,
      recognition = excluded.recognition, need_stage = excluded.need_stage`.execute(ctx.db);
}

/** Somebody's run that nobody has submitted. */
export async function aDraftRun(
  ctx: Ctx,
  given: {
    name: string;
    sequenceId: string;
    audienceId: string;
    projectId: string;
    unitId: string;
  },
): Promise<string> {
  const id = newId(ctx.now()) as api.RunId;
  const { unitId, ...rest } = given;
  const draft = api.RunDraft.parse({
    ...rest,
    version: 1,
    productLine: 'deposit',
    startsOn: dayOf(ctx.now()),
  });
  await inTx(ctx, (tx) => insertRun(tx, id, draft, { unitId, audienceRuleVersion: 1 }));
  return id;
}

let serial = 0;
/** Something a customer did, now. */
export async function happens(
  ctx: Ctx,
  customerId: number,
  kind: string,
  more: { subject?: string; amount?: number; properties?: Record<string, string>; at?: Date } = {},
): Promise<void> {
  serial += 1;
  await inTx(asSystem(ctx, ctx.orgId), (tx) =>
    recordEvents(tx, [
      { id: eventId('test', serial), customerId, kind, at: ctx.now(), source: 'test', ...more },
    ]),
  );
}
