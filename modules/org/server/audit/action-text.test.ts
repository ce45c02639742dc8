import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { actionName } from './action-text.ts';

const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** Every action that the code of these folders records by its whole name. */
const actions = ['modules/org/server', 'platform/server'].flatMap((folder) =>
  readdirSync(`${root}/${folder}`, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.ts$/.test(file) && !/\.(test|fixture)\.ts$/.test(file))
    .flatMap((file) =>
      [
        ...readFileSync(`${root}/${folder}/${file}`, 'utf8').matchAll(
          /action: '((?:org|platform)\.[a-z-]+)'/g,
        ),
      ].map((m) => m[1]!),
    ),
);

test('CR-145 the audit screen has a name in both languages for every action that is recorded', () => {
  expect(actions.length).toBeGreaterThan(40);
  const nameless = actions.filter((action) => actionName(action)[0] === action);
  expect([...new Set(nameless)]).toEqual([]);
});
