// A rehearsal of the shipped sequence: 20,000 customers over 24 days, product, simulator and people in
// processes of their own on one machine. Counted is the rehearsal itself, from the copy to the report;
// getting the bank ready (import, audience, approvals) stands beside it.
// REHEARSAL_CUSTOMERS and REHEARSAL_DAYS make it smaller.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeCustomerFile } from '../apps/rehearsal/headless/customer-file.fixture.ts';
import { runHeadless } from '../apps/rehearsal/headless/run-headless.ts';
import { figure, note } from './figure.ts';

const CUSTOMERS = Number(process.env.REHEARSAL_CUSTOMERS ?? 20_000);
const DAYS = Number(process.env.REHEARSAL_DAYS ?? 24);
/** Seconds. */
const BUDGET = 60;

const folder = await mkdtemp(join(tmpdir(), 'yuhang-bench-rehearsal-'));
try {
  const file = join(folder, 'customers.csv');
  await writeCustomerFile(file, CUSTOMERS);
  const { report } = await runHeadless(
    { folder: join(folder, 'bank'), file, limit: null, days: DAYS, seed: 'bench' },
    note,
  );
  const total = Object.values(report.seconds).reduce((sum, spent) => sum + spent, 0);
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
