import { writeFile } from 'node:fs/promises';
import { createClock } from '#platform/server/clock.ts';
import { readConfig } from '#platform/server/config.ts';
import { openDatabase } from '#platform/server/db.ts';
import { diskFiles } from '#platform/server/disk-files.ts';
import { buildHttp } from '#platform/server/http.ts';
import { silentLog } from '#platform/server/log.ts';
import { apiDocument, describeApi } from '#platform/server/openapi/document.ts';
import { createReadOnly } from '#platform/server/read-only.ts';
import { productModules } from '../modules.ts';
import { apiDescription } from './api-description.ts';
import type { CommandCall } from './commands.ts';
import type { Installation } from './installation.ts';

/** The description of the API, without a database: for a bank's own tools, or to compare two versions. */
export async function printOpenApi({ env, values }: CommandCall): Promise<number> {
  const config = readConfig({ DATABASE_URL: 'postgres://nobody@127.0.0.1/none', ...env });
  const app = await buildHttp({
    modules: productModules(unopened(config)),
    authenticate: () => Promise.reject(new Error('nothing is served')),
    before: (app) => describeApi(app, apiDescription),
  });
  await app.ready();
  const text = `${JSON.stringify(apiDocument(app), null, 2)}\n`;
  if (typeof values.out === 'string') await writeFile(values.out, text);
  else process.stdout.write(text);
  await app.close();
  return 0;
}

/** Enough of an installation to say what it would serve. Its pool connects to nothing until asked. */
function unopened(config: ReturnType<typeof readConfig>): Installation {
  const database = openDatabase(config.databaseUrl, { max: 1 });
  const never = () => {
    throw new Error('this installation was not opened');
  };
  return {
    config,
    database,
    clock: createClock(database.db, { movable: false }),
    vault: {
      encrypt: never,
      decrypt: never,
      hash: never,
      mac: never,
      activeKey: never,
      refresh: never,
    },
    files: diskFiles(config.dataDir),
    readOnly: createReadOnly(database.db),
    log: silentLog,
    ctxFor: never,
    close: () => database.close(),
  };
}
