import { spawnSync } from 'node:child_process';
import { chown, lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PostgresProblem } from './problem.ts';

/** The account the server runs as; null means ours. PostgreSQL refuses to run as root. */
export type Account = { uid: number; gid: number } | null;

/**
 * As root, the server runs as whoever owns the data already, so that somebody who once tries
 * `sudo` does not lock themselves out of their own data; new data belongs to `nobody`.
 */
export async function chooseAccount(dataDir: string): Promise<Account> {
  const mine = process.getuid?.();
  const owner = await stat(dataDir).catch(() => null);
  if (mine === 0) return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : nobody();
  if (owner && owner.uid !== mine)
    throw new PostgresProblem(
      'not-owner',
      `数据库文件夹 ${dataDir} 属于另一个用户（uid ${owner.uid}），当前用户无法使用。请用原来的用户（或 root）启动，或先执行：sudo chown -R $(id -u):$(id -g) '${dataDir}'`,
      `The database folder ${dataDir} belongs to another user (uid ${owner.uid}). Start as that user (or as root), or first run: sudo chown -R $(id -u):$(id -g) '${dataDir}'`,
    );
  return null;
}

function nobody(): Account {
  const [uid, gid] = ['-u', '-g'].map((flag) => {
    const { status, stdout } = spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : Number.NaN;
  });
  if (!uid || !gid)
    throw new PostgresProblem(
      'no-account',
      'PostgreSQL 不能以 root 身份运行，而系统中没有 nobody 账户。请改用普通用户启动，或设置 DATABASE_URL 使用现成的 PostgreSQL。',
      'PostgreSQL refuses to run as root and this system has no account "nobody". Start as an ordinary user, or set DATABASE_URL to a PostgreSQL server you have.',
    );
  return { uid, gid };
}

/** Gives a folder and all in it to the account; does nothing where it is theirs already. */
export async function giveTo(account: Account, path: string): Promise<void> {
  if (!account) return;
  const { uid, gid } = account;
  const entry = await lstat(path);
  if (entry.isSymbolicLink()) return;
  if (entry.uid !== uid || entry.gid !== gid)
    await chown(path, uid, gid).catch((error: Error) => {
      throw new PostgresProblem(
        'no-chown',
        `PostgreSQL 不能以 root 身份运行，而 ${path} 的属主无法更改（${error.message}）。请改用普通用户启动，或用 YUHANG_DATA 指定本机磁盘上的文件夹。`,
        `PostgreSQL refuses to run as root, and ${path} cannot be given to another account (${error.message}). Start as an ordinary user, or set YUHANG_DATA to a folder on a local disk.`,
      );
    });
  if (!entry.isDirectory()) return;
  for (const name of await readdir(path)) await giveTo(account, join(path, name));
}
