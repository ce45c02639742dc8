// A rehearsal of the shipped sequence for 20,000 customers over 24 days, product, simulator and people in
// processes of their own on one machine: of everybody, and of a sample, with
// whether its intervals hold what everybody did. Counted is the rehearsal itself, from the copy to the
// report; getting the bank ready (import, audience, approvals) stands beside it.
// REHEARSAL_CUSTOMERS, REHEARSAL_SAMPLE and REHEARSAL_DAYS make it smaller, REHEARSAL_FILE takes real ones.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  countedFigures,
  projected,
  projectedFigures,
  type RehearsalReport,
} from '#modules/rehearsal/contract.ts';
import { writeCustomerFile } from '../apps/rehearsal/headless/customer-file.fixture.ts';
import { rehearse } from '../apps/rehearsal/headless/plan.ts';
import { runHeadless } from '../apps/rehearsal/headless/run-headless.ts';
import { figure, note } from './figure.ts';

const CUSTOMERS = Number(process.env.REHEARSAL_CUSTOMERS ?? 20_000);
const DAYS = Number(process.env.REHEARSAL_DAYS ?? 24);
const SAMPLE = Number(process.env.REHEARSAL_SAMPLE ?? 500);
/** Seconds. */
const BUDGET = 60;

const folder = await mkdtemp(join(tmpdir(), 'yuhang-bench-rehearsal-'));
try {
  const file = process.env.REHEARSAL_FILE ?? join(folder, 'customers.csv');
  if (!process.env.REHEARSAL_FILE) await writeCustomerFile(file, CUSTOMERS);
  let sampled: RehearsalReport | null = null;
  const { report } = await runHeadless(
    { folder: join(folder, 'bank'), file, limit: CUSTOMERS, days: DAYS, seed: 'bench' },
    note,
    async (bank, runId) => {
      const options = { days: DAYS, customers: SAMPLE, everybodyAdded: true, seed: 'bench' };
      sampled = await rehearse(bank, runId, options);
    },
  );
  const total = secondsOf(report);
  if (sampled) tellSample(sampled, report);
  figure('rehearsal.seconds', total, 's', BUDGET);
  for (const [phase, spent] of Object.entries(report.seconds))
    figure(`rehearsal.${phase}`, spent, 's');
  for (const { name, runs, seconds } of report.work
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, 12))
    note(`${name}: ${seconds.toFixed(1)} s in ${runs}`);
  const delivered = report.plan.funnel.find(({ step }) => step === 'delivered')!;
  figure('rehearsal.delivered', delivered.touches! / total, 'contacts/s');
} finally {
  await rm(folder, { recursive: true, force: true });
}

function secondsOf({ seconds }: RehearsalReport): number {
  return Object.values(seconds).reduce((sum, spent) => sum + spent, 0);
}

function tellSample(sample: RehearsalReport, whole: RehearsalReport): void {
  figure('rehearsal.sample-seconds', secondsOf(sample), 's', BUDGET);
  const counted = countedFigures(whole);
  let held = 0;
  for (const { figure: name, whole: said } of projected(sample)) {
    const holds = counted[name] >= said.low && counted[name] <= said.high;
    if (holds) held += 1;
    note(
      `${name}: ${said.count} (${said.low}–${said.high}) by the sample, ${counted[name]} in all`,
    );
  }
  figure('rehearsal.intervals-held', held, 'figures', projectedFigures.length);
}
