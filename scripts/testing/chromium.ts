import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PACKAGES = ['chromium', 'fonts-noto-cjk'];
const INSTALL = `apt-get install --no-install-recommends ${PACKAGES.join(' ')}`;

/** A Chromium that shows Chinese; installed when there is none and we may. */
export async function bringChromium(): Promise<string> {
  if (!findChromium() || !showsChinese()) install();
  const path = findChromium();
  if (!path)
    throw new Error(
      `没有找到 Chromium。请安装后重试，或用 YUHANG_CHROMIUM 指明位置。Debian / Ubuntu：sudo ${INSTALL}\n` +
        `No Chromium was found. Install it, or say where it is with YUHANG_CHROMIUM. Debian, Ubuntu: sudo ${INSTALL}`,
    );
  return path;
}

/** The one of YUHANG_CHROMIUM, or what the system has. */
export function findChromium(): string | null {
  const given = process.env.YUHANG_CHROMIUM;
  if (given) return existsSync(given) ? given : null;
  for (const folder of (process.env.PATH ?? '').split(':')) {
    const name = NAMES.find((candidate) => existsSync(`${folder}/${candidate}`));
    if (name) return `${folder}/${name}`;
  }
  return null;
}

function showsChinese(): boolean {
  const { status, stdout } = spawnSync('fc-list', [':lang=zh'], { encoding: 'utf8' });
  return status === 0 && stdout.trim() !== '';
}

function install(): void {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return;
  console.log(`正在安装 Chromium / ${INSTALL}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { env, stdio: ['ignore', 'ignore', 'inherit'] as const };
  spawnSync('apt-get', ['update', '-qq'], { ...options, stdio: [...options.stdio] });
  const args = ['install', '-y', '-qq', '--no-install-recommends', ...PACKAGES];
  spawnSync('apt-get', args, { ...options, stdio: [...options.stdio] });
}
