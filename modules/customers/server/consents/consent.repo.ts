import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { ConsentStep, Evidence } from '../../contract/consent.ts';
import type { ConsentChannel, ConsentPurpose } from '../../contract/purpose.ts';

/** The oldest version of a purpose's text that still holds (CR-005), as SQL. */
const leastVersion = (ctx: Ctx, purpose: ConsentPurpose) => sql`
  (select coalesce(max(t.version), 1) from customers.consent_text t
    where t.org_id = ${ctx.orgId} and t.purpose = ${purpose} and t.renews
      and t.approved_at is not null)`;

export async function findConsenting(
  ctx: Ctx,
  customerIds: readonly number[],
  purpose: ConsentPurpose,
  channel: ConsentChannel,
): Promise<number[]> {
  const { rows } = await sql<{ customerId: number }>`
    select k.customer_id as "customerId" from customers.consent k
     where k.org_id = ${ctx.orgId} and k.purpose = ${purpose} and k.channel = ${channel}
       and k.state = 'given' and k.text_version >= ${leastVersion(ctx, purpose)}
       and k.customer_id = any(${[...customerIds]}::bigint[])`.execute(ctx.db);
  return rows.map((row) => row.customerId);
}

export interface ConsentRow {
  customerId: number;
  purpose: ConsentPurpose;
  channel: ConsentChannel;
  state: 'given' | 'withdrawn';
  textVersion: number;
  evidence: Evidence;
  at: Date;
}

export async function findConsents(
  ctx: Ctx,
  customerIds: readonly number[],
): Promise<ConsentRow[]> {
  if (customerIds.length === 0) return [];
  const rows = await ctx.db
    .selectFrom('customers.consent')
    .select(['customerId', 'purpose', 'channel', 'state', 'textVersion', 'evidence', 'at'])
    .where('orgId', '=', ctx.orgId)
    .where(sql<boolean>`customer_id = any(${[...customerIds]}::bigint[])`)
    .execute();
  return rows as ConsentRow[];
}

export interface ConsentAct {
  readonly customerId: number;
  readonly purpose: ConsentPurpose;
  readonly channel: ConsentChannel;
  readonly act: 'given' | 'withdrawn';
  readonly textVersion: number;
  readonly evidence: Evidence;
  readonly at: Date;
}

/**
 * Writes how things stand and the steps that led there; what stands already, or was decided later,
 * stays. Answers the acts that changed something. One customer, purpose and channel stand at most
 * once among the acts.
 */
export async function putConsents(
  ctx: TxCtx,
  stepId: string,
  acts: readonly ConsentAct[],
): Promise<Pick<ConsentAct, 'customerId' | 'purpose' | 'channel'>[]> {
  if (acts.length === 0) return [];
  const { id, kind, name } = ctx.actor;
  const { rows } = await sql<Pick<ConsentAct, 'customerId' | 'purpose' | 'channel'>>`
    with act as (
      select r."customerId" as customer_id, r.purpose, r.channel, r.act, r."textVersion" as version,
             r.evidence, r.at
        from json_to_recordset(${JSON.stringify(acts)}::json) as r ("customerId" bigint,
               purpose text, channel text, act text, "textVersion" int, evidence jsonb,
               at timestamptz)),
    put as (
      insert into customers.consent as held (customer_id, purpose, channel, org_id, state,
          text_version, evidence, at)
      select customer_id, purpose, channel, ${ctx.orgId}, act, version, evidence, at from act
      on conflict (customer_id, purpose, channel) do update
         set state = excluded.state, text_version = excluded.text_version,
             evidence = excluded.evidence, at = excluded.at
       where held.at <= excluded.at
         and (held.state <> excluded.state or held.text_version < excluded.text_version)
      returning customer_id, purpose, channel)
    insert into customers.consent_step (customer_id, step_id, purpose, channel, org_id, act,
        text_version, evidence, at, by_kind, by_id, by_name)
    select act.customer_id, ${stepId}, act.purpose, act.channel, ${ctx.orgId}, act.act, act.version,
           act.evidence, act.at, ${kind}, ${id}, ${name}
      from act join put using (customer_id, purpose, channel)
    returning customer_id as "customerId", purpose, channel`.execute(ctx.db);
  return rows;
}

export async function findSteps(ctx: Ctx, customerId: number): Promise<ConsentStep[]> {
  const rows = await ctx.db
    .selectFrom('customers.consentStep')
    .select(['purpose', 'channel', 'act', 'textVersion', 'at', 'evidence', 'byKind', 'byName'])
    .where('orgId', '=', ctx.orgId)
    .where('customerId', '=', customerId)
    .orderBy('at', 'desc')
    .orderBy('stepId', 'desc')
    .orderBy('purpose')
    .orderBy('channel')
    .limit(500)
    .execute();
  return rows.map(({ byKind, byName, at, ...row }) => ({
    ...row,
    at: at.toISOString(),
    by: { kind: byKind, name: byName },
  })) as ConsentStep[];
}
