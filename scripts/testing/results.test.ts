import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { type Result, readVitestReport, summary } from './results.ts';

const folder = mkdtempSync(join(tmpdir(), 'yuhang-results-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function reportOf(...suites: { status: string; tests: [string, string][] }[]): string {
  const file = join(folder, `${randomUUID()}.json`);
  const testResults = suites.map(({ status, tests }, i) => ({
    name: `/project/a${i}.test.ts`,
    status,
    assertionResults: tests.map(([fullName, status]) => ({ fullName, status })),
  }));
  writeFileSync(file, JSON.stringify({ testResults }));
  return file;
}
const read = (file: string, code: number | null) => readVitestReport(file, '/project', code);

test('each test counts under its full title', () => {
  const file = reportOf({
    status: 'passed',
    tests: [
      ['sign-in R-130 works', 'passed'],
      ['sign-in later', 'todo'],
    ],
  });
  expect(read(file, 0)).toEqual([
    { title: 'sign-in R-130 works', file: 'a0.test.ts', status: 'passed' },
    { title: 'sign-in later', file: 'a0.test.ts', status: 'skipped' },
  ]);
});

test.each<[string, string, number | null]>([
  ['a file that could not be loaded', reportOf({ status: 'failed', tests: [] }), 1],
  ['a run that wrote no report', join(folder, 'none.json'), 137],
])('%s is a failure', (_, file, code) => {
  expect(read(file, code).map((r) => r.status)).toEqual(['failed']);
});

test('an error outside of every test is a failure', () => {
  const file = reportOf({ status: 'passed', tests: [['fine', 'passed']] });
  expect(read(file, 1).map((r) => r.status)).toEqual(['passed', 'failed']);
});

test('the summary says again why a test failed', () => {
  const file = join(folder, 'why.json');
  const failureMessages = ['AssertionError: expected 1 to be 2\n    at somewhere'];
  const assertionResults = [{ fullName: 'counts', status: 'failed', failureMessages }];
  const suite = { name: '/project/a.test.ts', status: 'failed', assertionResults };
  writeFileSync(file, JSON.stringify({ testResults: [suite] }));
  expect(summary(read(file, 1), 1000).split('\n').slice(0, 4)).toEqual([
    'Failed:',
    '  ✗ a.test.ts: counts',
    '      AssertionError: expected 1 to be 2',
    '          at somewhere',
  ]);
});

test('the summary ends with a line of two numbers', () => {
  const result = (status: Result['status']): Result => ({ title: 't', file: 'f', status });
  const all = [result('passed'), result('passed'), result('failed'), result('skipped')];
  expect(summary(all, 1000).split('\n').at(-1)).toBe('2 passed, 1 failed');
});
