import { join } from 'node:path';
import { rotatingLog } from '#platform/postgres/rotating-log.ts';
import { buildConsole, buildPhones } from './console-build.ts';
import { lockDataFolder } from './data-lock.ts';
import { openDatabase } from './database.ts';
import { type SignIns, seedDemo } from './demo.ts';
import { ensureMasterKey } from './master-key.ts';
import { choosePort } from './port.ts';
import { type KeptProcess, keepRunning, runToEnd } from './process-keeper.ts';
import { giveBackDataFolder, prepareDataFolder, readSettings, type Settings } from './settings.ts';
import { type Simulator, startSimulator } from './simulator.ts';
import { say, table } from './terminal.ts';
import { startWorld } from './world.ts';

const CLI = 'apps/yuhang/main.ts';
/** Starting makes much garbage; with a small nursery the heap does not keep its size from then: some 40 MB less at rest. */
const SMALL = ['--max-semi-space-size=4'];

/** Starts everything, says where, waits for the signal, and stops in the opposite order. */
export async function startAll(
  env: NodeJS.ProcessEnv,
  root: string,
  asked: AbortSignal,
): Promise<void> {
  const begun = Date.now();
  const undo: (() => void | Promise<void>)[] = [];
  const failed = new AbortController();
  const signal = AbortSignal.any([asked, failed.signal]);
  try {
    const settings = readSettings(env, root);
    console.log('\n  域行 Yuhang\n');
    prepareDataFolder(settings);
    undo.push(() => giveBackDataFolder(settings));
    const lock = await lockDataFolder(settings.dataDir);
    undo.push(lock.release);
    const { port, instead } = await choosePort(
      settings.host,
      settings.port,
      lock.tookOver ? 15_000 : 0,
    );
    if (instead)
      say(
        `默认端口已被占用（${instead}），改用 ${port}`,
        `port taken by ${instead}; using ${port}`,
      );

    const built = buildConsole(root, signal, () => say('正在构建界面', 'building the screens'));
    built.catch(() => {});
    const phones = settings.simulator ? buildPhones(root, signal) : null;
    phones?.catch(() => {});

    say('正在启动数据库', 'starting the database');
    const database = await openDatabase(settings);
    undo.push(database.stop);
    signal.throwIfAborted();

    if ((await ensureMasterKey(settings.masterKeyFile, database.url)) === 'made')
      say(
        `已生成主密钥 ${settings.masterKeyFile}，请另行备份`,
        'made the master key: back this file up separately',
      );
    const address = addressOf(settings.host, port);
    let server: KeptProcess | null = null;
    const simulator = settings.simulator
      ? await startSimulator(settings, {
          ...{ cwd: root, env, args: SMALL, database, port, productUrl: address },
          // The clock is the product's; whoever plays with the phones may ask it to move on.
          hear: (message) => server?.tell(message),
        })
      : null;
    if (simulator) undo.push(simulator.process.stop);
    const own = ownEnvironment(env, settings, {
      ...{ port, databaseUrl: database.url, address, simulator },
    });
    const cli = (...args: string[]) => ({ name: `yuhang ${args.join(' ')}`, args: [CLI, ...args] });
    const context = { cwd: root, env: own };
    say('正在更新数据结构', 'bringing the schema up to date');
    await runToEnd({ ...cli('migrate'), ...context, signal });
    await simulator?.process.ready;
    const { signIns, living } = await seedDemo(settings, () =>
      runToEnd({ ...cli('demo'), ...context, signal }),
    );
    const world =
      simulator && living
        ? startWorld(settings, living, {
            ...{ cwd: root, env, args: SMALL, simulatorUrl: simulator.url },
            ...{ port: simulator.worldPort, productUrl: address },
          })
        : null;
    if (world) undo.push(world.stop);
    await Promise.all([built, phones]);
    signal.throwIfAborted();

    say('正在启动服务', 'starting the server');
    // One process for everything: two would hold most of the code twice.
    server = keepRunning({
      ...context,
      name: 'server',
      args: [...SMALL, CLI, 'serve', '--role', 'all'],
      log: rotatingLog(join(settings.logDir, 'server.log')),
    });
    undo.push(server.stop);
    await Promise.race([Promise.all([server.ready, world?.ready]), aborted(signal)]);
    signal.throwIfAborted();
    if (simulator) {
      say('正在接入模拟的企业微信', 'connecting the simulated WeCom');
      await runToEnd({ ...cli('demo', 'connect'), ...context, signal });
    }

    lock.announce(address);
    welcome(address, settings, { signIns, simulator }, Date.now() - begun);
    if (world && simulator) {
      const from = `http://127.0.0.1:${simulator.worldPort}/bank/`;
      bringToLife(
        signal,
        () => runToEnd({ ...cli('demo', 'import', '--from', from), ...context, signal }),
        () => runToEnd({ ...cli('demo', 'live'), ...context, signal }),
      );
    }
    await aborted(signal);
  } finally {
    failed.abort();
    const started = undo.length > 2;
    if (started) console.log();
    if (started) say('正在停止', 'stopping');
    for (const step of undo.reverse()) await step();
    if (started) say('已停止，数据已保存', 'stopped; the data is kept');
  }
}

/**
 * After the address is shown, while somebody looks around: the bank's own file of its customers, then
 * a sequence that runs on them and a few days of it.
 */
async function bringToLife(
  signal: AbortSignal,
  importing: () => Promise<string>,
  living: () => Promise<string>,
): Promise<void> {
  try {
    if ((await importing()).includes('"created"')) {
      say('已导入模拟银行的客户资料', 'the simulated bank’s customers are imported');
      say(
        '演示机构正在过它的前几天，时钟会快进约两分半钟',
        'the demo bank lives its first days: the clock runs fast for some minutes',
      );
    }
    if ((await living()).includes('"run":"'))
      say('前几天已过完，时钟恢复正常', 'the first days have passed; the clock runs as usual');
  } catch (error) {
    if (signal.aborted) return;
    say('演示数据没有准备完整', 'the demo is not complete');
    console.error(error instanceof Error ? error.message : error);
  }
}

function ownEnvironment(
  env: NodeJS.ProcessEnv,
  settings: Settings,
  run: { port: number; databaseUrl: string; address: string; simulator: Simulator | null },
): NodeJS.ProcessEnv {
  const { port, databaseUrl, address, simulator } = run;
  return {
    ...env,
    DATABASE_URL: databaseUrl,
    HOST: settings.host,
    PORT: `${port}`,
    YUHANG_DATA: settings.dataDir,
    YUHANG_MODE: settings.mode,
    YUHANG_MASTER_KEY_FILE: settings.masterKeyFile,
    YUHANG_PUBLIC_URL: env.YUHANG_PUBLIC_URL || address,
    ...(simulator && {
      YUHANG_SIMULATOR_URL: simulator.url,
      YUHANG_WECOM_URL: env.YUHANG_WECOM_URL || simulator.url,
    }),
  };
}

function addressOf(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}

function welcome(
  address: string,
  settings: Settings,
  { signIns, simulator }: { signIns: SignIns; simulator: Simulator | null },
  took: number,
): void {
  console.log(`\n  ✓ ${address}   (${(took / 1000).toFixed(1)} s)\n`);
  if (simulator)
    console.log(
      `    ${simulator.url}/phones   两部手机：客户经理的企业微信与客户的微信 / two phones: an RM’s WeCom, a customer’s WeChat\n`,
    );
  if (signIns.shown) {
    const rows = signIns.shown.map(({ role, name, account, password }) => [
      role,
      name,
      account,
      password,
    ]);
    console.log(`  演示账号 / demo sign-ins\n${table(rows)}\n`);
  }
  if (signIns.file) say(`演示账号保存在 ${signIns.file}`, 'the demo sign-ins are kept there');
  say(`数据与日志：${settings.dataDir}`, 'data and logs are there');
  say('按 Ctrl-C 停止', 'press Ctrl-C to stop');
  console.log();
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
