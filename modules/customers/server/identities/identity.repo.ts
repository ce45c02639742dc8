import { sql } from 'kysely';
import { arrayParam } from '#platform/server/array-param.ts';
import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import type { IdentityKind, IdentityRule } from '../../contract/identity.ts';

export interface KnownKey {
  readonly customerId: number;
  readonly verified: boolean;
}

const bytes = (hashes: readonly string[]) =>
  sql`(select decode(h, 'hex') from unnest(${arrayParam(hashes)}::text[]) as h)`;

/** Which customers these identities lead to, by hash. */
export async function findKeys(
  ctx: Ctx,
  hashes: readonly string[],
): Promise<Map<string, KnownKey>> {
  if (hashes.length === 0) return new Map();
  const { rows } = await sql<{ hash: string; customerId: number; verified: boolean }>`
    select encode(k.key_hash, 'hex') as hash, k.customer_id, k.verified
      from customers.identity_key k
     where k.key_hash = any(array(${bytes(hashes)}))`.execute(ctx.db);
  return new Map(rows.map(({ hash, ...key }) => [hash, key]));
}

export interface NewKey {
  readonly hash: string;
  readonly kind: IdentityKind;
  readonly scope: string;
  readonly customerId: number;
  readonly verified: boolean;
}

/**
 * Takes the keys that nobody has; waits for whoever is taking one of them right now. In the order of
 * their hashes, so that two such never wait for each other. Answers the hashes taken.
 */
export async function takeKeys(ctx: TxCtx, keys: readonly NewKey[]): Promise<Set<string>> {
  if (keys.length === 0) return new Set();
  const sorted = [...keys].sort((a, b) => (a.hash < b.hash ? -1 : 1));
  const { rows } = await sql<{ hash: string }>`
    insert into customers.identity_key (key_hash, org_id, kind, scope, customer_id, verified)
    select decode(k.hash, 'hex'), ${ctx.orgId}, k.kind, k.scope, k.id, k.verified
      from unnest(${arrayParam(sorted.map((k) => k.hash))}::text[], ${arrayParam(sorted.map((k) => k.kind))}::text[],
                  ${arrayParam(sorted.map((k) => k.scope))}::text[], ${arrayParam(sorted.map((k) => k.customerId))}::bigint[],
                  ${arrayParam(sorted.map((k) => k.verified))}::boolean[])
        as k (hash, kind, scope, id, verified)
    on conflict do nothing
    returning encode(key_hash, 'hex') as hash`.execute(ctx.db);
  return new Set(rows.map((row) => row.hash));
}

/** Gives back keys taken in this transaction. */
export async function dropKeys(ctx: TxCtx, hashes: readonly string[]): Promise<void> {
  if (hashes.length === 0) return;
  await sql`delete from customers.identity_key
    where key_hash = any(array(${bytes(hashes)}))`.execute(ctx.db);
}

/** What was seen once is proven now. */
export async function verifyKeys(ctx: TxCtx, hashes: readonly string[]): Promise<void> {
  if (hashes.length === 0) return;
  await sql`update customers.identity_key set verified = true
    where key_hash = any(array(${bytes(hashes)})) and not verified`.execute(ctx.db);
}

export async function pointKeys(
  ctx: TxCtx,
  hashes: readonly string[],
  from: number,
  to: number,
): Promise<string[]> {
  if (hashes.length === 0) return [];
  const { rows } = await sql<{ hash: string }>`
    update customers.identity_key set customer_id = ${to}
     where key_hash = any(array(${bytes(hashes)})) and customer_id = ${from}
    returning encode(key_hash, 'hex') as hash`.execute(ctx.db);
  return rows.map((row) => row.hash);
}

export async function nextCustomerIds(ctx: TxCtx, count: number): Promise<number[]> {
  if (count === 0) return [];
  const { rows } = await sql<{ id: number }>`
    select nextval('customers.customer_id_seq') as id from generate_series(1, ${count})`.execute(
    ctx.db,
  );
  return rows.map((row) => row.id);
}

export interface NewIdentity {
  readonly customerId: number;
  readonly hash: string;
  readonly kind: IdentityKind;
  readonly scope: string;
  readonly value: string | null;
  readonly sealed: string | null;
  readonly rule: IdentityRule;
  readonly confidence: number;
  readonly verified: boolean;
  /** False: the key leads to somebody else. */
  readonly leads: boolean;
  readonly source: string;
}

/** Identities a customer did not have, and those that are proven only now. */
export async function putIdentities(ctx: TxCtx, rows: readonly NewIdentity[]): Promise<void> {
  if (rows.length === 0) return;
  const of = (key: keyof NewIdentity) => arrayParam(rows.map((row) => row[key]));
  await sql`
    insert into customers.identity as known (customer_id, key_hash, org_id, kind, scope, value,
                                             sealed, rule, confidence, verified, leads, source, at)
    select i.id, decode(i.hash, 'hex'), ${ctx.orgId}, i.kind, i.scope, i.value, i.sealed, i.rule,
           i.confidence, i.verified, i.leads, i.source, ${ctx.now()}
      from unnest(${of('customerId')}::bigint[], ${of('hash')}::text[], ${of('kind')}::text[],
                  ${of('scope')}::text[], ${of('value')}::text[], ${of('sealed')}::text[],
                  ${of('rule')}::text[], ${of('confidence')}::real[],
                  ${of('verified')}::boolean[], ${of('leads')}::boolean[], ${of('source')}::text[])
        as i (id, hash, kind, scope, value, sealed, rule, confidence, verified, leads, source)
    on conflict (customer_id, key_hash) do update
      set verified = true, confidence = greatest(known.confidence, excluded.confidence)
      where excluded.verified and not known.verified`.execute(ctx.db);
}

/** Values of one kind that these customers have: `scope:hash`. */
export async function identitiesOfKind(
  ctx: Ctx,
  customerIds: readonly number[],
  kind: IdentityKind,
): Promise<Map<number, { scope: string; hash: string }[]>> {
  if (customerIds.length === 0) return new Map();
  const { rows } = await sql<{ customerId: number; scope: string; hash: string }>`
    select customer_id, scope, encode(key_hash, 'hex') as hash from customers.identity
     where customer_id = any(${customerIds}::bigint[]) and org_id = ${ctx.orgId}
       and kind = ${kind}`.execute(ctx.db);
  return Map.groupBy(rows, (row) => row.customerId);
}

export async function identityRows(ctx: Ctx, customerIds: readonly number[]) {
  if (customerIds.length === 0) return [];
  return ctx.db
    .selectFrom('customers.identity')
    .select([
      'customerId',
      'kind',
      'scope',
      'value',
      'sealed',
      'rule',
      'confidence',
      'verified',
      'source',
      'at',
    ])
    .where('customerId', 'in', [...customerIds])
    .where('orgId', '=', ctx.orgId)
    .orderBy('confidence', 'desc')
    .orderBy('at')
    .execute();
}

export async function hashesOf(ctx: Ctx, customerId: number): Promise<string[]> {
  const { rows } = await sql<{ hash: string }>`
    select encode(key_hash, 'hex') as hash from customers.identity
     where customer_id = ${customerId} and org_id = ${ctx.orgId}`.execute(ctx.db);
  return rows.map((row) => row.hash);
}

/** Everybody who has one of these, whoever the key leads to. */
export async function holdersOf(ctx: Ctx, hashes: readonly string[]): Promise<number[]> {
  if (hashes.length === 0) return [];
  const { rows } = await sql<{ customerId: number }>`
    select customer_id from customers.identity_key
     where key_hash = any(array(${bytes(hashes)})) and org_id = ${ctx.orgId}
    union
    select customer_id from customers.identity
     where key_hash = any(array(${bytes(hashes)})) and not leads and org_id = ${ctx.orgId}`.execute(
    ctx.db,
  );
  return rows.map((row) => row.customerId);
}
