import { cutSeal } from './audit-verify.ts';
import type { TxCtx } from './ctx.ts';
import type { Purged, RecordKind } from './retention.ts';

/**
 * The oldest entries go, and the link they ended in is kept under a seal: the rest of the chain
 * still verifies, and who deletes a day more finds no seal for it (CR-146).
 */
async function cutAudit(ctx: TxCtx, before: Date, limit: number): Promise<Purged> {
  const first = await ctx.db
    .selectFrom('platform.auditEntry')
    .select('seq')
    .where('orgId', '=', ctx.orgId)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  if (!first) return { count: 0 };
  // A clock that was set back leaves older times behind newer ones: only an unbroken run may go.
  const kept = await ctx.db
    .selectFrom('platform.auditEntry')
    .select('seq')
    .where('orgId', '=', ctx.orgId)
    .where('seq', '<', first.seq + limit)
    .where('at', '>=', before)
    .orderBy('seq')
    .limit(1)
    .executeTakeFirst();
  const through = (kept?.seq ?? first.seq + limit) - 1;
  const last = await ctx.db
    .selectFrom('platform.auditEntry')
    .select(['seq', 'hash', 'at'])
    .where('orgId', '=', ctx.orgId)
    .where('seq', '<=', through)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!last) return { count: 0 };
  const { numDeletedRows } = await ctx.db
    .deleteFrom('platform.auditEntry')
    .where('orgId', '=', ctx.orgId)
    .where('seq', '<=', last.seq)
    .executeTakeFirst();
  const cut = {
    throughSeq: last.seq,
    hash: last.hash,
    cutAt: ctx.realNow(),
    seal: cutSeal(ctx, last.seq, last.hash),
  };
  await ctx.db
    .insertInto('platform.auditCut')
    .values({ orgId: ctx.orgId, ...cut })
    .onConflict((c) => c.column('orgId').doUpdateSet(cut))
    .execute();
  return {
    count: Number(numDeletedRows),
    proof: {
      fromSeq: first.seq,
      throughSeq: last.seq,
      lastAt: last.at.toISOString(),
      hash: last.hash.toString('hex'),
    },
  };
}

export const auditLog: RecordKind = {
  name: 'audit_log',
  title: ['审计日志', 'Audit log'],
  basis: [
    '《网络安全法》第21条（六个月下限）与内部规则（三年）',
    'Cybersecurity Law art. 21 (six months at least) and internal rules (three years)',
  ],
  days: 1096,
  least: 1096,
  time: 'business',
  of: 'bank',
  purge: cutAudit,
};

/** A job may be delivered again until the queue has given it up, which takes a few days at most. */
export const handledJobs: RecordKind = {
  name: 'handled_job',
  title: ['已完成任务的标记', 'Marks of finished jobs'],
  basis: ['防止任务重复生效', 'keeps a job from taking effect twice'],
  days: 30,
  least: 14,
  most: 366,
  time: 'machine',
  of: 'installation',
  async purge(ctx, before, limit) {
    const { numDeletedRows } = await ctx.db
      .deleteFrom('platform.handledJob')
      .where('key', 'in', (eb) =>
        eb
          .selectFrom('platform.handledJob')
          .select('key')
          .where('handledAt', '<', before)
          .limit(limit),
      )
      .executeTakeFirst();
    return { count: Number(numDeletedRows) };
  },
};
