import { readConfig } from '#platform/server/config.ts';
import { migrate } from '#platform/server/migrate.ts';
import type { CommandCall } from './commands.ts';
import { say } from './words.ts';

export async function migrateCommand({ env, lang }: CommandCall): Promise<number> {
  const applied = await migrate(readConfig(env).databaseUrl);
  for (const name of applied) console.log(name);
  console.log(
    applied.length === 0
      ? say(['数据库已是最新。', 'The database is up to date.'], lang)
      : say(['已应用 {n} 个迁移。', '{n} migrations applied.'], lang, { n: applied.length }),
  );
  return 0;
}
