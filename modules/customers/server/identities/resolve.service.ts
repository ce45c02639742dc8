import type { Ctx, TxCtx } from '#platform/server/ctx.ts';
import { tellChanged } from '../changed.ts';
import { customerRows } from '../customers/customer.repo.ts';
import { NAME_PLACE, nameGrams } from '../customers/name.ts';
import { type Assigned, Assignment, type Person } from './assign.ts';
import {
  dropKeys,
  findKeys,
  identitiesOfKind,
  nextCustomerIds,
  takeKeys,
} from './identity.repo.ts';
import { type Key, keyOf, stored } from './identity-key.ts';
import type {
  CustomerRecord,
  Prepared,
  Resolved,
  ResolveOptions,
  Settled,
  Work,
} from './record.ts';
import { auditBatch, writeResolved } from './write-resolved.ts';

const ROUNDS = 20;

/**
 * Finds the customer of each record, or makes one. Set-based. Two processes that see the
 * same new identity at once make one customer: the key of an identity is taken by one of them, the
 * other waits for its end and begins anew. Records that contradict each other never become one by
 * themselves; they leave a proposal.
 */
export async function resolveCustomers(
  ctx: TxCtx,
  records: readonly CustomerRecord[],
  options: ResolveOptions,
): Promise<Resolved[]> {
  let pending = records.map((record, index) => prepare(ctx, record, index));
  const results: Resolved[] = new Array(records.length);
  const changed = new Set<number>();
  for (let round = 0; pending.length > 0; round += 1) {
    if (round === ROUNDS) throw new Error('Identities kept being taken by others');
    const { settled, again } = await settle(ctx, pending);
    await writeResolved(ctx, settled, options, results, changed);
    pending = again;
  }
  await tellChanged(ctx, changed);
  if (changed.size > 0 && options.audited !== false) auditBatch(ctx, results, changed, options);
  return results;
}

/** The part of the work that needs no database. */
export function prepareRecord(ctx: Ctx, record: CustomerRecord): Prepared {
  const keys = keysOf(ctx, record);
  const name = record.name?.trim() || null;
  return {
    keys,
    name,
    sealedName: name === null ? null : ctx.vault.encrypt(NAME_PLACE, name),
    grams: name === null ? [] : nameGrams(ctx, name),
    stored: new Map(keys.map((key) => [key.hash, stored(ctx, key)])),
  };
}

function prepare(ctx: Ctx, record: CustomerRecord, index: number): Work {
  const prepared = record.prepared ?? null;
  const keys = prepared?.keys ?? keysOf(ctx, record);
  return { index, record, name: record.name?.trim() || null, keys, prepared };
}

function keysOf(ctx: Ctx, record: CustomerRecord): Key[] {
  if (record.identities.length === 0) throw new Error('A customer is known by an identity');
  const keys = new Map<string, Key>();
  for (const identity of record.identities) {
    const key = keyOf(ctx, identity);
    if (!keys.get(key.hash)?.verified) keys.set(key.hash, key);
  }
  return [...keys.values()];
}

/** One try: those whose keys somebody else took meanwhile are tried again. */
async function settle(
  ctx: TxCtx,
  works: readonly Work[],
): Promise<{ settled: Settled[]; again: Work[] }> {
  const known = await findKeys(ctx, [
    ...new Set(works.flatMap((work) => work.keys.map((key) => key.hash))),
  ]);
  const assignment = await begin(ctx, works, known);
  const assigned = works.map((work) => ({
    ...work,
    assigned: assignment.assign(work.keys, work.name),
  }));

  const beginners = new Set(
    assigned.flatMap(({ assigned: { person } }) => (person.customerId === null ? [person] : [])),
  );
  const ids = await nextCustomerIds(ctx, beginners.size);
  let next = 0;
  for (const person of beginners) person.customerId = ids[next++]!;

  const wanted = new Map<string, { key: Key; person: Person }>();
  for (const { keys, assigned: a } of assigned)
    for (const key of keys)
      if (!known.has(key.hash) && assignment.holds(a.person, key.hash) && !wanted.has(key.hash))
        wanted.set(key.hash, { key, person: a.person });
  const taken = await takeKeys(
    ctx,
    [...wanted.values()].map(({ key, person }) => ({
      hash: key.hash,
      kind: key.kind,
      scope: key.scope,
      customerId: person.customerId!,
      verified: key.verified,
    })),
  );
  const lost = new Set(
    [...wanted].flatMap(([hash, { person }]) => (taken.has(hash) ? [] : [person])),
  );
  await dropKeys(
    ctx,
    [...wanted].flatMap(([hash, { person }]) =>
      lost.has(person) && taken.has(hash) ? [hash] : [],
    ),
  );
  const touched = (a: Assigned) =>
    lost.has(a.person) || a.doubts.some((doubt) => lost.has(doubt.person));
  const claimed = new Set<string>();
  const firstWith = (hash: string) => !claimed.has(hash) && Boolean(claimed.add(hash));
  const hashes = (keys: readonly Key[], which: (key: Key) => boolean) =>
    new Set(keys.filter(which).map((key) => key.hash));
  return {
    settled: assigned
      .filter((work) => !touched(work.assigned))
      .map((work) => {
        const own = ({ hash }: Key) => assignment.holds(work.assigned.person, hash);
        return {
          ...work,
          newKeys: hashes(work.keys, ({ hash }) => taken.has(hash) && firstWith(hash)),
          foreign: hashes(work.keys, (key) => !own(key)),
          proven: hashes(
            work.keys,
            (key) => key.verified && own(key) && known.get(key.hash)?.verified === false,
          ),
        };
      }),
    again: assigned.filter((work) => touched(work.assigned)),
  };
}

/** What must be known of those whom a weak identity leads to: their names and bank numbers. */
async function begin(
  ctx: TxCtx,
  works: readonly Work[],
  known: Awaited<ReturnType<typeof findKeys>>,
): Promise<Assignment> {
  const named = new Set<number>();
  const numbered = new Set<number>();
  for (const { keys, name } of works) {
    const own = new Set(
      keys.flatMap((key) =>
        key.kind === 'bank_no' ? (known.get(key.hash)?.customerId ?? []) : [],
      ),
    );
    const hasNumber = keys.some((key) => key.kind === 'bank_no');
    for (const key of keys) {
      const holder = known.get(key.hash);
      if (!holder || own.has(holder.customerId)) continue;
      if (hasNumber) numbered.add(holder.customerId);
      if (name !== null && key.kind === 'phone' && !(key.verified && holder.verified))
        named.add(holder.customerId);
    }
  }
  const rows = await customerRows(ctx, [...named]);
  const names = new Map<number, string>();
  for (const { customerId, name } of rows.values())
    if (name !== null) names.set(customerId, await ctx.vault.decrypt(NAME_PLACE, name));
  const numbers = await identitiesOfKind(ctx, [...numbered], 'bank_no');
  const singles = new Map(
    [...numbers].map(([id, list]) => [id, list.map((n) => ({ ...n, kind: 'bank_no' }))]),
  );
  return new Assignment(known, names, singles);
}
