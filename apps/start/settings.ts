import { accessSync, constants, lstatSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { giveTo } from '#platform/postgres/account.ts';
import { StartProblem } from './problem.ts';

export interface Settings {
  readonly dataDir: string;
  readonly host: string;
  /** Null when nobody asked for one: then another may be taken in its place. */
  readonly port: number | null;
  readonly databaseUrl: string | null;
  readonly mode: string;
  /** A stand-in for WeCom belongs to a demo, and to nothing else. */
  readonly simulator: boolean;
  readonly masterKeyFile: string;
  readonly signInsFile: string;
  readonly logDir: string;
}

export const DEFAULT_PORT = 8600;

export function readSettings(env: NodeJS.ProcessEnv, root: string): Settings {
  const dataDir = resolve(root, env.YUHANG_DATA || 'data');
  const mode = env.YUHANG_MODE || 'demo';
  return {
    dataDir,
    host: env.HOST || '127.0.0.1',
    port: readPort(env.PORT),
    databaseUrl: env.DATABASE_URL || null,
    mode,
    simulator: mode === 'demo' && env.YUHANG_SIMULATOR !== 'off',
    masterKeyFile: resolve(root, env.YUHANG_MASTER_KEY_FILE || join(dataDir, 'keys/master.key')),
    signInsFile: join(dataDir, 'demo-sign-ins.json'),
    logDir: join(dataDir, 'logs'),
  };
}

function readPort(text: string | undefined): number | null {
  if (!text) return null;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new StartProblem(
    'port-unusable',
    `PORT=${text} 不是可用的端口号，请填写 0 到 65535 之间的整数。`,
    `PORT=${text} is not a port: give a whole number from 0 to 65535.`,
  );
}

export function prepareDataFolder({ dataDir, logDir }: Settings): void {
  try {
    mkdirSync(logDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (error) {
    const reason = (error as Error).message;
    throw new StartProblem(
      'data-folder-unusable',
      `无法使用数据文件夹 ${dataDir}（${reason}）。请用 YUHANG_DATA 指定一个可写的文件夹，或更正其属主和权限。`,
      `The data folder ${dataDir} cannot be used (${reason}). Set YUHANG_DATA to a folder you may write to, or correct its owner and mode.`,
    );
  }
  const foreign = entriesOfOthers(dataDir)[0];
  if (foreign)
    throw new StartProblem(
      'data-of-another-user',
      `${foreign} 属于另一个用户，当前用户无法使用（可能曾以 root 启动）。请用原来的用户启动，或先执行：sudo chown -R $(id -u):$(id -g) '${dataDir}'`,
      `${foreign} belongs to another user (was it started as root once?). Start as that user, or first run: sudo chown -R $(id -u):$(id -g) '${dataDir}'`,
    );
}

function entriesOfOthers(dataDir: string): string[] {
  const mine = process.getuid?.();
  if (mine === 0) return [];
  const ofOthers = (folder: string) =>
    readdirSync(folder)
      .map((name) => join(folder, name))
      .filter((path) => lstatSync(path).uid !== mine);
  const above = ofOthers(dataDir);
  return above.length > 0 ? above : ofOthers(join(dataDir, 'logs'));
}

/** Whoever starts their own folder as root once can use it again without. */
export async function giveBackDataFolder({ dataDir }: Settings): Promise<void> {
  const { uid, gid } = statSync(dataDir);
  if (process.getuid?.() !== 0 || uid === 0) return;
  await giveTo({ uid, gid }, dataDir).catch(() => {});
}
