import { sql } from 'kysely';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';

/** Who of the bank's customers were merged into this one, and this one. */
export async function wholePerson(ctx: Ctx, customerId: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select customer_id as id from customers.customer
     where org_id = ${ctx.orgId} and (customer_id = ${customerId} or merged_into = ${customerId})
     order by id`.execute(ctx.db);
  return rows.map((row) => row.id);
}

/** What remains of a customer: a number, a unit and a date. */
export async function anonymiseCustomer(ctx: TxCtx, customerId: number): Promise<number> {
  const { numAffectedRows } = await sql`
    update customers.customer
       set state = 'erased', merged_into = null, name = null, name_from = null, name_grams = '{}',
           rm_id = null, rm_since = null, changed_at = ${ctx.now()}, version = version + 1
     where customer_id = ${customerId} and org_id = ${ctx.orgId} and state <> 'erased'`.execute(
    ctx.db,
  );
  return Number(numAffectedRows ?? 0n);
}

export async function findCustomer(ctx: Ctx, customerId: number) {
  return ctx.db
    .selectFrom('customers.customer')
    .select(['name', 'source', 'state', 'createdAt'])
    .where('customerId', '=', customerId)
    .where('orgId', '=', ctx.orgId)
    .executeTakeFirst();
}

export async function findIdentities(ctx: Ctx, customerId: number) {
  return ctx.db
    .selectFrom('customers.identity')
    .select(['kind', 'value', 'sealed', 'source', 'at'])
    .where('customerId', '=', customerId)
    .where('orgId', '=', ctx.orgId)
    .orderBy('kind')
    .execute();
}

export async function deleteIdentities(ctx: TxCtx, customerId: number): Promise<number> {
  const keys = await sql`
    delete from customers.identity_key
     where customer_id = ${customerId} and org_id = ${ctx.orgId}`.execute(ctx.db);
  const own = await sql`
    delete from customers.identity
     where customer_id = ${customerId} and org_id = ${ctx.orgId}`.execute(ctx.db);
  return Number(keys.numAffectedRows ?? 0n) + Number(own.numAffectedRows ?? 0n);
}

/** Merges and proposals name two customers; either side goes. */
export async function deleteMerges(ctx: TxCtx, customerId: number): Promise<number> {
  const merges = await sql`
    delete from customers.merge
     where org_id = ${ctx.orgId} and (customer_id = ${customerId} or merged_id = ${customerId})`.execute(
    ctx.db,
  );
  const proposals = await sql`
    delete from customers.merge_proposal
     where org_id = ${ctx.orgId} and (customer_id = ${customerId} or other_id = ${customerId})`.execute(
    ctx.db,
  );
  return Number(merges.numAffectedRows ?? 0n) + Number(proposals.numAffectedRows ?? 0n);
}

/** What was asked and answered stays as proof; what the customer wrote does not. */
export async function anonymiseRequests(ctx: TxCtx, customerId: number): Promise<number> {
  const { numAffectedRows } = await sql`
    update customers.rights_request set wish = null
     where customer_id = ${customerId} and org_id = ${ctx.orgId}`.execute(ctx.db);
  return Number(numAffectedRows ?? 0n);
}
