// Writes platform/server/db.generated.ts: one interface for each table of a migrated database.
// Usage: node scripts/db-types.ts (a throw-away database is started) | --check
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { rowTypes } from '../platform/server/row-types.ts';
import { withMigratedDatabase } from './throwaway-database.ts';

const file = fileURLToPath(new URL('../platform/server/db.generated.ts', import.meta.url));
const text = await withMigratedDatabase((url) => rowTypes(url));
if (process.argv.includes('--check')) {
  const current = await readFile(file, 'utf8').catch(() => '');
  if (current !== text) {
    console.error('platform/server/db.generated.ts is stale: run npm run db:types');
    process.exit(1);
  }
} else {
  await writeFile(file, text);
}
