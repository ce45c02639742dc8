import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startPostgres } from '#platform/postgres/start-postgres.ts';
import { migrate } from '../migrate.ts';
import type {} from './test-database.ts';

/**
 * One PostgreSQL for the whole run: the bundled one, or the server of `DATABASE_URL`. All databases
 * of the run begin with the template's name, and go when it ends.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await aServer();
  const template = `yuhang_test_${randomBytes(4).toString('hex')}`;
  const end = async () => {
    try {
      await removeDatabases(server.adminUrl, template);
    } finally {
      await server.stop();
    }
  };
  try {
    await execute(server.adminUrl, `create database ${template}`);
    const url = new URL(server.adminUrl);
    url.pathname = `/${template}`;
    await migrate(url.href);
  } catch (error) {
    await end();
    throw error;
  }
  project.provide('database', { adminUrl: server.adminUrl, template });
  return end;
}

async function aServer(): Promise<{ adminUrl: string; stop(): Promise<void> }> {
  const given = process.env.DATABASE_URL;
  if (given) return { adminUrl: given, stop: async () => {} };
  const server = await startPostgres({
    dataDir: await mkdtemp(join(tmpdir(), 'yuhang-test-')),
    durable: false,
    temporary: true,
    log: () => {},
    settings: { max_connections: '300', autovacuum_naptime: '10min' },
  });
  return { adminUrl: server.url('postgres'), stop: server.stop };
}

async function removeDatabases(adminUrl: string, template: string): Promise<void> {
  // A server of our own is thrown away whole.
  if (!process.env.DATABASE_URL) return;
  const names = await execute(
    adminUrl,
    `select datname from pg_database where datname like '${template}%'`,
  );
  for (const { datname } of names) {
    await execute(adminUrl, `drop database if exists ${datname} with (force)`);
  }
}

async function execute(url: string, sql: string): Promise<{ datname: string }[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}
