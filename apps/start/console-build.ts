import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runToEnd } from './process-keeper.ts';

const BUILT = 'dist/console/index.html';
const STAMP = 'dist/console.stamp';

/** Builds the screens when they, or what they are made with, changed since the last build. */
export async function buildConsole(
  root: string,
  signal: AbortSignal,
  beforeBuilding: () => void = () => {},
): Promise<void> {
  const wanted = fingerprint(root);
  const stamp = join(root, STAMP);
  const present = existsSync(join(root, BUILT)) && existsSync(stamp) && readFileSync(stamp, 'utf8');
  if (present === wanted) return;
  beforeBuilding();
  // A process of its own, so that its memory is given back when it is done.
  await runToEnd({
    name: 'vite build',
    args: [
      join(root, 'node_modules/vite/bin/vite.js'),
      'build',
      'apps/console',
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
function fingerprint(root: string): string {
  const hash = createHash('sha256');
  const modules = readdirSync(join(root, 'modules')).map((name) => `modules/${name}`);
  const folders = ['apps/console', 'platform/web', 'platform/contract', ...modules];
  for (const file of ['package-lock.json', ...folders.flatMap((folder) => sources(root, folder))]) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

function sources(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replace(/^\//, ''))
    .filter((file) => !/\/server\/|\.test\.tsx?$|\.md$/.test(file))
    .sort();
}
