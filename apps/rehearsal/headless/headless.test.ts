import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RehearsalReport } from '#modules/rehearsal/contract.ts';
import { describeSubject } from '#modules/rehearsal/server/subjects/subject.service.ts';
import { addDays, dayOf, startOfDay } from '#platform/server/holidays.ts';
import { newId } from '#platform/server/ids.ts';
import { referenceFile } from '#platform/server/test/reference-data.ts';
import { rehearsalHost } from '../host.ts';
import { writeCustomerFile } from './customer-file.fixture.ts';
import type { OpenedBank } from './open-bank.ts';
import { runHeadless } from './run-headless.ts';

const reference = referenceFile('bank-full.csv.gz');
// Without the reference file a small one is made up. All twenty-four days are lived by `npm run rehearse`
// and by the bench; here so many that everything happens.
const size = reference ? { customers: 300, days: 4 } : { customers: 60, days: 2 };

let folder: string;
let report: RehearsalReport;
let lines: string[];
/** The same few customers, asked for everything in every hour and only for what is due. */
const twice: RehearsalReport[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yuhang-headless-'));
  const file = reference ?? join(folder, 'customers.csv');
  if (!reference) await writeCustomerFile(file, size.customers);
  const done = await runHeadless(
    { folder: join(folder, 'bank'), file, limit: size.customers, days: size.days, seed: '1' },
    () => {},
    async (bank, runId) => {
      for (const everyHour of [true, false]) twice.push(await aFew(bank, runId, everyHour));
    },
  );
  report = done.report;
  lines = done.lines;
}, 3_600_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

async function aFew({ ctx, installation }: OpenedBank, runId: string, everyHour: boolean) {
  const subject = { kind: 'sequence' as const, id: runId };
  const { audienceId, rows } = (await describeSubject(ctx, subject))!;
  const evening = new Date(startOfDay(addDays(dayOf(ctx.now()), 2)).getTime() - 2 * 3_600_000);
  const host = rehearsalHost(installation.config.databaseUrl, () => 'a-password-of-the-test', {
    everyHour,
  });
  const request = {
    ...{ id: newId(), orgId: ctx.orgId, subject, audienceId, rows, now: evening },
    options: { days: 3, customers: 24, seed: 'twice', everybodyAdded: true },
    nobody: (): never => {
      throw new Error('nobody');
    },
  };
  const progress = { signal: new AbortController().signal, phase() {}, days() {} };
  return host.live(request, progress);
}

const step = (name: string) => report.plan.funnel.find((one) => one.step === name)!;

test('everybody of the file is drawn into one arm, and the held-out arm is never reached', () => {
  const { people } = report.plan;
  expect(report.sample.customers).toBe(size.customers);
  expect(people.reached + people.control).toBe(size.customers);
  expect(people.control).toBeGreaterThan(0);
  expect(people.touched).toBeLessThanOrEqual(people.reached);
  expect(report.findings).toEqual([]);
});

test('each contact that was proposed came to an end or waits, and says why it was stopped', () => {
  const [proposed, allowed, delivered] = ['proposed', 'allowed', 'delivered'].map(
    (name) => step(name).touches!,
  ) as [number, number, number];
  expect(proposed).toBeGreaterThan(size.customers);
  expect(allowed).toBeLessThan(proposed);
  expect(delivered).toBeGreaterThan(0);
  const refused = report.plan.drops.filter(({ before }) => before === 'allowed');
  expect(refused.reduce((sum, drop) => sum + drop.touches, 0)).toBe(proposed - allowed);
  expect(refused.every(({ rule, title }) => rule !== null && title !== '')).toBe(true);
  // A seventh has not agreed to be told of offers.
  const unsigned = refused.find(({ rule }) => rule === 'CR-001')!;
  expect(unsigned.customers / report.plan.people.reached).toBeCloseTo(1 / 7, 1);
});

test('R-363 what went out by itself and by hand is told apart, and R-143 by the way it went', () => {
  const { automation, modes } = report.plan;
  expect(automation.automatic).toBe(modes.reduce((sum, mode) => sum + mode.handedOver, 0));
  expect(modes.map(({ mode }) => mode)).toContain('point');
  expect(modes.every((mode) => mode.delivered <= mode.handedOver)).toBe(true);
});

test('hours in which nothing is due are passed by, and the report is the same', () => {
  const [asked, due] = twice.map(({ plan: { plan: _, ...plan }, acts, findings, cost }) => ({
    ...{ plan, acts, findings, cost },
  }));
  expect(due).toEqual(asked);
  const stepsOf = ({ work }: RehearsalReport) => work.find(({ name }) => name === 'clock')!.runs;
  expect(stepsOf(twice[1]!)).toBeLessThan(stepsOf(twice[0]!));
});

test('the report can be read as text', () => {
  expect(lines.join('\n')).toContain('对照组');
  expect(lines.join('\n')).not.toMatch(/undefined|NaN/);
});
