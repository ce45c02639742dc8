import { existsSync } from 'node:fs';
import { readConfig } from '#platform/server/config.ts';
import { openDatabase } from '#platform/server/db.ts';
import { createMasterKey } from '#platform/server/master-key.ts';
import type { CommandCall } from './commands.ts';
import { Refusal, say } from './words.ts';

/** Makes the master key of a new installation. Never replaces one, and never for a database that already has keys. */
export async function createKey({ env, lang, values }: CommandCall): Promise<number> {
  const config = readConfig(env);
  const file = config.masterKeyFile;
  await refuseWhenKeyed(config.databaseUrl, file);
  if ((await createMasterKey(file)) === 'there') {
    if (values['if-missing']) return 0;
    throw new Refusal(['主密钥文件已存在，未改动：{file}', 'Already there, left alone: {file}'], {
      file,
    });
  }
  console.log(
    say(
      [
        '已建立主密钥：{file}\n请立即离线备份。没有它，加密的数据无法恢复；不要与数据库备份放在一处。',
        'Master key made: {file}\nBack it up offline now, apart from the backups of the database: without it nothing encrypted can be read again.',
      ],
      lang,
      { file },
    ),
  );
  return 0;
}

async function refuseWhenKeyed(url: string, file: string): Promise<void> {
  const { pool, close } = openDatabase(url, { max: 1 });
  try {
    const { rows } = await pool.query(
      `select to_regclass('platform.data_key') is not null as there`,
    );
    if (!rows[0].there) return;
    const keys = await pool.query('select 1 from platform.data_key limit 1');
    if (keys.rowCount === 0) return;
  } catch {
    // No database yet: nothing can have been encrypted in it. A key made for one that is only
    // out of reach does harm to nobody, since the product refuses to start with it.
    return;
  } finally {
    await close();
  }
  if (existsSync(file)) return;
  throw new Refusal(
    [
      '数据库里已有用另一把主密钥封装的数据密钥，因此没有建立新的主密钥。\n  请把原来的主密钥文件恢复到 {file}。',
      'The database already has data keys that another master key wraps, so no new one was made.\n  Restore the original key file to {file}.',
    ],
    { file },
  );
}
