import { createClock } from '#platform/server/clock.ts';
import { readConfig } from '#platform/server/config.ts';
import { asSystem, type Ctx } from '#platform/server/ctx.ts';
import { silentLog } from '#platform/server/log.ts';
import { createReadOnly } from '#platform/server/read-only.ts';
import { testDatabase, testDatabaseUrl, testVault } from '#platform/server/test/test-database.ts';
import { testOrg } from '#platform/server/test/test-org.ts';
import type { Installation } from './installation.ts';

/** An installation on the test's own database, as `serve` would open it. */
export function testInstallation(env: Record<string, string> = {}): Installation {
  const database = testDatabase();
  const config = readConfig({ DATABASE_URL: testDatabaseUrl(), YUHANG_MODE: 'demo', ...env });
  const base: Ctx = testOrg();
  return {
    config,
    database,
    vault: testVault(),
    clock: createClock(database.db, { movable: config.mode === 'demo' }),
    files: base.files,
    readOnly: createReadOnly(database.db),
    log: silentLog,
    ctxFor: (orgId, requestId = 'test') =>
      asSystem({ ...base, requestId, trail: { recorded: 0 } }, orgId),
    close: async () => {},
  };
}
