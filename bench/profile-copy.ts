import { pipeline } from 'node:stream/promises';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { BenchBank } from './bank.ts';
import { seconds } from './figure.ts';

const MOST = 1_000_000;

/** Customers a second when finished profiles are only copied: the limit for making them. */
export async function copiedAgain({ database }: BenchBank): Promise<number> {
  const [out, into] = [await database.pool.connect(), await database.pool.connect()];
  try {
    await into.query('create table audiences.twin (like audiences.profile including indexes)');
    const { rows } = await into.query(
      `select least(${MOST}, count(*))::int as n from audiences.profile`,
    );
    const spent = await seconds(() =>
      pipeline(
        out.query(copyTo(`copy (select * from audiences.profile limit ${MOST}) to stdout`)),
        into.query(copyFrom('copy audiences.twin from stdin')),
      ),
    );
    await into.query('drop table audiences.twin');
    return rows[0].n / spent;
  } finally {
    out.release();
    into.release();
  }
}
