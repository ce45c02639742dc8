import { defineConfig } from 'vitest/config';

const ignored = ['**/node_modules/**', 'dist/**', 'data/**', '.cache/**'];

export default defineConfig({
  test: {
    // Each test file starts on a fresh copy of one migrated database; two cores, two workers.
    pool: 'forks',
    reporters: ['default'],
    projects: [
      {
        extends: true,
        test: {
          name: 'product',
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: ignored,
          globalSetup: 'platform/server/test/global-setup.ts',
          maxWorkers: 2,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['e2e/**/*.e2e.ts'],
          exclude: ignored,
          globalSetup: ['platform/server/test/global-setup.ts', 'e2e/demo-bank.setup.ts'],
          maxWorkers: 2,
          // Two browsers and two products on two cores: what a busy moment breaks is tried once more.
          retry: 1,
          testTimeout: 180_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
