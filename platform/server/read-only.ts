import type { Db } from './db.ts';

/** The banks whose audit chain is broken: their changes are refused (CR-146). */
export interface ReadOnly {
  has(orgId: string): boolean;
  /** Reads them again; called on a notice and now and then. */
  refresh(): Promise<void>;
}

export function createReadOnly(db: Db): ReadOnly {
  let broken: ReadonlySet<string> = new Set();
  return {
    has: (orgId) => broken.has(orgId),
    async refresh() {
      const rows = await db
        .selectFrom('platform.auditCheck')
        .select('orgId')
        .where('broken', '=', true)
        .execute();
      broken = new Set(rows.map(({ orgId }) => orgId));
    },
  };
}
