import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configDefaults, configNames, readConfig } from '#platform/server/config.ts';
import { commands } from './commands.ts';
import { variables } from './config.command.ts';

test('every variable of the configuration is explained in both languages', () => {
  expect(Object.keys(variables).sort()).toEqual([...configNames].sort());
  for (const [zh, en] of Object.values(variables)) expect(zh && en).toBeTruthy();
});

test.each(['README.md', 'README.zh-CN.md'])('%s names every variable with its default', (file) => {
  const readme = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  for (const name of configNames) {
    const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
    expect(row, name).toBeDefined();
    expect(row).toContain(configDefaults[name] ?? '');
  }
});

test.each(['README.md', 'README.zh-CN.md'])('%s names every command', (file) => {
  const readme = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  const table = readme.split('\n').filter((line) => line.startsWith('| `'));
  for (const name of Object.keys(commands)) {
    const [group, verb] = name.split(' ');
    const row = table.find(
      (line) => line.startsWith(`| \`${group} `) || line.startsWith(`| \`${group}\``),
    );
    expect(row, name).toContain(verb ?? group);
  }
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
