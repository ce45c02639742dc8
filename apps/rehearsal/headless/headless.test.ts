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
// The shipped sequence to its end. YUHANG_REHEARSE=45211 rehearses everybody of the reference file; without
// the file a small one is made up.
const size = reference
  ? { customers: Number(process.env.YUHANG_REHEARSE ?? 1_000), days: 24 }
  : { customers: 60, days: 3 };

let folder: string;
let report: RehearsalReport;
let lines: string[];
/** People who ask a lot, and customer managers who do all that is on their lists and close every other deal. */
const EAGER = {
  people: { tempers: { diligent: 1, lazy: 0, over_eager: 0 } },
  habits: { consult: 0.5 },
  desk: {
    outcomes: {
      follow_up: { won: 0.5, done: 0.3, no_answer: 0.2, declined: 0, lost: 0, opt_out: 0 },
    },
  },
};
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
    parameters: EAGER,
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
  expect(refused.every(({ title }) => title !== '')).toBe(true);
  // What was taken back before anybody decided it says why in words; a refusal names its rule.
  expect(refused.every(({ state, rule }) => rule !== null || state === 'withdrawn')).toBe(true);
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

test('R-170 who asks is put to the RM, gets other content and leaves with the deal that the RM logs', () => {
  for (const { plan, sample, acts } of twice) {
    expect(sample).toMatchObject({ answers: 'supposed', agreeing: 0.85 });
    const at = (name: string) => plan.funnel.find(({ step }) => step === name)!.customers;
    expect(at('consulted')).toBeGreaterThan(3);
    const items = (of: 'workItems' | 'workItemsDone') =>
      plan.load.days.reduce((sum, day) => sum + day[of], 0);
    expect(items('workItems')).toBeGreaterThanOrEqual(at('consulted') / 2);
    expect(items('workItemsDone')).toBeGreaterThan(0);
    const logged = plan.load.outcomes.reduce((sum, { workItems }) => sum + workItems, 0);
    expect(logged).toBe(items('workItemsDone'));
    expect(plan.load.staff.reduce((sum, { workItemsDone }) => sum + workItemsDone, 0)).toBe(logged);
    const did = (act: string) => acts.find((one) => one.act === act)?.done ?? 0;
    // Nobody answered: it stays open, and is no outcome yet.
    expect(did('desk.no_answer')).toBeGreaterThan(0);
    expect(did('desk.won') + did('desk.done')).toBe(logged);
    const won = plan.load.outcomes.find(({ outcome }) => outcome === 'won')!.workItems;
    expect(won).toBeGreaterThan(0);
    expect(plan.exits.find(({ reason }) => reason === 'converted')?.customers).toBe(won);
    expect(at('converted')).toBe(won);
    expect(plan.tiers.reduce((sum, { threeW }) => sum + threeW, 0)).toBeGreaterThan(0);
  }
});

test('the report has faces: one customer’s way with what the rules said, and one colleague’s fullest day', () => {
  const { customer, staff } = report.examples!;
  const kinds = new Set(customer!.lines.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual(expect.arrayContaining(['contact', 'step']));
  const contacts = customer!.lines.filter(({ kind }) => kind === 'contact');
  expect(contacts.every(({ outcome }) => outcome !== null)).toBe(true);
  expect(customer!.lines.map(({ at }) => at)).toEqual(customer!.lines.map(({ at }) => at).sort());
  const most = report.plan.load.staff.find(({ name }) => name === staff!.name)!;
  expect(staff!.day).toBe(most.busiestDay);
  expect(staff!.lines.length).toBeGreaterThan(0);
  // What it says of people is what they did, not who they are.
  expect(JSON.stringify(report.examples)).not.toMatch(/1[3-9]\d{9}|@/);
});

test('the report can be read as text', () => {
  expect(lines.join('\n')).toContain('对照组');
  expect(lines.join('\n')).toContain('一位客户的经历');
  expect(lines.join('\n')).toContain('假设接入时一并开通会话存档');
  expect(lines.join('\n')).not.toMatch(/undefined|NaN/);
});
