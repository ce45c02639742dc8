import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Account, giveTo } from './account.ts';
import type { Binaries } from './binaries.ts';
import { PostgresProblem } from './problem.ts';

export const SUPERUSER = 'yuhang';
const PASSWORD_FILE = 'yuhang-password';

/**
 * Both programs are started *in* the data folder and told to use "here". The server's account then
 * needs no right on any folder above it, so data can stay in somebody's private folder, under any
 * name of any length, and no folder is opened to anyone for our sake.
 */
export const HERE = '/proc/self/cwd';

/**
 * Makes the data folder when there is none. It is built under another name and renamed when it is
 * complete, so a folder that stands under its own name was finished once.
 */
export async function prepareDataFolder(
  dataDir: string,
  binaries: Binaries,
  account: Account,
  durable: boolean,
): Promise<void> {
  const incomplete = `${dataDir}.incomplete`;
  await rm(incomplete, { recursive: true, force: true });
  await rm(`${incomplete}.password`, { force: true });
  if (await isMissing(dataDir)) {
    await mkdir(dirname(dataDir), { recursive: true });
    await mkdir(incomplete, { mode: 0o700 });
    await giveTo(account, incomplete);
    await initialise(incomplete, binaries, account);
    await rm(dataDir, { recursive: true, force: true });
    await rename(incomplete, dataDir);
    // initdb ran without fsync; what it wrote reaches the disk while we go on.
    if (durable) spawn('sync', ['-f', dataDir], { stdio: 'ignore' }).on('error', () => {});
    return;
  }
  await check(dataDir, binaries);
  await giveTo(account, dataDir);
  await chmod(dataDir, 0o700);
}

export async function readPassword(dataDir: string): Promise<string> {
  const file = join(dataDir, PASSWORD_FILE);
  return readFile(file, 'utf8').then(
    (text) => text.trim(),
    () => {
      throw new PostgresProblem(
        'password-missing',
        `数据库文件夹中缺少密码文件 ${file}。请从备份中恢复该文件。`,
        `The password file ${file} is missing from the database folder. Restore it from a backup.`,
      );
    },
  );
}

async function isMissing(dataDir: string): Promise<boolean> {
  return (await readdir(dataDir).catch(() => [])).length === 0;
}

async function initialise(folder: string, binaries: Binaries, account: Account): Promise<void> {
  const password = randomBytes(24).toString('base64url');
  const passwordFile = `${folder}.password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  await giveTo(account, passwordFile);
  const handle = await open(passwordFile, 'r');
  const options = ['-D', HERE, '-U', SUPERUSER, '--pwfile=/proc/self/fd/3', '-A', 'scram-sha-256'];
  const { status, error, stdout, stderr } = spawnSync(
    binaries.initdb,
    [...options, '--locale=C.UTF-8', '-E', 'UTF8', '--no-sync'],
    {
      ...account,
      cwd: folder,
      env: binaries.env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe', handle.fd],
    },
  );
  await handle.close();
  if (status !== 0) {
    await rm(passwordFile, { force: true });
    const reason = error?.message ?? `${stdout}\n${stderr}`.trim();
    throw new PostgresProblem(
      'initdb-failed',
      `无法在 ${folder} 创建数据库：\n${reason}`,
      `The database could not be created in ${folder}; PostgreSQL says the above.`,
    );
  }
  await rename(passwordFile, join(folder, PASSWORD_FILE));
}

async function check(dataDir: string, binaries: Binaries): Promise<void> {
  const version = await readFile(join(dataDir, 'PG_VERSION'), 'utf8').then(
    (text) => text.trim(),
    () => null,
  );
  if (version === null || !existsSync(join(dataDir, 'global/pg_control')))
    throw new PostgresProblem(
      'damaged',
      `${dataDir} 里有文件，但不是一个完整的数据库（缺少 PG_VERSION 或 global/pg_control）。请从备份恢复；如果不需要这些数据，请把该文件夹移走后再启动：mv '${dataDir}' '${dataDir}.old'`,
      `${dataDir} holds files but not a complete database (PG_VERSION or global/pg_control is missing). Restore it from a backup or, if you do not need the data, move it away and start again: mv '${dataDir}' '${dataDir}.old'`,
    );
  if (version !== binaries.major)
    throw new PostgresProblem(
      'other-version',
      `${dataDir} 是 PostgreSQL ${version} 的数据，而本程序自带 PostgreSQL ${binaries.major}，不能直接打开。请用 PostgreSQL ${version} 的 pg_dump 导出，再导入新的数据文件夹；或者用 PostgreSQL ${version} 打开它并设置 DATABASE_URL。`,
      `${dataDir} was written by PostgreSQL ${version}; this product brings PostgreSQL ${binaries.major}, which cannot open it. Export it with pg_dump of PostgreSQL ${version} and import it into a new data folder, or open it with PostgreSQL ${version} and set DATABASE_URL.`,
    );
}
