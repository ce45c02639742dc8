// Are the packages of package-lock.json in node_modules? If not, npm brings them.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { npmCi, untilNobodyInstalls } from './npm-ci.mjs';

/** Installs what is missing. Answers whether anything was. */
export async function bringDependencies(root, { dev }) {
  await untilNobodyInstalls(root);
  if (upToDate(root, { dev })) return false;
  await install(root, { dev });
  return true;
}

/**
 * npm writes down what it installed in `node_modules/.package-lock.json`, last of all; an install
 * that was cut off leaves none. So the two files compared tell missing, stale and half-made alike,
 * whoever ran npm.
 */
export function upToDate(root, { dev }) {
  const wanted = packages(join(root, 'package-lock.json'));
  const present = packages(join(root, 'node_modules/.package-lock.json'));
  if (!wanted || !present) return false;
  const direct = Object.keys(wanted['']?.optionalDependencies ?? {});
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link) return true;
    if ((entry.dev || entry.devOptional) && !dev) return true;
    const ourOwn = direct.some((name) => path === `node_modules/${name}`);
    if (entry.optional && !(ourOwn && isForThisMachine(entry))) return true;
    return present[path]?.version === entry.version && existsSync(join(root, path));
  });
}

function packages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return null;
  }
}

function isForThisMachine({ os, cpu }) {
  return (!os || os.includes(process.platform)) && (!cpu || cpu.includes(process.arch));
}

async function install(root, { dev }) {
  const wanted = packages(join(root, 'package-lock.json'));
  if (!wanted) {
    console.error(
      '缺少 package-lock.json，无法安装依赖。\npackage-lock.json is missing: nothing says what to install.',
    );
    process.exit(1);
  }
  const begun = Date.now();
  const count = Object.values(wanted).filter((entry) => dev || !entry.dev).length;
  const said = progress(count);
  const { code, output } = await npmCi(root, [dev ? '--include=dev' : '--omit=dev']);
  said.end();
  if (code !== 0) {
    console.error(output.trim());
    console.error(
      `\n依赖安装失败（npm ci 返回 ${code}）。请检查网络、npm 源（npm config get registry）和磁盘空间，然后重试；已下载的内容不会重复下载。\n` +
        `Installing failed (npm ci returned ${code}). Check the network, the registry (npm config get registry) and disk space, then try again; what was downloaded is not downloaded twice.`,
    );
    process.exit(1);
  }
  console.log(`依赖已就绪，用时 ${seconds(begun)} 秒 / dependencies ready in ${seconds(begun)} s`);
}

const seconds = (begun) => Math.round((Date.now() - begun) / 1000);

function progress(count) {
  const begun = Date.now();
  const line = () =>
    `正在安装依赖（${count} 个包），已用 ${seconds(begun)} 秒 / installing ${count} packages, ${seconds(begun)} s`;
  const live = process.stdout.isTTY;
  const show = () => (live ? process.stdout.write(`\r${line()}  `) : console.log(line()));
  show();
  const timer = setInterval(show, live ? 1_000 : 10_000);
  return {
    end() {
      clearInterval(timer);
      if (live) process.stdout.write('\n');
    },
  };
}
