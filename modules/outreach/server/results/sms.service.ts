import type { Ctx } from '#platform/server/ctx.ts';
import type { HandoverRow } from '../handover/handover.ts';
import { underWay } from '../handover/recipients.repo.ts';
import { askReports } from '../senders/sms/gateway.ts';
import type { FindSmsGateway } from '../senders/sms/sms.sender.ts';
import type { Read, ReadOne } from './read.service.ts';
import { type Results, takeResults } from './take-results.service.ts';

const DELIVERED = 1;
const FAILED = 2;
/** Networks report for three days at most. */
const LONGEST_MS = 3 * 86_400_000;

/** What the gateway has heard from the networks. */
export const smsReader =
  (find: FindSmsGateway): ReadOne =>
  async (ctx: Ctx, _deps, handover: HandoverRow): Promise<Read> => {
    const gateway = await find(ctx);
    if (!gateway) return 'nothing';
    const touches = await underWay(ctx, handover);
    const reports = await askReports(
      gateway,
      touches.map(({ touchId }) => touchId),
    );
    if (!reports) return 'nothing';
    const told = new Map(reports.map((report) => [report.id, report]));
    const over = ctx.now().getTime() - (handover.sentAt?.getTime() ?? 0) > LONGEST_MS;
    const results: {
      delivered: Results['delivered'][number][];
      failed: Results['failed'][number][];
    } = { delivered: [], failed: [] };
    for (const { target: _, ...touch } of touches) {
      const report = told.get(touch.touchId);
      if (report?.status === DELIVERED)
        results.delivered.push({ ...touch, at: report.at ? new Date(report.at) : ctx.now() });
      else if (report?.status === FAILED)
        results.failed.push({ ...touch, reason: `sms:${report.code || 'failed'}` });
      else if (over) results.failed.push({ ...touch, reason: 'sms:no-report' });
    }
    return (await takeResults(ctx, handover.id, results)) ? 'news' : 'nothing';
  };
