// Verifying an audit chain, against reading the same rows from the database and doing nothing.
import { audit } from '#platform/server/audit.ts';
import { verifyChain } from '#platform/server/audit-verify.ts';
import { inTx } from '#platform/server/ctx.ts';
import { withBank } from './bank.ts';
import { figure, note } from './figure.ts';

const ENTRIES = 50_000;
const BATCH = 1_000;

await withBank(async ({ ctx }) => {
  for (let done = 0; done < ENTRIES; done += BATCH) {
    await inTx(ctx, async (ctx) => {
      for (let i = 0; i < BATCH; i++)
        audit(ctx, {
          action: 'bench.changed',
          subject: { kind: 'staff', id: `${done + i}`, name: '王小明' },
          before: { title: '客户经理', unit: '三江路支行', fte: 1 },
          after: { title: '高级客户经理', unit: '三江路支行', fte: 1 },
          reason: '季度调整',
        });
    });
  }
  note(`${ENTRIES} entries written`);

  const read = async () => {
    let seq = 0;
    for (;;) {
      const rows = await ctx.db
        .selectFrom('platform.auditEntry')
        .selectAll()
        .where('orgId', '=', ctx.orgId)
        .where('seq', '>', seq)
        .orderBy('seq')
        .limit(2_000)
        .execute();
      if (rows.length === 0) return seq;
      seq = rows.at(-1)!.seq;
    }
  };
  const perSecond = async (work: () => Promise<number>) => {
    const started = performance.now();
    return (await work()) / ((performance.now() - started) / 1000);
  };
  await read();
  const peer = await perSecond(read);
  const verified = await perSecond(async () => {
    const { entries, findings } = await verifyChain(ctx);
    if (findings.length > 0) throw new Error('the chain does not verify');
    return entries;
  });
  figure('audit chain verified', verified, 'entries/s', peer);
});
