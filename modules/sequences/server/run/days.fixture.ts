import { sql } from 'kysely';
import { runDueJobs, type TestOrg } from '#platform/server/test/test-org.ts';
import type { SequenceBank } from '../fixtures.ts';

/** Days of a run: what is due is done, and the clock goes on to the minute after midnight. */
export function runDays(at: () => { readonly ctx: TestOrg; readonly bank: SequenceBank }) {
  const work = () => runDueJobs(at().ctx, at().bank.modules);
  return {
    work,
    async nextDay(days = 1, done: () => Promise<unknown> = work): Promise<void> {
      const { ctx } = at();
      for (let i = 0; i < days; i++) {
        const now = new Date(ctx.now().getTime() + 8 * 3_600_000);
        ctx.advance(24 * 60 - (now.getUTCHours() * 60 + now.getUTCMinutes()) + 1);
        await done();
      }
    },
    /** What was proposed to a customer and stands, in order. */
    async proposed(customerId: number): Promise<string[]> {
      const { ctx } = at();
      const { rows } = await sql<{ key: string }>`
        select item_key as key from outreach.touch
         where org_id = ${ctx.orgId} and customer_id = ${customerId} and state <> 'withdrawn'
         order by planned_at, item_key`.execute(ctx.db);
      return rows.map(({ key }) => key);
    },
  };
}
