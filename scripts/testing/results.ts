import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

export interface Result {
  /** With the names of the groups it stands in. */
  readonly title: string;
  readonly file: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  /** What the test said when it failed. */
  readonly why?: string;
}

export interface LastRun {
  readonly at: string;
  readonly seconds: number;
  readonly tests: readonly Result[];
}

export const RESULTS = '.cache/test-results.json';

export function writeResults(root: string, tests: readonly Result[], begun: number): void {
  const seconds = Math.round((Date.now() - begun) / 1000);
  const run: LastRun = { at: new Date(begun).toISOString(), seconds, tests };
  mkdirSync(dirname(join(root, RESULTS)), { recursive: true });
  writeFileSync(join(root, RESULTS), `${JSON.stringify(run, null, 1)}\n`);
}

const WHY_LINES = 30;

/**
 * Failures with what they said, since nobody wants to look for it in a thousand lines above. The last
 * line is for machines as well: nothing else stands on it.
 */
export function summary(results: readonly Result[], tookMs: number): string {
  const count = (status: Result['status']) => results.filter((r) => r.status === status).length;
  const lines = results
    .filter((r) => r.status === 'failed')
    .flatMap((r) => [`  ✗ ${r.file}: ${r.title}`, ...reason(r)]);
  if (lines.length > 0) lines.unshift('Failed:');
  const skipped = count('skipped');
  if (skipped > 0) lines.push(`${skipped} skipped`);
  lines.push(`${Math.round(tookMs / 1000)} s in all`);
  lines.push(`${count('passed')} passed, ${count('failed')} failed`);
  return lines.join('\n');
}

const reason = ({ why = '' }: Result) =>
  stripVTControlCharacters(why)
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, WHY_LINES)
    .map((line) => `      ${line}`);

interface VitestReport {
  testResults: {
    name: string;
    status: string;
    message?: string;
    assertionResults: { fullName: string; status: string; failureMessages?: string[] }[];
  }[];
}

/**
 * What Vitest's JSON reporter wrote. A file that could not even be loaded, and errors outside of any
 * test, are failures too.
 */
export function readVitestReport(file: string, root: string, exitCode: number | null): Result[] {
  let report: VitestReport;
  try {
    report = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return [{ title: 'the run ended without a report', file: 'vitest', status: 'failed' }];
  }
  const results = report.testResults.flatMap((suite): Result[] => {
    const path = relative(root, suite.name);
    const tests = suite.assertionResults.map(
      ({ fullName, status, failureMessages = [] }): Result => ({
        ...{ title: fullName, file: path, status: verdict(status) },
        ...(failureMessages.length > 0 && { why: failureMessages.join('\n') }),
      }),
    );
    const broken = suite.status === 'failed' && !tests.some((test) => test.status === 'failed');
    const whole = { title: 'the file itself', file: path, status: 'failed' } as const;
    return broken ? [...tests, { ...whole, why: suite.message ?? '' }] : tests;
  });
  if (exitCode !== 0 && !results.some((test) => test.status === 'failed'))
    results.push({ title: 'errors outside of tests', file: 'vitest', status: 'failed' });
  return results;
}

const verdict = (status: string): Result['status'] =>
  status === 'passed' || status === 'failed' ? status : 'skipped';
