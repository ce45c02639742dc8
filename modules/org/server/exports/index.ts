import type { Ctx } from '#platform/server/ctx.ts';
import { findBank } from '../bank/bank.repo.ts';
import { staffExport } from './staff.export.ts';

export { exportApprovals } from './export.kind.ts';

/** What of the organisation leaves as a file. */
export const orgExports = [staffExport];

export const bankName = async (ctx: Ctx): Promise<string> => (await findBank(ctx))?.name ?? '';
