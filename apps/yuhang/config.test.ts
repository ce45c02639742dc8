import { expect, test } from 'vitest';
import { configNames, readConfig } from '#platform/server/config.ts';
import { variables } from './config.command.ts';

test('every variable of the configuration is explained in both languages', () => {
  expect(Object.keys(variables).sort()).toEqual([...configNames].sort());
  for (const [zh, en] of Object.values(variables)) expect(zh && en).toBeTruthy();
});

test('a wrong configuration names each variable, and never shows a secret', () => {
  const wrong = {
    DATABASE_URL: 'mysql://root:hidden@x',
    PORT: 'eighty',
    YUHANG_METRICS_TOKEN: 'short',
  };
  expect(() => readConfig(wrong)).toThrow(/DATABASE_URL.*\n.*|PORT="eighty"/);
  try {
    readConfig(wrong);
  } catch (err) {
    const { message } = err as Error;
    for (const name of Object.keys(wrong)) expect(message).toContain(name);
    expect(message).not.toMatch(/hidden|short"/);
  }
});
