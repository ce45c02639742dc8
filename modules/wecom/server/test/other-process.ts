import type { Ctx } from '#platform/server/ctx.ts';
import { openDatabase } from '#platform/server/db.ts';
import { testDatabaseUrl } from '#platform/server/test/test-database.ts';

/** The same as another process would have it: its own connections. */
export function otherProcess<C extends Ctx>(ctx: C): { ctx: C; close(): Promise<void> } {
  const { db, close } = openDatabase(testDatabaseUrl(), { max: 5 });
  return { ctx: { ...ctx, db }, close };
}
