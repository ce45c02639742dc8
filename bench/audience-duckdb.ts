// A columnar engine on the same customers and events, as a limit: what one machine could do if the data
// stood in another store, copied there beforehand.
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { to as copyTo } from 'pg-copy-streams';
import { kindsBetween, type Places } from './audience-by-hand.ts';
import { HOT, type RuleName } from './audience-rules.ts';
import type { BenchBank } from './bank.ts';
import { note } from './figure.ts';

const PARTS = 16;

export interface Columnar {
  readonly counts: Record<RuleName, () => Promise<number>>;
  close(): void;
}

/** Null, with a word about it, where the package is not installed. */
export async function openColumnar(bank: BenchBank, places: Places): Promise<Columnar | null> {
  const api = await import('@duckdb/node-api').catch(() => null);
  if (!api) {
    note('DuckDB is left out: @duckdb/node-api is not installed (npm ci --include=dev)');
    return null;
  }
  const instance = await api.DuckDBInstance.create(join(bank.filesFolder, 'columns.duckdb'), {
    memory_limit: '4GB',
    temp_directory: bank.filesFolder,
  });
  const db = await instance.connect();
  const words = Array.from({ length: 8 }, (_, i) => `w${i + 1}`);
  await db.run(`create table profile (customer_id bigint, aum double, city_tier varchar,
    age_band varchar, risk_level varchar, payroll boolean, ${words.map((w) => `${w} bigint`).join(', ')})`);
  await db.run(
    'create table daily (customer_id bigint, kind varchar, day date, count int, amount double)',
  );
  const client = await bank.database.pool.connect();
  const file = join(bank.filesFolder, 'part.csv');
  try {
    const bring = async (table: string, query: string) => {
      await pipeline(
        client.query(copyTo(`copy (${query}) to stdout csv`)),
        createWriteStream(file),
      );
      await db.run(`insert into ${table} select * from read_csv('${file}', header = false,
        auto_detect = false, columns = ${await columnsOf(table)})`);
      await rm(file);
    };
    const columnsOf = async (table: string) => {
      const reader = await db.runAndReadAll(`describe ${table}`);
      const pairs = reader.getRows().map(([name, type]) => `'${name}': '${type}'`);
      return `{${pairs.join(', ')}}`;
    };
    const hot = HOT.map((code) => `p.${places.column(code)}`);
    const tagWords = words.map((_, i) => `coalesce(p.tag_words[${i + 1}], 0)`);
    for (let part = 0; part < PARTS; part += 1) {
      const [from, to] = [(part * 1024) / PARTS, ((part + 1) * 1024) / PARTS];
      await bring(
        'profile',
        `select p.customer_id, ${[...hot, ...tagWords].join(', ')} from audiences.profile p
          where p.bucket >= ${from} and p.bucket < ${to}`,
      );
      await bring(
        'daily',
        `select d.customer_id, d.kind, d.day, d.count, d.amount from tracking.daily d
          where (hashint8(d.customer_id) & 1023) >= ${from} and (hashint8(d.customer_id) & 1023) < ${to}`,
      );
    }
  } finally {
    client.release();
    await rm(file, { force: true });
  }
  const has = (place: number) => {
    const { word, bit } = places.tag(place);
    // The sign bit of a word is its last tag.
    return bit === 63 ? `(w${word} < 0)` : `((w${word} & ${2n ** BigInt(bit)}) <> 0)`;
  };
  const day = (back: number) =>
    `(cast('${new Date(bank.ctx.now().getTime() + 8 * 3_600_000).toISOString().slice(0, 10)}' as date) - ${back})`;
  const list = (from: number, to: number) =>
    kindsBetween(from, to)
      .map((kind) => `'${kind}'`)
      .join(', ');
  const count = (query: string) => async () => {
    const reader = await db.runAndReadAll(`select count(*) from (${query}) x`);
    return Number(reader.getRows()[0]![0]);
  };
  return {
    counts: {
      R1: count(`select 1 from profile where aum >= 20000000 and city_tier in ('tier2', 'tier3')
        and age_band in ('35_44', '25_34') and risk_level in ('C2', 'C3')`),
      R2: count(`select 1 from profile where (${has(20)} or ${has(50)}) and not ${has(5)}
        and aum >= 1000000 and payroll`),
      R3: count(`select 1 from profile
        where ((${has(3)} or ${has(8)}) and aum between 500000 and 9000000)
           or ((${has(40)} or ${has(60)} or coalesce(age_band = '65up', false))
               and not (${has(1)} and coalesce(city_tier = 'tier3', false)))
           or (${has(100)} and ${has(7)})`),
      R4: count(`select d.customer_id from daily d join profile using (customer_id)
        where d.kind in (${list(0, 4)}) and d.day > ${day(7)} and d.day <= ${day(0)}
          and aum >= 1000000 and not ${has(9)}
        group by d.customer_id having sum(d.count) >= 3`),
      R5: count(`select d.customer_id from daily d join profile using (customer_id)
        where d.day > ${day(90)} and d.day <= ${day(0)} and ${has(2)}
        group by d.customer_id
        having sum(d.amount) > 9000
           and sum(d.count) filter (where d.kind in (${list(0, 3)}) and d.day > ${day(30)}) >= 1
           and coalesce(sum(d.count) filter (where d.kind in (${list(12, 15)}) and d.day > ${day(30)}), 0) = 0`),
    },
    close() {
      db.closeSync();
      instance.closeSync();
    },
  };
}
