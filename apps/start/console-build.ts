import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from './process-keeper.ts';

interface Pages {
  /** Their folder below `dist`. */
  readonly name: string;
  /** Where vite finds them. */
  readonly folder: string;
  /** The file that is there when they have been built. */
  readonly result: string;
  /** What they are made of. */
  readonly sources: (root: string) => readonly string[];
}

const modules = (root: string) =>
  readdirSync(join(root, 'modules')).map((name) => `modules/${name}`);

const consolePages: Pages = {
  name: 'console',
  folder: 'apps/console',
  result: 'index.html',
  sources: (root) => ['apps/console', 'platform/web', 'platform/contract', ...modules(root)],
};
const phonePages: Pages = {
  name: 'phones',
  folder: 'simulator/wecom/phones/web',
  result: 'index.html',
  sources: () => ['simulator/wecom/phones/web', 'simulator/wecom/phones/contract.ts'],
};

/** The script that pages of the bank load to report what is done on them. */
const pageScript: Pages = {
  name: 'sdk',
  folder: 'modules/tracking/sdk',
  result: 'yuhang.js',
  sources: () => ['modules/tracking/sdk'],
};

/** What customers see on their phones. */
const customerPages: Pages = {
  name: 'h5',
  folder: 'apps/h5',
  result: 'index.html',
  sources: () => [
    'apps/h5',
    'modules/customers/h5',
    'platform/web/phone',
    'platform/web/theme',
    'platform/contract/text.ts',
  ],
};

/** What customer managers see on theirs. */
const sidebarPages: Pages = {
  name: 'sidebar',
  folder: 'apps/sidebar',
  result: 'index.html',
  sources: () => [
    'apps/sidebar',
    'modules/workbench/sidebar',
    'modules/workbench/contract',
    'platform/web/phone',
    'platform/web/theme',
    'platform/contract/text.ts',
  ],
};

/** Builds the screens when they, or what they are made with, changed since the last build. */
export async function buildConsole(
  root: string,
  signal: AbortSignal,
  beforeBuilding?: () => void,
): Promise<void> {
  await buildPageScript(root, signal);
  await build(root, customerPages, signal);
  await build(root, sidebarPages, signal);
  await build(root, consolePages, signal, beforeBuilding);
}

export const buildPageScript = (root: string, signal: AbortSignal) =>
  build(root, pageScript, signal);

/** The page of the simulator that shows two phones. */
export const buildPhones = (root: string, signal: AbortSignal) => build(root, phonePages, signal);

async function build(
  root: string,
  pages: Pages,
  signal: AbortSignal,
  beforeBuilding: () => void = () => {},
): Promise<void> {
  const wanted = fingerprint(root, pages.sources(root));
  const stamp = join(root, `dist/${pages.name}.stamp`);
  const built = existsSync(join(root, `dist/${pages.name}/${pages.result}`));
  const present = built && existsSync(stamp) && readFileSync(stamp, 'utf8');
  if (present === wanted) return;
  beforeBuilding();
  // A process of its own, so that its memory is given back when it is done.
  await runToEnd({
    name: 'vite build',
    args: [
      join(root, 'node_modules/vite/bin/vite.js'),
      'build',
      pages.folder,
      '--configLoader=native',
      '--logLevel=warn',
    ],
    cwd: root,
    env: { ...process.env, NODE_ENV: 'production' },
    signal,
  });
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** By content: a fresh clone has new times, an edit put back is no change. */
function fingerprint(root: string, from: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of ['package-lock.json', ...from.flatMap((path) => sources(root, path))]) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function sources(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  if (statSync(join(root, folder)).isFile()) return [folder];
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replace(/^\//, ''))
    .filter((file) => !/\/server\/|\.test\.tsx?$|\.md$/.test(file))
    .sort();
}
