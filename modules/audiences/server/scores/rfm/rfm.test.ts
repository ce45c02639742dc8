import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { readReference, referenceFile } from '#platform/server/test/reference-data.ts';
import { type TestOrg, testOrg } from '#platform/server/test/test-org.ts';
import { countScores } from './rfm.repo.ts';
import { scoreAllRfm } from './rfm.service.ts';
import { fifths, type Purchases, scoreRfm, tierOf } from './rfm.ts';

const DAY_MS = 86_400_000;
const cdnow = referenceFile('cdnow_master.csv.gz');
const retail = referenceFile('online_retail.csv.gz');

interface Purchase {
  readonly customer: number;
  readonly day: string;
  readonly fen: number;
}

let next = 7_000_000;
/** Puts purchases into the bank's daily roll-up, under customer ids nobody else has. */
async function bought(ctx: TestOrg, purchases: readonly Purchase[]): Promise<void> {
  const base = next;
  next += 1_000_000;
  const days = new Map<string, { customer: number; day: string; count: number; fen: number }>();
  for (const { customer, day, fen } of purchases) {
    const key = `${customer}/${day}`;
    const row = days.get(key) ?? { customer, day, count: 0, fen: 0 };
    days.set(key, { ...row, count: row.count + 1, fen: row.fen + fen });
  }
  const rows = [...days.values()];
  await sql`
    insert into tracking.daily (customer_id, kind, day, org_id, count, amount, first_at, last_at)
    select ${base}::bigint + t.customer, 'transaction.made', t.day, ${ctx.orgId}::uuid, t.count,
           t.fen / 100.0, t.day, t.day
      from unnest(${rows.map((r) => r.customer)}::bigint[], ${rows.map((r) => r.day)}::date[],
                  ${rows.map((r) => r.count)}::int[], ${rows.map((r) => r.fen)}::bigint[])
        as t (customer, day, count, fen)`.execute(ctx.db);
}

/** The second implementation: the same scores worked out in memory from the single purchases. */
function inMemory(purchases: readonly Purchase[], reference: string): Purchases[] {
  const by = new Map<number, { last: string; frequency: number; monetary: number }>();
  for (const { customer, day, fen } of purchases) {
    const known = by.get(customer) ?? { last: day, frequency: 0, monetary: 0 };
    by.set(customer, {
      last: day > known.last ? day : known.last,
      frequency: known.frequency + 1,
      monetary: known.monetary + fen,
    });
  }
  return [...by].map(([customerId, { last, frequency, monetary }]) => ({
    customerId,
    recency: Math.round((Date.parse(reference) - Date.parse(last)) / DAY_MS),
    frequency,
    monetary,
  }));
}

const histogram = (values: readonly number[]) =>
  [1, 2, 3, 4, 5].map((score) => values.filter((v) => v === score).length);

async function scoredBySql(ctx: TestOrg, purchases: readonly Purchase[], days: number) {
  await bought(ctx, purchases);
  const run = await scoreAllRfm(ctx, { kinds: ['transaction.made'], days, cuts: null });
  const counts = async (key: string) => {
    const found = await countScores(ctx, key);
    return [1, 2, 3, 4, 5].map((score) => found.get(score) ?? 0);
  };
  const { rows } = await sql<{ cell: string; n: number }>`
    select string_agg(value::text, '' order by array_position(array['rfm_r', 'rfm_f', 'rfm_m'], score_key)) as cell, 1 as n
      from audiences.score
     where org_id = ${ctx.orgId} and score_key in ('rfm_r', 'rfm_f', 'rfm_m')
     group by customer_id`.execute(ctx.db);
  const cell = (name: string) => rows.filter((row) => row.cell === name).length;
  return {
    cuts: run!.cuts,
    r: await counts('rfm_r'),
    f: await counts('rfm_f'),
    m: await counts('rfm_m'),
    cell555: cell('555'),
    cell111: cell('111'),
    cells: new Set(rows.map((row) => row.cell)).size,
  };
}

/** A bank whose clock stands on a day. */
function bankOn(day: string): TestOrg {
  const ctx = testOrg();
  ctx.advance((Date.parse(`${day}T02:00:00+08:00`) - ctx.now().getTime()) / 60_000);
  return ctx;
}

test.skipIf(!cdnow)(
  'R-078 RFM tiers on the CDNOW purchases are those of a second implementation and of the published counts',
  async () => {
    const purchases = readReference(cdnow!).map((row) => ({
      customer: Number(row.customer_id),
      day: row.date!,
      fen: Math.round(Number(row.amount) * 100),
    }));
    const bySql = await scoredBySql(bankOn('1998-07-01'), purchases, 800);
    expect(bySql).toMatchObject({
      cuts: {
        recency: [142, 433, 486, 513],
        frequency: [1, 1, 2, 4],
        monetary: [1536, 3135, 5992, 13395],
      },
      f: [11908, 0, 4079, 3658, 3925],
      m: [4817, 4615, 4710, 4715, 4713],
      cell555: 2360,
      cell111: 1665,
      cells: 72,
    });
    expect(bySql.r).toEqual([4539, 4748, 4844, 4720, 4719]);

    const { scores } = scoreRfm(inMemory(purchases, '1998-07-01'));
    expect(histogram(scores.map((s) => s.r))).toEqual(bySql.r);
    expect(histogram(scores.map((s) => s.f))).toEqual(bySql.f);
    expect(histogram(scores.map((s) => s.m))).toEqual(bySql.m);
  },
);

test.skipIf(!retail)(
  'R-078 RFM tiers on the Online Retail invoices are those of a second implementation and of the reference',
  async () => {
    const invoices = new Map<string, Purchase>();
    for (const row of readReference(retail!)) {
      const [quantity, price] = [Number(row.Quantity), Number(row.UnitPrice)];
      if (!row.CustomerID || row.InvoiceNo!.startsWith('C') || quantity <= 0 || price <= 0)
        continue;
      const key = `${row.CustomerID}/${row.InvoiceNo}`;
      const known = invoices.get(key);
      invoices.set(key, {
        customer: Number(row.CustomerID),
        day: known?.day ?? row.InvoiceDate!.slice(0, 10),
        fen: (known?.fen ?? 0) + quantity * price * 100,
      });
    }
    const purchases = [...invoices.values()].map((p) => ({ ...p, fen: Math.round(p.fen) }));
    const bySql = await scoredBySql(bankOn('2011-12-10'), purchases, 800);
    expect(bySql).toMatchObject({
      cuts: {
        recency: [13, 33, 72, 180],
        frequency: [1, 2, 3, 6],
        monetary: [25015, 49022, 94226, 205945],
      },
      f: [1493, 835, 508, 802, 700],
      m: [868, 868, 867, 868, 867],
      cell555: 324,
      cell111: 330,
    });
    expect(bySql.r).toEqual([861, 866, 863, 880, 868]);
    const { scores } = scoreRfm(inMemory(purchases, '2011-12-10'));
    expect(histogram(scores.map((s) => s.r))).toEqual(bySql.r);
    expect(histogram(scores.map((s) => s.m))).toEqual(bySql.m);
  },
);

test('the bank’s own cut points are used where it sets them, and scores are taken back when purchases grow old', async () => {
  const ctx = bankOn('2026-03-02');
  await bought(ctx, [
    { customer: 1, day: '2026-03-01', fen: 10_000 },
    { customer: 2, day: '2025-10-01', fen: 100 },
  ]);
  const cuts = {
    recency: [7, 30, 90, 180],
    frequency: [1, 2, 3, 4],
    monetary: [1_000, 2_000, 5_000, 20_000],
  } as const;
  const settings = { kinds: ['transaction.made'], days: 365, cuts };
  await scoreAllRfm(ctx, settings);
  expect([...(await countScores(ctx, 'rfm_r'))].toSorted()).toEqual([
    [2, 1],
    [5, 1],
  ]);
  expect([...(await countScores(ctx, 'rfm_m'))].toSorted()).toEqual([
    [1, 1],
    [4, 1],
  ]);
  ctx.advance(300 * 24 * 60);
  await scoreAllRfm(ctx, settings);
  expect([...(await countScores(ctx, 'rfm_r'))]).toEqual([[1, 1]]);
});

test('percentiles are by nearest rank, ties share a score, and eight tiers take everybody', () => {
  expect(fifths([1, 1, 1, 1, 1, 2, 3, 4, 5, 6])).toEqual([1, 1, 2, 4]);
  const tiers = new Set<number>();
  for (const r of [1, 3, 4, 5])
    for (const f of [1, 3, 4, 5]) for (const m of [1, 3, 4, 5]) tiers.add(tierOf({ r, f, m }).no);
  expect([...tiers].toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});
