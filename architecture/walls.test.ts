import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** What each wall must stop: file → the line that breaks it. */
const planted: Record<string, { file: string; line: string }> = {
  'modules/org-uses-only-what-architecture.cjs-lists': {
    file: 'modules/org/server/a.ts',
    line: "import '../../wecom/contract.ts';",
  },
  'modules-are-listed': { file: 'modules/stray/server/a.ts', line: "import 'node:fs';" },
  'enter-a-module-by-its-door': {
    file: 'modules/wecom/server/b.ts',
    line: "import '../../org/server/inner.repo.ts';",
  },
  'tests-may-also-use-fixtures': {
    file: 'modules/wecom/server/c.test.ts',
    line: "import '../../org/server/inner.repo.ts';",
  },
  'apps-enter-by-the-door-too': {
    file: 'apps/yuhang/a.ts',
    line: "import '../../modules/org/server/inner.repo.ts';",
  },
  'platform-knows-no-module': {
    file: 'platform/server/a.ts',
    line: "import '../../modules/org/contract.ts';",
  },
  'nobody-imports-apps': {
    file: 'modules/org/server/d.ts',
    line: "import '../../../apps/yuhang/a.ts';",
  },
  'contracts-are-pure': { file: 'modules/org/contract.ts', line: "import 'node:fs';" },
  'screens-never-reach-the-server': {
    file: 'modules/org/console/Page.tsx',
    line: "import '../between.ts';",
  },
  'the-server-has-no-screens': { file: 'modules/org/server/e.ts', line: "import 'react';" },
  'only-repos-talk-to-the-database': {
    file: 'modules/org/server/f.service.ts',
    line: "import 'kysely';",
  },
  'only-outreach-reaches-customers': {
    file: 'modules/org/server/g.ts',
    line: "import '../../outreach/server/senders/one-to-one.ts';",
  },
  'product-and-simulator-meet-over-http': {
    file: 'simulator/wecom/a.ts',
    line: "import '../../modules/org/contract.ts';",
  },
  'product-never-imports-the-simulator': {
    file: 'modules/wecom/server/h.ts',
    line: "import '../../../simulator/wecom/b.ts';",
  },
  'no-cycles': { file: 'platform/server/ring-back.ts', line: "import './ring.ts';" },
  resolvable: { file: 'platform/server/lost.ts', line: "import './nowhere.ts';" },
};

const innocent: Record<string, string> = {
  'modules/org/server/inner.repo.ts': "import 'kysely';",
  'modules/org/between.ts': "import './server/inner.repo.ts';",
  'modules/wecom/contract.ts': '',
  'modules/outreach/server/senders/one-to-one.ts': '',
  'simulator/wecom/b.ts': '',
  'platform/server/ring.ts': "import './ring-back.ts';",
  'platform/contract/a.ts': '',
};

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yuhang-walls-'));
  const files = {
    ...innocent,
    ...Object.fromEntries(Object.values(planted).map(({ file, line }) => [file, line])),
  };
  for (const [file, line] of Object.entries(files)) {
    await mkdir(join(folder, dirname(file)), { recursive: true });
    await writeFile(join(folder, file), `${line}\nexport const here = '${file}';\n`);
  }
  for (const file of [
    '.dependency-cruiser.cjs',
    'architecture.cjs',
    'tsconfig.base.json',
    'package.json',
  ])
    await cp(join(root, file), join(folder, file));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Violation {
  from: string;
  rule: { name: string };
}

function cruise(cwd: string, folders: string[]): Promise<Violation[]> {
  const bin = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [bin, '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, maxBuffer: 1 << 28 }, (err, out, problem) => {
      if (!out) return reject(err ?? new Error(problem));
      resolve(JSON.parse(out).summary.violations);
    });
  });
}

test('every wall stops the violation planted for it', async () => {
  const found = await cruise(folder, ['apps', 'modules', 'platform', 'simulator']);
  const stopped = new Set(found.map((v) => `${v.rule.name} ${v.from}`));
  const missed = Object.entries(planted).filter(
    ([rule, { file }]) => !stopped.has(`${rule} ${file}`),
  );
  expect(missed).toEqual([]);
});

test('every wall has a violation planted for it', async () => {
  const { default: config } = await import('../.dependency-cruiser.cjs' as string);
  const rules = (config.forbidden as { name: string }[])
    .map((r) => r.name)
    .filter((name) => !name.startsWith('modules/') || name.startsWith('modules/org-'));
  expect(rules.filter((name) => !planted[name])).toEqual([]);
});

test('the product itself breaks no wall', { timeout: 120_000 }, async () => {
  const folders = [
    'apps',
    'modules',
    'platform',
    'protocol',
    'simulator',
    'scripts',
    'bench',
    'e2e',
  ];
  const { existsSync } = await import('node:fs');
  const found = await cruise(
    root,
    folders.filter((name) => existsSync(join(root, name))),
  );
  expect(found.map((v) => `${v.rule.name}: ${v.from}`)).toEqual([]);
});
