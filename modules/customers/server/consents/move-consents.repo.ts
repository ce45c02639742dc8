import { sql } from 'kysely';
import type { TxCtx } from '#platform/server/ctx.ts';

/** As they stood before two customers became one. */
export interface MovedConsents {
  /** Of the one who was merged. */
  readonly moved: readonly unknown[];
  /** Of the survivor, where the other's word replaced it. */
  readonly over: readonly unknown[];
}

const columns = sql`customer_id, purpose, channel, org_id, state, text_version, evidence, at`;

/**
 * Two customers become one: what one of them withdrew is withdrawn, whoever said yes later or
 * earlier. Otherwise the survivor's word stands, and the other's where the survivor has said nothing.
 */
export async function moveConsents(ctx: TxCtx, from: number, into: number): Promise<MovedConsents> {
  const { rows: moved } = await sql<{ row: { purpose: string; channel: string } }>`
    select to_json(k) as row from customers.consent k
     where k.customer_id = ${from} and k.org_id = ${ctx.orgId}`.execute(ctx.db);
  const { rows: over } = await sql<{ row: unknown }>`
    select to_json(k) as row from customers.consent k
     where k.customer_id = ${into} and k.org_id = ${ctx.orgId}
       and (k.purpose, k.channel) in (
         select r.purpose, r.channel from json_to_recordset(${JSON.stringify(moved.map((m) => m.row))}::json)
           as r (purpose text, channel text))`.execute(ctx.db);
  await sql`
    insert into customers.consent as held (${columns})
    select ${into}, r.purpose, r.channel, ${ctx.orgId}, r.state, r.text_version, r.evidence, r.at
      from json_to_recordset(${JSON.stringify(moved.map((m) => m.row))}::json)
        as r (purpose text, channel text, state text, text_version int, evidence jsonb,
              at timestamptz)
    on conflict (customer_id, purpose, channel) do update
       set state = excluded.state, text_version = excluded.text_version,
           evidence = excluded.evidence, at = excluded.at
     where excluded.state = 'withdrawn' and held.state = 'given'`.execute(ctx.db);
  await remove(ctx, from);
  return { moved: moved.map((m) => m.row), over: over.map((o) => o.row) };
}

export async function putBackConsents(
  ctx: TxCtx,
  from: number,
  into: number,
  { moved, over }: MovedConsents,
): Promise<void> {
  // What came from the merge goes; what the survivor has said since stays.
  await sql`
    delete from customers.consent held
     using json_to_recordset(${JSON.stringify(moved)}::json)
        as r (purpose text, channel text, state text, at timestamptz)
     where held.customer_id = ${into} and held.org_id = ${ctx.orgId}
       and held.purpose = r.purpose and held.channel = r.channel and held.state = r.state
       and held.at = r.at`.execute(ctx.db);
  await insert(ctx, into, over);
  await insert(ctx, from, moved);
}

async function remove(ctx: TxCtx, customerId: number): Promise<void> {
  await ctx.db
    .deleteFrom('customers.consent')
    .where('customerId', '=', customerId)
    .where('orgId', '=', ctx.orgId)
    .execute();
}

async function insert(ctx: TxCtx, customerId: number, rows: readonly unknown[]): Promise<void> {
  await sql`
    insert into customers.consent (${columns})
    select ${customerId}, r.purpose, r.channel, ${ctx.orgId}, r.state, r.text_version, r.evidence,
           r.at
      from json_to_recordset(${JSON.stringify(rows)}::json)
        as r (purpose text, channel text, state text, text_version int, evidence jsonb,
              at timestamptz)
    on conflict do nothing`.execute(ctx.db);
}
