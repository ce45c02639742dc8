import { createHash } from 'node:crypto';
import { audit } from '#platform/server/audit.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import {
  type CustomerChange,
  changeCustomers,
  customerRows,
  insertCustomers,
  type KnownCustomer,
} from '../customers/customer.repo.ts';
import { NAME_PLACE, nameGrams, trustsMore } from '../customers/name.ts';
import type { Person } from './assign.ts';
import { dropKeys, type NewIdentity, putIdentities, verifyKeys } from './identity.repo.ts';
import { type Key, stored } from './identity-key.ts';
import { putProposals } from './proposal.repo.ts';
import type { Resolved, ResolveOptions, Settled } from './record.ts';
import { confidenceOf, ruleOf, shared } from './rules.ts';

/** Writes what was settled: customers, identities, proposals. */
export async function writeResolved(
  ctx: TxCtx,
  settled: readonly Settled[],
  { source, mayChange = () => true }: ResolveOptions,
  results: Resolved[],
  changed: Set<number>,
): Promise<void> {
  const known = await customerRows(ctx, [
    ...new Set(
      settled.flatMap(({ assigned: { person } }) => (person.isNew ? [] : person.customerId!)),
    ),
  ]);
  const identities: NewIdentity[] = [];
  const proven: string[] = [];
  const firstOf = new Map<Person, Settled>();
  const changes = new Map<number, CustomerChange>();
  const proposals: Parameters<typeof putProposals>[1][number][] = [];

  for (const work of settled) {
    const { assigned, index, newKeys } = work;
    const customerId = assigned.person.customerId!;
    const existing = known.get(customerId);
    const proposed = [...new Set(assigned.doubts.map((doubt) => doubt.person.customerId!))];
    const base = { customerId, rule: assigned.rule, confidence: assigned.confidence, proposed };
    if (existing && !mayChange(existing)) {
      await dropKeys(ctx, [...newKeys]);
      results[index] = { ...base, proposed: [], outcome: 'elsewhere' };
      continue;
    }
    const isFirst = assigned.person.isNew && !firstOf.has(assigned.person);
    if (isFirst) firstOf.set(assigned.person, work);
    const fresh = work.keys.filter(
      ({ hash, kind }) =>
        newKeys.has(hash) || work.proven.has(hash) || (shared.has(kind) && work.foreign.has(hash)),
    );
    identities.push(...fresh.map((key) => identityOf(ctx, work, key, source)));
    proven.push(...work.proven);
    const change = existing ? await changeOf(ctx, existing, work) : null;
    if (change) changes.set(customerId, { ...changes.get(customerId), ...change });
    for (const doubt of assigned.doubts)
      proposals.push({
        customerId,
        otherId: doubt.person.customerId!,
        reason: { rule: doubt.rule, kind: doubt.key.kind, source },
        confidence: doubt.confidence,
      });
    const altered = isFirst || change !== null || newKeys.size > 0 || work.proven.size > 0;
    if (altered) changed.add(customerId);
    results[index] = {
      ...base,
      outcome: isFirst ? 'created' : altered ? 'changed' : 'known',
    };
  }
  await insertCustomers(
    ctx,
    [...firstOf.values()].map((work) => newCustomer(ctx, work, source)),
  );
  await putIdentities(ctx, once(identities));
  await verifyKeys(ctx, proven);
  await changeCustomers(ctx, [...changes.values()]);
  await putProposals(ctx, proposals);
}

function identityOf(
  ctx: TxCtx,
  { assigned, foreign, prepared }: Settled,
  key: Key,
  source: string,
): NewIdentity {
  const base = confidenceOf[ruleOf({ kind: key.kind, verified: key.verified, sameName: false })];
  const first = assigned.rule === 'first_seen';
  return {
    customerId: assigned.person.customerId!,
    hash: key.hash,
    kind: key.kind,
    scope: key.scope,
    ...(prepared?.stored.get(key.hash) ?? stored(ctx, key)),
    rule: first ? 'first_seen' : 'same_record',
    confidence: first ? base : Math.round(base * assigned.confidence * 100) / 100,
    verified: key.verified,
    leads: !foreign.has(key.hash),
    source,
  };
}

const once = (rows: readonly NewIdentity[]): NewIdentity[] => [
  ...new Map(rows.map((row) => [`${row.customerId}:${row.hash}`, row])).values(),
];

function newCustomer(ctx: TxCtx, { assigned, record, name, prepared }: Settled, source: string) {
  return {
    customerId: assigned.person.customerId!,
    unitId: record.unitId,
    rmId: record.rmId ?? null,
    name: name === null ? null : (prepared?.sealedName ?? ctx.vault.encrypt(NAME_PLACE, name)),
    nameFrom: name === null ? null : (record.nameFrom ?? 'staff'),
    grams: name === null ? [] : (prepared?.grams ?? nameGrams(ctx, name)),
    source,
  };
}

async function changeOf(
  ctx: TxCtx,
  known: KnownCustomer,
  { record, name }: Settled,
): Promise<CustomerChange | null> {
  const given = record.nameFrom ?? 'staff';
  const better = name !== null && trustsMore(given, known.nameFrom);
  const same =
    better && known.name !== null && (await ctx.vault.decrypt(NAME_PLACE, known.name)) === name;
  const { rules, unitId, rmId } = record;
  const change: CustomerChange = {
    customerId: known.customerId,
    ...(better && !same && name !== null
      ? { name: ctx.vault.encrypt(NAME_PLACE, name), nameFrom: given, grams: nameGrams(ctx, name) }
      : {}),
    ...(rules && unitId !== known.unitId ? { unitId } : {}),
    ...(rules && rmId !== undefined && rmId !== known.rmId ? { rmId } : {}),
  };
  return Object.keys(change).length > 1 ? change : null;
}

/** One entry for the batch: how many, and a digest that proves which. */
export function auditBatch(
  ctx: TxCtx,
  results: readonly Resolved[],
  changed: ReadonlySet<number>,
  { source }: ResolveOptions,
): void {
  const ids = [...changed].sort((a, b) => a - b);
  const one = ids.length === 1;
  audit(ctx, {
    action: 'customers.resolved',
    subject: { kind: 'customer', id: one ? String(ids[0]) : `${ids.length}` },
    after: {
      source,
      created: results.filter((r) => r.outcome === 'created').length,
      changed: ids.length,
      proposals: results.reduce((n, r) => n + r.proposed.length, 0),
      digest: createHash('sha256').update(ids.join(',')).digest('hex'),
    },
  });
}
