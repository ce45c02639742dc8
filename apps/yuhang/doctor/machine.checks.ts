import { existsSync } from 'node:fs';
import { access, constants, mkdir, stat, statfs } from 'node:fs/promises';
import { ConfigError, readMasterKey } from '#platform/server/config.ts';
import { unwrapKey } from '#platform/server/vault.ts';
import { consoleFolder } from '../console-files.ts';
import { type Check, type Finding, fail, ok, warn } from './check.ts';

const GB = 1024 ** 3;

export const machineChecks: readonly Check[] = [
  {
    name: 'disk',
    title: ['数据文件夹', 'Data folder'],
    needsDatabase: false,
    async run({ config: { dataDir } }) {
      try {
        await mkdir(dataDir, { recursive: true });
        await access(dataDir, constants.W_OK | constants.X_OK);
      } catch (err) {
        return fail(
          [
            `${dataDir} 不可写：${(err as Error).message}`,
            `${dataDir} cannot be written: ${(err as Error).message}`,
          ],
          [
            '更正属主与权限，或用 YUHANG_DATA 指定另一处',
            'correct its owner and mode, or set YUHANG_DATA',
          ],
        );
      }
      const { bavail, blocks, bsize } = await statfs(dataDir);
      const free = bavail * bsize;
      const share = Math.round((100 * bavail) / blocks);
      const found = [
        `${dataDir}，剩余 ${(free / GB).toFixed(1)} GB（${share}%）`,
        `${dataDir}, ${(free / GB).toFixed(1)} GB free (${share}%)`,
      ] as const;
      const advice = ['清理磁盘或扩容', 'free or add disk space'] as const;
      if (free < 0.5 * GB) return fail(found, advice);
      if (free < 5 * GB || share < 5) return warn(found, advice);
      return ok(...found);
    },
  },
  {
    name: 'key',
    title: ['主密钥', 'Master key'],
    needsDatabase: true,
    async run({ config: { masterKeyFile: file }, database: { db, pool } }) {
      let master: Buffer;
      try {
        master = readMasterKey(file);
      } catch (err) {
        if (!(err instanceof ConfigError)) throw err;
        return fail(
          [`不可用：${file}`, `not usable: ${file}`],
          [
            '从备份恢复该文件；全新安装请运行 yuhang keys create',
            'restore it from your backup; for a new installation run `yuhang keys create`',
          ],
        );
      }
      const made = await pool.query(`select to_regclass('platform.data_key') is not null as there`);
      const keys = made.rows[0].there
        ? await db.selectFrom('platform.dataKey').select(['id', 'wrapped']).execute()
        : [];
      for (const { id, wrapped } of keys) {
        try {
          unwrapKey(master, wrapped, id);
        } catch {
          return fail(
            [
              `${file} 打不开数据库里的数据密钥`,
              `${file} does not open the data keys of this database`,
            ],
            [
              '这不是该数据库的主密钥。请恢复原来的文件；若刚轮换过，查看同目录的 .previous',
              'this is not the key of this database: restore the one that is; after a rotation look at .previous beside it',
            ],
          );
        }
      }
      return (
        (await tooOpen(file)) ??
        ok(
          `与数据库相符（${keys.length} 把数据密钥）`,
          `fits the database (${keys.length} data keys)`,
        )
      );
    },
  },
  {
    name: 'screens',
    title: ['界面', 'Screens'],
    needsDatabase: false,
    async run() {
      if (existsSync(`${consoleFolder}/index.html`)) return ok('已构建', 'built');
      return warn(
        ['尚未构建，只有接口可用', 'not built: only the API answers'],
        ['运行 npm run build', 'run npm run build'],
      );
    },
  },
  {
    name: 'public-url',
    title: ['对外地址', 'Public address'],
    needsDatabase: false,
    async run({ config }) {
      if (config.mode === 'demo') return ok('演示环境，不对外', 'a demo, not public');
      if (config.publicUrl?.startsWith('https://')) return ok(config.publicUrl, config.publicUrl);
      return fail(
        config.publicUrl
          ? [`${config.publicUrl} 不是 https`, `${config.publicUrl} is not https`]
          : ['没有设置 YUHANG_PUBLIC_URL', 'YUHANG_PUBLIC_URL is not set'],
        [
          '在前面放一个终止 TLS 的代理，并把 YUHANG_PUBLIC_URL 设为 https 地址（CR-036）',
          'put a proxy that ends TLS in front and set YUHANG_PUBLIC_URL to its https address (CR-036)',
        ],
      );
    },
  },
];

async function tooOpen(file: string): Promise<Finding | null> {
  const { mode } = await stat(file);
  if ((mode & 0o077) === 0) return null;
  const shown = (mode & 0o777).toString(8);
  return fail(
    [`${file} 的权限是 ${shown}，别人也能读`, `${file} has mode ${shown}: others may read it`],
    [`chmod 600 ${file}`, `chmod 600 ${file}`],
  );
}
