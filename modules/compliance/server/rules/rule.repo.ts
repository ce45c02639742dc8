import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { withReady } from '../../contract/rule-parameters.ts';

export interface RuleState {
  readonly rule: string;
  readonly version: number;
  readonly on: boolean;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly effectiveFrom: Date;
  readonly reason: string;
  readonly by: string;
  readonly approvalId: string | null;
}

const columns = sql`rule, version, is_on as "on", parameters, effective_from as "effectiveFrom",
  reason, made_by as "by", approval_id as "approvalId"`;

/**
 * The state of rules at a moment; all of them when none are named. The newest version whose day has
 * come holds, and goes on to hold when the day of an older one comes.
 */
export async function statesAt(
  ctx: Ctx,
  at: Date,
  rules?: readonly string[],
): Promise<Map<string, RuleState>> {
  const { rows } = await sql<RuleState>`
    select distinct on (rule) ${columns}
      from compliance.rule_version
     where org_id = ${ctx.orgId} and effective_from <= ${at}
       and (${rules ?? null}::text[] is null or rule = any (${rules ?? null}::text[]))
     order by rule, version desc`.execute(ctx.db);
  return mapOf(rows);
}

/** Approved for later. */
export async function statesToCome(ctx: Ctx, at: Date): Promise<Map<string, RuleState>> {
  const { rows } = await sql<RuleState>`
    select distinct on (rule) ${columns}
      from compliance.rule_version v
     where org_id = ${ctx.orgId} and effective_from > ${at}
       and version > (select coalesce(max(held.version), 0) from compliance.rule_version held
                       where held.org_id = v.org_id and held.rule = v.rule
                         and held.effective_from <= ${at})
     order by rule, version desc`.execute(ctx.db);
  return mapOf(rows);
}

const mapOf = (rows: readonly RuleState[]) =>
  new Map(
    rows.map((row) => [row.rule, { ...row, parameters: withReady(row.rule, row.parameters) }]),
  );

export async function historyOf(ctx: Ctx, rule: string): Promise<RuleState[]> {
  const { rows } = await sql<RuleState>`
    select ${columns} from compliance.rule_version
     where org_id = ${ctx.orgId} and rule = ${rule} order by version desc`.execute(ctx.db);
  return rows;
}

/** Holds the rule still until the transaction ends; answers its newest version. */
export async function lockNewest(ctx: TxCtx, rule: string): Promise<number | null> {
  const row = await ctx.db
    .selectFrom('compliance.ruleVersion')
    .select('version')
    .where('orgId', '=', ctx.orgId)
    .where('rule', '=', rule)
    .orderBy('version', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  return row?.version ?? null;
}

export async function insertStates(ctx: TxCtx, states: readonly RuleState[]): Promise<string[]> {
  if (states.length === 0) return [];
  const rows = await ctx.db
    .insertInto('compliance.ruleVersion')
    .values(
      states.map(({ on, by, parameters, ...state }) => ({
        ...state,
        orgId: ctx.orgId,
        isOn: on,
        madeBy: by,
        parameters: JSON.stringify(parameters),
        createdAt: ctx.now(),
      })),
    )
    .onConflict((c) => c.doNothing())
    .returning('rule')
    .execute();
  return rows.map((row) => row.rule);
}
