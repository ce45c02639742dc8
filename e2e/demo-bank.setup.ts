import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { buildConsole, buildPhones } from '#apps/start/console-build.ts';
import { createMasterKey } from '#platform/server/master-key.ts';
import type {} from '#platform/server/test/test-database.ts';
import { root, yuhang } from './processes.ts';

export interface DemoPerson {
  readonly role: string;
  readonly name: string;
  readonly account: string;
  readonly password: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** A database with the demo bank to clone from, its data folder to copy, and who may sign in. */
    demoBank: { template: string; folder: string; people: readonly DemoPerson[] };
  }
}

const LIMIT_MS = 240_000;

/** Before all journeys: the screens are built and the demo bank is made, once. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { adminUrl, template: empty } = project.getProvidedContext().database;
  const folder = await mkdtemp(join(tmpdir(), 'yuhang-demo-bank-'));
  const end = () => rm(folder, { recursive: true, force: true });
  try {
    const late = AbortSignal.timeout(LIMIT_MS);
    await buildConsole(root, late);
    await buildPhones(root, late);
    const template = `${empty}_demo`;
    await execute(adminUrl, `create database ${template} template ${empty}`);
    const url = new URL(adminUrl);
    url.pathname = `/${template}`;
    await createMasterKey(join(folder, 'keys', 'master.key'));
    project.provide('demoBank', { template, folder, people: await seed(url.href, folder) });
    return end;
  } catch (error) {
    await end();
    throw error;
  }
}

async function seed(database: string, folder: string): Promise<readonly DemoPerson[]> {
  const child = yuhang(['demo'], {
    PATH: process.env.PATH,
    DATABASE_URL: database,
    YUHANG_DATA: folder,
    YUHANG_MODE: 'demo',
    YUHANG_LOG_LEVEL: 'error',
  });
  const [output] = await Promise.all([child.stdout ? text(child.stdout) : '', once(child, 'exit')]);
  const line = output.split('\n').findLast((one) => one.startsWith('{'));
  if (!line) throw new Error(`The demo bank was not made: ${output}`);
  return JSON.parse(line).signIns;
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
