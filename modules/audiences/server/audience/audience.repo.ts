import { type SqlBool, sql } from 'kysely';
import type { UnitScope } from '#modules/org/server/index.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { AudienceState } from '../../contract/audience.ts';
import type { Rule } from '../../contract/rule.ts';

export interface AudienceRow {
  id: string;
  name: string;
  description: string | null;
  kind: 'rule' | 'list';
  state: AudienceState;
  purpose: string;
  unitId: string;
  unitName: string;
  ready: string | null;
  rule: Rule | null;
  ruleVersion: number;
  ruleHash: string | null;
  count: number | null;
  reachable: number | null;
  refreshedAt: Date | null;
  dueAt: Date | null;
  taskId: string | null;
  createdById: string;
  createdByName: string;
  createdAt: Date;
  changedAt: Date;
  version: number;
}

const columns = sql`
  a.id, a.name, a.description, a.kind, a.state, a.purpose, a.unit_id as "unitId",
  u.name as "unitName", a.ready, a.rule, a.rule_version as "ruleVersion",
  a.rule_hash as "ruleHash", a.count, a.reachable, a.due_at as "dueAt",
  -- Whoever is live is as new as the profiles are.
  case when a.state = 'live' then greatest(a.refreshed_at, n.changed_at) else a.refreshed_at end
    as "refreshedAt",
  a.task_id as "taskId", a.created_by_id as "createdById", a.created_by_name as "createdByName",
  a.created_at as "createdAt", a.changed_at as "changedAt", a.version`;
const from = sql`audiences.audience a
  join org.unit u on u.org_id = a.org_id and u.id = a.unit_id
  left join audiences.population n on n.org_id = a.org_id`;

/** Of units in scope; the groups every bank begins with are everybody's to read. */
const seen = (scope: UnitScope, ready: boolean) =>
  scope.whole
    ? sql<SqlBool>`true`
    : ready
      ? sql<SqlBool>`(a.unit_id = any(${scope.units}::uuid[]) or a.ready is not null)`
      : sql<SqlBool>`a.unit_id = any(${scope.units}::uuid[])`;

export async function findAudience(
  ctx: Ctx,
  id: string,
  scope: UnitScope,
  { ready = true } = {},
): Promise<AudienceRow | null> {
  const { rows } = await sql<AudienceRow>`
    select ${columns} from ${from}
     where a.org_id = ${ctx.orgId} and a.id = ${id} and ${seen(scope, ready)}`.execute(ctx.db);
  return rows[0] ?? null;
}

export interface AudienceFilter {
  readonly page: number;
  readonly size: number;
  readonly q?: string | undefined;
  readonly sort?: string | undefined;
  readonly state?: readonly AudienceState[] | undefined;
  readonly kind?: readonly AudienceRow['kind'][] | undefined;
  readonly ready?: 'yes' | 'no' | undefined;
}

const SORTS: Readonly<Record<string, string>> = {
  name: 'a.name',
  count: 'a.count',
  changedAt: 'a.changed_at',
  refreshedAt: 'a.refreshed_at',
};

export async function listAudienceRows(
  ctx: Ctx,
  { page, size, q, sort = '-changedAt', state, kind, ready }: AudienceFilter,
  scope: UnitScope,
): Promise<{ items: AudienceRow[]; total: number }> {
  const conditions = [
    sql`a.org_id = ${ctx.orgId}`,
    seen(scope, true),
    ...(q ? [sql`strpos(lower(a.name), lower(${q})) > 0`] : []),
    state ? sql`a.state = any(${[...state]}::text[])` : sql`a.state <> 'archived'`,
    ...(kind ? [sql`a.kind = any(${[...kind]}::text[])`] : []),
    ...(ready === undefined ? [] : [sql`(a.ready is not null) = ${ready === 'yes'}`]),
  ];
  const where = sql.join(conditions, sql` and `);
  const column = sql.raw(SORTS[sort.replace('-', '')] ?? 'a.changed_at');
  const order = sort.startsWith('-') ? sql`desc nulls last` : sql`asc nulls first`;
  const { rows } = await sql<AudienceRow>`
    select ${columns} from ${from} where ${where}
     order by ${column} ${order}, a.id limit ${size} offset ${(page - 1) * size}`.execute(ctx.db);
  const counted = await sql<{ total: number }>`
    select count(*) as total from audiences.audience a where ${where}`.execute(ctx.db);
  return { items: rows, total: counted.rows[0]!.total };
}

export interface NewAudience {
  id: string;
  name: string;
  description: string | null;
  kind: 'rule' | 'list';
  state: AudienceState;
  purpose: string;
  unitId: string;
  ready: string | null;
  rule: Rule | null;
  ruleHash: string | null;
}

const json = (value: unknown) => (value === null ? null : sql`${JSON.stringify(value)}::jsonb`);

/** Answers false when the bank has this ready group already. */
export async function insertAudience(ctx: TxCtx, audience: NewAudience): Promise<boolean> {
  const { id: byId, name: byName } = ctx.actor;
  const { numAffectedRows } = await sql`
    insert into audiences.audience (org_id, id, name, description, kind, state, purpose, unit_id,
      ready, rule, rule_version, rule_hash, created_by_id, created_by_name, created_at, changed_at,
      version)
    values (${ctx.orgId}, ${audience.id}, ${audience.name}, ${audience.description},
      ${audience.kind}, ${audience.state}, ${audience.purpose}, ${audience.unitId},
      ${audience.ready}, ${json(audience.rule)}, 1, ${audience.ruleHash}, ${byId}, ${byName},
      ${ctx.now()}, ${ctx.now()}, 1)
    on conflict (org_id, ready) where ready is not null do nothing`.execute(ctx.db);
  if (!numAffectedRows) return false;
  if (audience.rule) await insertRuleVersion(ctx, audience.id, 1, audience.rule);
  return true;
}

async function insertRuleVersion(ctx: TxCtx, audienceId: string, ruleVersion: number, rule: Rule) {
  await sql`
    insert into audiences.rule_version
      (org_id, audience_id, rule_version, rule, saved_by_id, saved_by_name, saved_at)
    values (${ctx.orgId}, ${audienceId}, ${ruleVersion}, ${json(rule)}, ${ctx.actor.id},
      ${ctx.actor.name}, ${ctx.now()})`.execute(ctx.db);
}

/** Answers false when somebody else changed it since `version`. */
export async function updateAudience(
  ctx: TxCtx,
  row: AudienceRow,
  change: {
    name: string;
    description: string | null;
    purpose: string;
    rule: Rule;
    ruleHash: string;
    newRule: boolean;
    state: AudienceState;
    version: number;
  },
): Promise<boolean> {
  const ruleVersion = row.ruleVersion + (change.newRule ? 1 : 0);
  const { numAffectedRows } = await sql`
    update audiences.audience set name = ${change.name}, description = ${change.description},
      purpose = ${change.purpose}, rule = ${json(change.rule)}, rule_hash = ${change.ruleHash},
      rule_version = ${ruleVersion}, state = ${change.state}, changed_at = ${ctx.now()},
      version = version + 1
     where org_id = ${ctx.orgId} and id = ${row.id} and version = ${change.version}`.execute(
    ctx.db,
  );
  if (!numAffectedRows) return false;
  if (change.newRule) await insertRuleVersion(ctx, row.id, ruleVersion, change.rule);
  return true;
}

export async function setState(
  ctx: TxCtx,
  id: string,
  state: AudienceState,
  taskId: string | null = null,
): Promise<void> {
  await sql`update audiences.audience set state = ${state}, task_id = ${taskId},
              due_at = case when ${state} = 'archived' then null else due_at end,
              changed_at = ${ctx.now()}, version = version + 1
             where org_id = ${ctx.orgId} and id = ${id}`.execute(ctx.db);
}

export async function setTask(ctx: TxCtx, id: string, taskId: string): Promise<void> {
  await sql`update audiences.audience set task_id = ${taskId}
             where org_id = ${ctx.orgId} and id = ${id}`.execute(ctx.db);
}

export async function findRuleVersions(ctx: Ctx, audienceId: string) {
  const { rows } = await sql<{
    ruleVersion: number;
    rule: Rule;
    savedById: string;
    savedByName: string;
    savedAt: Date;
  }>`
    select v.rule_version as "ruleVersion", v.rule, v.saved_by_id as "savedById",
           v.saved_by_name as "savedByName", v.saved_at as "savedAt"
      from audiences.rule_version v
     where v.org_id = ${ctx.orgId} and v.audience_id = ${audienceId}
     order by v.rule_version desc`.execute(ctx.db);
  return rows;
}

export interface FollowedAudience {
  id: string;
  name: string;
  unitId: string;
  state: AudienceState;
  rule: Rule | null;
  ruleVersion: number;
}

/** Whose members follow the customers: live ones, and those being built. */
export async function findFollowed(ctx: Ctx): Promise<FollowedAudience[]> {
  const { rows } = await sql<FollowedAudience>`
    select a.id, a.name, a.unit_id as "unitId", a.state, a.rule,
           a.rule_version as "ruleVersion" from audiences.audience a
     where a.org_id = ${ctx.orgId} and a.state in ('live', 'building') order by a.id`.execute(
    ctx.db,
  );
  return rows;
}

export const nextAudienceAt = sql<Date | null>`
  select min(due_at) from audiences.audience where due_at is not null and state = 'live'`;

/** Audiences whose rule may give another answer by now, in every bank. */
export async function findDue(ctx: Ctx, limit: number) {
  const { rows } = await sql<{
    orgId: string;
    id: string;
    rule: Rule;
    ruleVersion: number;
    name: string;
  }>`
    select a.org_id as "orgId", a.id, a.rule, a.rule_version as "ruleVersion", a.name
      from audiences.audience a
     where a.due_at <= ${ctx.now()} and a.state = 'live' order by a.due_at limit ${limit}
       for update skip locked`.execute(ctx.db);
  return rows;
}

export async function setDue(ctx: TxCtx, id: string, dueAt: Date | null): Promise<void> {
  await sql`update audiences.audience set due_at = ${dueAt}
             where org_id = ${ctx.orgId} and id = ${id}`.execute(ctx.db);
}

/** Members were found anew, by this version of the rule; false: the rule has changed meanwhile. */
export async function setBuiltAudience(
  ctx: TxCtx,
  id: string,
  ruleVersion: number,
  found: { count: number; reachable: number | null; dueAt: Date | null },
): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update audiences.audience set state = 'live', count = ${found.count},
      reachable = ${found.reachable}, refreshed_at = ${ctx.now()}, due_at = ${found.dueAt},
      task_id = null
     where org_id = ${ctx.orgId} and id = ${id} and rule_version = ${ruleVersion}
       and state in ('building', 'live')`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n) > 0;
}

/** So many came to these and left them since. Rows are locked in one order, whoever else does the same. */
export async function addToCounts(
  ctx: TxCtx,
  moves: readonly { audienceId: string; entered: readonly number[]; left: readonly number[] }[],
): Promise<void> {
  const ids = moves.map((move) => move.audienceId);
  const more = moves.map(({ entered, left }) => entered.length - left.length);
  await sql`
    with held as materialized (
      select a.id from audiences.audience a
       where a.org_id = ${ctx.orgId} and a.id = any(${ids}::uuid[]) order by a.id for update)
    update audiences.audience a set count = coalesce(a.count, 0) + moved.more,
           refreshed_at = ${ctx.now()}
      from held
      join unnest(${ids}::uuid[], ${more}::int[]) as moved (id, more) on moved.id = held.id
     where a.org_id = ${ctx.orgId} and a.id = held.id`.execute(ctx.db);
}
