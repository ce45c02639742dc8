import type { AuditFinding } from '../../contract/system.ts';
import { auditBroken } from '../../contract/system.ts';
import { audit } from '../audit.ts';
import { type Anchor, readAnchors } from '../audit-anchor.ts';
import { verifyChain } from '../audit-verify.ts';
import { canonicalJson } from '../canonical-json.ts';
import { type Ctx, inTx, type TxCtx } from '../ctx.ts';
import { publish } from '../events.ts';
import { tellAll } from '../notices.ts';

export interface AuditVerdict {
  readonly orgId: string;
  readonly entries: number;
  readonly throughSeq: number;
  /** What nobody has accepted yet: with any of these the bank is read-only. */
  readonly findings: readonly AuditFinding[];
  readonly accepted: readonly AuditFinding[];
  readonly seconds: number;
}

/** Banks that have, or are known to have had, a chain. */
export async function banksWithAudit(ctx: Ctx, anchorsFile: string): Promise<string[]> {
  const { byBank } = await readAnchors(ctx.vault, anchorsFile);
  const heads = await ctx.db.selectFrom('platform.auditHead').select('orgId').execute();
  const checks = await ctx.db.selectFrom('platform.auditCheck').select('orgId').execute();
  const ids = [...heads, ...checks].map(({ orgId }) => orgId);
  return [...new Set([...ids, ...byBank.keys()])].sort();
}

/**
 * Verifies the chain of the context's bank and keeps the verdict. A break makes the bank read-only
 * and is announced once; a chain that verifies again is no longer read-only.
 */
export async function checkAudit(ctx: Ctx, anchors: readonly Anchor[]): Promise<AuditVerdict> {
  const started = performance.now();
  const { entries, throughSeq, findings, accepted } = await verify(ctx, anchors);
  const seconds = (performance.now() - started) / 1000;
  return inTx(ctx, async (ctx) => {
    const before = await ctx.db
      .selectFrom('platform.auditCheck')
      .select('broken')
      .where('orgId', '=', ctx.orgId)
      .executeTakeFirst();
    const broken = findings.length > 0;
    const row = {
      checkedAt: ctx.realNow(),
      throughSeq,
      entries,
      broken,
      findings: JSON.stringify(findings),
    };
    await ctx.db
      .insertInto('platform.auditCheck')
      .values({ orgId: ctx.orgId, ...row })
      .onConflict((c) => c.column('orgId').doUpdateSet(row))
      .execute();
    if (broken) ctx.log.error({ orgId: ctx.orgId, findings }, 'the audit chain is broken');
    if (broken && !before?.broken) await publish(ctx, auditBroken, { findings });
    if (broken !== (before?.broken ?? false)) await tellAll(ctx.db, 'yuhang_audit');
    return { orgId: ctx.orgId, entries, throughSeq, findings, accepted, seconds };
  });
}

/** The chain's verdict, with what was accepted before set apart. */
async function verify(ctx: Ctx, anchors: readonly Anchor[]) {
  const known = await findAccepted(ctx);
  // Of entries whose loss was accepted, the anchors written until then are no witnesses any more.
  const lost = known.filter(({ kind }) => kind === 'cut-off' || kind === 'rewritten');
  const witnesses = anchors.filter(
    ({ seq, at }) =>
      !lost.some((f) => f.fromSeq <= seq && seq <= f.toSeq && new Date(at) <= f.acceptedAt),
  );
  const { findings, ...rest } = await verifyChain(ctx, witnesses);
  const keys = new Set(known.map(keyOf));
  return {
    ...rest,
    findings: findings.filter((finding) => !keys.has(keyOf(finding))),
    accepted: findings.filter((finding) => keys.has(keyOf(finding))),
  };
}

/**
 * An operator looked into the breaks and answers for them. They stay on record, and the same place
 * altered once more is a new break. The chain goes on from its last entry.
 */
export async function acceptAudit(
  ctx: Ctx,
  anchors: readonly Anchor[],
  reason: string,
): Promise<AuditVerdict> {
  await inTx(ctx, async (ctx) => {
    const before = await verify(ctx, anchors);
    if (before.findings.length === 0) return;
    await continueFromLast(ctx);
    // With the head in its place, what stood behind it is an entry like any other.
    const { findings: after } = await verify(ctx, anchors);
    const findings = new Map([...before.findings, ...after].map((f) => [keyOf(f), f]));
    for (const finding of findings.values()) {
      const accepted = { ...finding, acceptedAt: ctx.realNow() };
      await ctx.db
        .insertInto('platform.auditAcceptance')
        .values({
          orgId: ctx.orgId,
          ...accepted,
          acceptedBy: ctx.actor.name,
          reason,
          seal: seal(ctx, accepted),
        })
        .execute();
    }
    audit(ctx, {
      action: 'platform.audit-accepted',
      subject: { kind: 'audit-chain', id: ctx.orgId },
      after: { findings: [...findings.values()] },
      reason,
    });
  });
  return checkAudit(ctx, anchors);
}

/** A head that is gone, behind the last entry or another's would have the next entry break the chain again. */
async function continueFromLast(ctx: TxCtx): Promise<void> {
  const last = await ctx.db
    .selectFrom('platform.auditEntry')
    .select(['seq', 'hash'])
    .where('orgId', '=', ctx.orgId)
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (!last) return;
  await ctx.db
    .insertInto('platform.auditHead')
    .values({ orgId: ctx.orgId, ...last })
    .onConflict((c) =>
      c.column('orgId').doUpdateSet(last).where('platform.auditHead.seq', '<=', last.seq),
    )
    .execute();
}

type Accepted = AuditFinding & { acceptedAt: Date };

const keyOf = ({ kind, fromSeq, toSeq, fingerprint }: AuditFinding) =>
  `${kind} ${fromSeq} ${toSeq} ${fingerprint}`;

const seal = (ctx: Ctx, { acceptedAt, ...finding }: Accepted) =>
  ctx.vault.mac(
    'audit-acceptance',
    Buffer.from(canonicalJson({ orgId: ctx.orgId, key: keyOf(finding), acceptedAt })),
  );

async function findAccepted(ctx: Ctx): Promise<Accepted[]> {
  const rows = await ctx.db
    .selectFrom('platform.auditAcceptance')
    .select(['kind', 'fromSeq', 'toSeq', 'fingerprint', 'acceptedAt', 'seal'])
    .where('orgId', '=', ctx.orgId)
    .execute();
  return rows
    .map(({ seal: given, ...row }) => ({ accepted: row as Accepted, given }))
    .filter(({ accepted, given }) => given.equals(seal(ctx, accepted)))
    .map(({ accepted }) => accepted);
}
