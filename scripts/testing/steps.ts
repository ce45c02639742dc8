import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { buildConsole } from '../../apps/start/console-build.ts';
import { bringChromium } from './chromium.ts';

export interface Step {
  readonly name: string;
  /** What holds when it passes. */
  readonly title: string;
  /** Part of the quick `npm run check`. */
  readonly static: boolean;
  /** Steps of one round run side by side, two at a time; the next round waits for them. */
  readonly round: 1 | 2 | 3;
  /** A program of ours, run by this Node… */
  readonly args?: (root: string) => readonly string[];
  /** …or work in this process, before the program if there is one. */
  readonly work?: (root: string, signal: AbortSignal) => Promise<NodeJS.ProcessEnv>;
  /** Every test of a Vitest project counts by itself. */
  readonly vitest?: boolean;
}

const bin = (path: string) => join('node_modules', path);
const vitest = (project: string) => [
  bin('vitest/vitest.mjs'),
  'run',
  '--project',
  project,
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=.cache/vitest-${project}.json`,
];
const FOLDERS = ['apps', 'modules', 'platform', 'protocol', 'simulator', 'scripts', 'e2e', 'bench'];

export const steps: readonly Step[] = [
  {
    name: 'format',
    title: 'every file is formatted and without lint findings',
    static: true,
    round: 1,
    args: () => [bin('@biomejs/biome/bin/biome'), 'check', '.'],
  },
  ...['server', 'web'].map(
    (side): Step => ({
      name: `types-${side}`,
      title: `the types of ${side === 'web' ? 'the screens' : 'the server'} agree`,
      static: true,
      round: 1,
      args: () => [bin('typescript7/bin/tsc'), '-p', `tsconfig.${side}.json`],
    }),
  ),
  {
    name: 'walls',
    title: 'no import crosses a wall of architecture.cjs',
    static: true,
    round: 1,
    args: (root) => [
      bin('dependency-cruiser/bin/dependency-cruiser.mjs'),
      '--config',
      '.dependency-cruiser.cjs',
      ...FOLDERS.filter((folder) => existsSync(join(root, folder))),
    ],
  },
  {
    name: 'dead-code',
    title: 'no file, export or dependency is unused',
    static: true,
    round: 1,
    args: () => [bin('knip/bin/knip.js')],
  },
  {
    name: 'row-types',
    title: 'the row types are those of the migrations',
    static: false,
    round: 1,
    args: () => ['scripts/db-types.ts', '--check'],
  },
  {
    name: 'console',
    title: 'the console builds',
    static: false,
    round: 1,
    work: async (root, signal) => {
      await buildConsole(root, signal);
      return {};
    },
  },
  {
    name: 'product',
    title: 'unit and product tests',
    static: false,
    round: 2,
    vitest: true,
    args: () => vitest('product'),
  },
  {
    name: 'browser',
    title: 'browser journeys',
    static: false,
    round: 3,
    vitest: true,
    work: async () => ({ YUHANG_CHROMIUM: await bringChromium() }),
    args: () => vitest('browser'),
  },
];
