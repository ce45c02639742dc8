import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, inject } from 'vitest';
import { type Database, openDatabase } from '../db.ts';
import { openVault, type Vault } from '../vault.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server that may be written to, and the migrated database to clone from. */
    database: { adminUrl: string; template: string };
  }
}

export const testMasterKey = Buffer.alloc(32, 7);

let database: Database;
let vault: Vault;
let url: string;

/** Each test file that asks has a clone of the migrated template to itself, gone when the file ends. */
export function provideTestDatabase(): void {
  beforeAll(async () => {
    url = await cloneTemplate();
    database = openDatabase(url);
    vault = await openVault(database.db, testMasterKey);
  });
  afterAll(async () => {
    await database?.close();
    if (url) await dropDatabase(url);
  });
}

export const testDatabase = () => database;
export const testVault = () => vault;
export const testDatabaseUrl = () => url;

export const cloneTemplate = () => clone(inject('database').template);

export async function clone(template: string): Promise<string> {
  const { adminUrl } = inject('database');
  const name = `${template}_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(adminUrl, (admin) => admin.query(`create database ${name} template ${template}`));
  const made = new URL(adminUrl);
  made.pathname = `/${name}`;
  return made.href;
}

export async function dropDatabase(target: string): Promise<void> {
  const name = new URL(target).pathname.slice(1);
  await asAdmin(inject('database').adminUrl, (admin) =>
    admin.query(`drop database if exists ${name} with (force)`),
  );
}

async function asAdmin(adminUrl: string, work: (admin: pg.Client) => Promise<unknown>) {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}
