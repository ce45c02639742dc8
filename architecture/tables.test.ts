import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { provideTestDatabase, testDatabase } from '#platform/server/test/test-database.ts';
import architecture from '../architecture.cjs';
import { tableProblems } from './tables.ts';

provideTestDatabase();

const root = fileURLToPath(new URL('..', import.meta.url));
const classes: Record<string, string> = architecture.tables;

test('every table is listed as distributed, reference or local, and obeys the rules of its kind', async () => {
  expect(await tableProblems(testDatabase().pool, classes)).toEqual([]);
});

test('a table that breaks a rule is found, whichever rule it is', async () => {
  const client = await testDatabase().pool.connect();
  try {
    await client.query(`begin;
      create schema planted;
      create table planted.unlisted (id int primary key);
      create table planted.wrong_key (id bigint primary key, customer_id bigint not null);
      create table planted.int_key (customer_id int primary key);
      create table planted.wrong_unique (customer_id bigint primary key, phone text unique);
      create table planted.clocked (customer_id bigint primary key, at timestamptz default now());
      create table planted.dictionary (id int primary key);
      create table planted.points (customer_id bigint primary key references planted.wrong_unique);
      create table planted.local_row (customer_id bigint references planted.wrong_unique, id int primary key);
      create table planted.look_up (hash bytea primary key, phone text unique);
      create function planted.fn() returns trigger language plpgsql as 'begin return new; end';
      create trigger t before insert on planted.dictionary for each row execute function planted.fn();`);
    const problems = await tableProblems(client, {
      ...classes,
      'planted.wrong_key': 'distributed',
      'planted.int_key': 'distributed',
      'planted.wrong_unique': 'distributed',
      'planted.clocked': 'distributed',
      'planted.points': 'distributed',
      'planted.dictionary': 'reference',
      'planted.local_row': 'local',
      'planted.look_up': 'by hash',
    });
    expect(problems).toEqual([
      'planted.clocked.at: its default is not a constant; business time and randomness are given by the caller',
      'planted.dictionary: has a trigger',
      'planted.int_key: customer_id must be bigint',
      'planted.local_row: a local table refers to the distributed planted.wrong_unique',
      'planted.look_up: hash must be in look_up_phone_key',
      'planted.unlisted: not listed in architecture.cjs',
      'planted.wrong_key: customer_id must come first in wrong_key_pkey',
      'planted.wrong_unique: customer_id must come first in wrong_unique_phone_key',
    ]);
  } finally {
    await client.query('rollback');
    client.release();
  }
});

const QUERY =
  /(selectFrom|innerJoin|leftJoin|rightJoin|insertInto|updateTable|deleteFrom)\(\s*'([a-zA-Z_]+)\.|(?<!distinct )\b(from|join|into|update|delete from)\s+([a-z_]+)\.[a-z_]+/g;

const queries = readdirSync(`${root}/modules`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.repo.ts'))
  .flatMap((file) =>
    [...readFileSync(`${root}/modules/${file}`, 'utf8').matchAll(QUERY)].map((m) => ({
      file,
      writes: /insert|update|delete|into/.test(m[1] ?? m[3]!),
      schema: m[2] ?? m[4]!,
      owner: file.split('/')[0]!,
    })),
  )
  .filter((q) => q.schema !== 'platform' && q.schema !== 'graphile_worker');

test('the scan of the queries sees them', () => {
  expect(queries.length).toBeGreaterThan(10);
});

test('only a module itself writes its tables', () => {
  expect(queries.filter((q) => q.schema !== q.owner && q.writes)).toEqual([]);
});

test('only the readers that architecture.cjs lists join the tables of another module', () => {
  const reads: Record<string, string[]> = architecture.reads;
  const foreign = queries.filter(
    (q) => q.schema !== q.owner && !(reads[q.owner] ?? []).includes(q.schema),
  );
  expect(foreign).toEqual([]);
});

test('exactly one React is installed', () => {
  const lock = JSON.parse(readFileSync(`${root}/package-lock.json`, 'utf8'));
  const copies = Object.keys(lock.packages).filter((path) =>
    /(^|\/)node_modules\/react(-dom)?$/.test(path),
  );
  expect(copies.sort()).toEqual(['node_modules/react', 'node_modules/react-dom']);
});

test('the lock file names no registry', () => {
  expect(readFileSync(`${root}/package-lock.json`, 'utf8')).not.toContain('"resolved"');
});
