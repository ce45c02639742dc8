import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom } from 'pg-copy-streams';
import { newId } from '#platform/server/ids.ts';
import type { BenchBank } from './bank.ts';
import { seconds } from './figure.ts';

/** Lines for COPY, a thousand at a time. */
function* lines(rows: number, line: (n: number) => string): Generator<Buffer> {
  for (let i = 0; i < rows; i += 1000) {
    let text = '';
    for (let n = i; n < Math.min(rows, i + 1000); n += 1) text += line(n);
    yield Buffer.from(text);
  }
}

/**
 * What the database alone takes for as many customers with a number and a phone each: COPY into the
 * product's own three tables, indexes and all, of values that are made beforehand. The limit for
 * every import. Customers per second.
 */
export async function copyCustomers(
  { database, ctx }: BenchBank,
  rows: number,
  unitId: string,
): Promise<number> {
  const orgId = newId();
  const sealed = ctx.vault.encrypt('customers.identity.value', '13800000000');
  const at = ctx.now().toISOString();
  const first = 10_000_000_000;
  const hash = (n: number) =>
    `\\\\x${ctx.vault.mac('bench', Buffer.from(`${n}`)).toString('hex', 0, 16)}`;
  const hashes = new Map<number, string>();
  const hashOf = (n: number) => hashes.get(n) ?? hashes.set(n, hash(n)).get(n)!;
  for (let n = 0; n < 2 * rows; n += 1) hashOf(n);
  const kinds = ['bank_no', 'phone'];
  const copies: [string, (n: number) => string, number][] = [
    [
      `customers.customer (customer_id, org_id, unit_id, state, name, name_from, name_grams, source,
         created_at, changed_at, version)`,
      (n) =>
        `${[first + n, orgId, unitId, 'active', sealed, 'bank', `{${n % 5000},${n % 777}}`, 'import', at, at, 1].join('\t')}\n`,
      rows,
    ],
    [
      `customers.identity (customer_id, key_hash, org_id, kind, scope, sealed, rule, confidence,
         verified, leads, source, at)`,
      (n) =>
        `${[first + (n >> 1), hashOf(n), orgId, kinds[n & 1], '', sealed, 'first_seen', 1, true, true, 'import', at].join('\t')}\n`,
      2 * rows,
    ],
    [
      'customers.identity_key (key_hash, org_id, kind, scope, customer_id, verified)',
      (n) => `${[hashOf(n), orgId, kinds[n & 1], '', first + (n >> 1), true].join('\t')}\n`,
      2 * rows,
    ],
  ];
  const client = await database.pool.connect();
  try {
    let spent = 0;
    for (const [table, line, count] of copies)
      spent += await seconds(() =>
        pipeline(
          Readable.from(lines(count, line), { objectMode: false }),
          client.query(copyFrom(`copy ${table} from stdin`)),
        ),
      );
    return rows / spent;
  } finally {
    client.release();
  }
}
