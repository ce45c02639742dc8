import { existsSync } from 'node:fs';
import pg from 'pg';
import { StartProblem } from './problem.ts';

/**
 * Makes the master key of a new installation. A database whose data keys it should unwrap is not
 * new: there a fresh key would bury what is encrypted, so we refuse.
 */
export async function ensureMasterKey(
  file: string,
  databaseUrl: string,
): Promise<'made' | 'there'> {
  if (existsSync(file)) return 'there';
  if (await hasDataKeys(databaseUrl))
    throw new StartProblem(
      'master-key-missing',
      `主密钥文件不见了：${file}\n数据库中已有用它加密的数据，没有它无法解密，因此不启动，也不会另造一把。请从备份恢复该文件（或用 YUHANG_MASTER_KEY_FILE 指明位置）后重试。如果确实要放弃全部数据，请把数据文件夹移走后重新启动。`,
      `The master key file is gone: ${file}\nThe database holds data encrypted under it, which nothing else can read; so we do not start, and make no new one. Restore the file from your backup (or say where it is with YUHANG_MASTER_KEY_FILE) and try again. To give up all data, move the data folder away and start anew.`,
    );
  // Needed once in the life of an installation: no reason to keep it in this process ever after.
  const { createMasterKey } = await import('#platform/server/master-key.ts');
  return createMasterKey(file);
}

async function hasDataKeys(databaseUrl: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const table = await client.query(
      `select to_regclass('platform.data_key') is not null as there`,
    );
    if (!table.rows[0].there) return false;
    return (await client.query('select 1 from platform.data_key limit 1')).rows.length > 0;
  } finally {
    await client.end();
  }
}
