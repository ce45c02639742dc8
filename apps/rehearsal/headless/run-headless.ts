import type { RehearsalReport } from '#modules/rehearsal/contract.ts';
import { importCustomers } from './customers.ts';
import { type OpenedBank, openBank } from './open-bank.ts';
import { recordConsents, rehearse, type Say, startPlan } from './plan.ts';
import { reportLines } from './print-report.ts';

export interface HeadlessOptions {
  /** Empty. */
  readonly folder: string;
  /** Customers as CSV, gzip or not. */
  readonly file: string;
  readonly limit: number | null;
  readonly days: number;
  readonly seed: string;
}

/** Everything that a bank does from an empty folder to the report of its first plan. */
export async function runHeadless(
  { folder, file, limit, days, seed }: HeadlessOptions,
  say: Say,
  /** Something more with the bank and its run, before it closes. */
  more: (bank: OpenedBank, runId: string) => Promise<void> = async () => {},
): Promise<{ report: RehearsalReport; lines: string[] }> {
  const since = performance.now();
  const timed: Say = (line) =>
    say(`[${((performance.now() - since) / 1000).toFixed(1)} s] ${line}`);
  const bank = await openBank(folder);
  try {
    timed(`机构已建立，客户经理 ${bank.rms.length} 人`);
    await importCustomers(bank, { file, limit }, timed);
    await recordConsents(bank, timed);
    const runId = await startPlan(bank, timed);
    const report = await rehearse(bank, runId, {
      days,
      customers: null,
      everybodyAdded: true,
      seed,
    });
    timed('推演完成');
    await more(bank, runId);
    return { report, lines: reportLines(report) };
  } finally {
    await bank.close();
  }
}
