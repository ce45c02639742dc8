import type { AuditFinding } from '../contract/system.ts';
import { type AuditEntry, auditLink, chainStart } from './audit.ts';
import type { Anchor } from './audit-anchor.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Ctx } from './ctx.ts';

export interface ChainVerdict {
  readonly entries: number;
  readonly throughSeq: number;
  /** Empty when the chain is as the product wrote it. */
  readonly findings: AuditFinding[];
}

const BATCH = 2_000;
/** How far from its place a moved entry is looked for. */
const REACH = 50;
const SEARCHES = 500;

/**
 * Reads the chain of the context's bank from its beginning, or from where its oldest entries were
 * deleted in time, and recomputes every link. Needs no lock: entries never change, and what is
 * appended meanwhile is left for the next time.
 */
export async function verifyChain(
  ctx: Ctx,
  anchors: readonly Anchor[] = [],
): Promise<ChainVerdict> {
  for (;;) {
    const cut = await findCut(ctx);
    const verdict = await walk(ctx, cut, anchors);
    // Old entries were deleted while we read: their absence was no finding.
    if ((await findCut(ctx)).seq === cut.seq) return verdict;
  }
}

interface Cut {
  readonly seq: number;
  readonly hash: Buffer;
}

/** Where the chain begins. A cut that does not bear our seal is none, so what it hides is missing. */
async function findCut(ctx: Ctx): Promise<Cut> {
  const row = await ctx.db
    .selectFrom('platform.auditCut')
    .select(['throughSeq', 'hash', 'cutAt', 'seal'])
    .where('orgId', '=', ctx.orgId)
    .executeTakeFirst();
  if (!row?.seal.equals(cutSeal(ctx, row.throughSeq, row.hash)))
    return { seq: 0, hash: chainStart };
  return { seq: row.throughSeq, hash: row.hash };
}

export const cutSeal = (ctx: Ctx, throughSeq: number, hash: Buffer) =>
  ctx.vault.mac('audit-cut', Buffer.from(`${ctx.orgId} ${throughSeq} ${hash.toString('hex')}`));

async function walk(ctx: Ctx, cut: Cut, anchors: readonly Anchor[]): Promise<ChainVerdict> {
  const head = await ctx.db
    .selectFrom('platform.auditHead')
    .select(['seq', 'hash'])
    .where('orgId', '=', ctx.orgId)
    .executeTakeFirst();
  const found = new Findings(ctx);
  const hashes = new Map<number, string>();
  const anchored = new Set(anchors.map((a) => a.seq));
  let { seq } = cut;
  // The link the next entry must carry on from; null where the one before cannot be trusted.
  let expected: Buffer | null = cut.hash;
  let last = cut.hash;
  let entries = 0;

  for await (const row of rowsAfter(ctx, cut.seq, head?.seq ?? 0)) {
    if (row.seq > seq + 1) {
      found.add('missing', seq + 1, row.seq - 1);
      expected = null;
    }
    const { prevHash, hash, ...entry } = row;
    const sealed = auditLink(ctx, prevHash, entry).equals(hash);
    if (!sealed) found.unsealed(row, entry);
    else if (expected && !prevHash.equals(expected))
      found.add('rewritten', row.seq, row.seq, hash.toString('hex'));
    if (anchored.has(row.seq)) hashes.set(row.seq, hash.toString('hex'));
    expected = sealed ? hash : null;
    ({ seq } = row);
    last = hash;
    entries += 1;
  }

  if (head && head.seq > seq) found.add('missing', seq + 1, head.seq);
  else if (head && !head.hash.equals(last))
    found.add('rewritten', head.seq, head.seq, head.hash.toString('hex'));
  const beyond = await findBeyondHead(ctx, head?.seq ?? cut.seq);
  if (beyond) found.add('inserted', beyond.from, beyond.to);
  compareAnchors(found, anchors, hashes, { from: cut.seq, to: Math.max(seq, head?.seq ?? 0) });
  return { entries, throughSeq: seq, findings: found.list() };
}

async function* rowsAfter(ctx: Ctx, after: number, through: number) {
  let seq = after;
  for (;;) {
    const rows = await ctx.db
      .selectFrom('platform.auditEntry')
      .selectAll()
      .where('orgId', '=', ctx.orgId)
      .where('seq', '>', seq)
      .where('seq', '<=', through)
      .orderBy('seq')
      .limit(BATCH)
      .execute();
    yield* rows;
    if (rows.length < BATCH) return;
    seq = rows.at(-1)!.seq;
  }
}

/** Head and last entry are written together, so in one glance nothing may stand behind the head. */
async function findBeyondHead(ctx: Ctx, known: number) {
  const row = await ctx.db
    .selectFrom('platform.auditEntry as e')
    .leftJoin('platform.auditHead as h', 'h.orgId', 'e.orgId')
    .select((eb) => [eb.fn.min<number>('e.seq').as('from'), eb.fn.max<number>('e.seq').as('to')])
    .where('e.orgId', '=', ctx.orgId)
    .where('e.seq', '>', known)
    .where((eb) => eb.or([eb('h.seq', 'is', null), eb('e.seq', '>', eb.ref('h.seq'))]))
    .executeTakeFirst();
  return row?.from ? row : null;
}

function compareAnchors(
  found: Findings,
  anchors: readonly Anchor[],
  hashes: ReadonlyMap<number, string>,
  kept: { from: number; to: number },
): void {
  const cutOff = anchors.filter((a) => a.seq > kept.to);
  if (cutOff.length > 0)
    found.add('cut-off', kept.to + 1, Math.max(...cutOff.map(({ seq }) => seq)));
  // An anchor whose entry is missing or altered was reported where it stands.
  const replaced = anchors.filter(({ seq, hash }) => {
    const now = hashes.get(seq);
    return seq > kept.from && now !== undefined && now !== hash && !found.has(seq);
  });
  const seqs = replaced.map(({ seq }) => seq);
  if (seqs.length > 0)
    found.add(
      'rewritten',
      Math.min(...seqs),
      Math.max(...seqs),
      seqs.map((seq) => hashes.get(seq)).join(),
    );
}

type Kind = AuditFinding['kind'];

/** Collects what is wrong, neighbours of one kind as one finding. */
class Findings {
  readonly #ctx: Ctx;
  readonly #list: (AuditFinding & { shift?: number })[] = [];
  #searches = 0;

  constructor(ctx: Ctx) {
    this.#ctx = ctx;
  }

  add(kind: Kind, fromSeq: number, toSeq: number, content = '', shift?: number): void {
    const last = this.#list.at(-1);
    const joins = last?.kind === kind && last.toSeq + 1 === fromSeq && last.shift === shift;
    const before = joins ? last.fingerprint : '';
    const fingerprint = this.#ctx.vault
      .mac('audit-finding', Buffer.from(`${before} ${kind} ${fromSeq} ${toSeq} ${content}`))
      .toString('hex')
      .slice(0, 32);
    if (joins) this.#list[this.#list.length - 1] = { ...last, toSeq, fingerprint };
    else this.#list.push({ kind, fromSeq, toSeq, fingerprint, ...(shift ? { shift } : {}) });
  }

  /** An entry whose seal does not fit it: moved here from a place nearby, or not as it was written. */
  unsealed(row: AuditEntry & { prevHash: Buffer; hash: Buffer }, entry: AuditEntry): void {
    const content = `${canonicalJson(entry)} ${row.hash.toString('hex')}`;
    const from = this.#placeOf(row, entry);
    if (from === null) this.add('changed', row.seq, row.seq, content);
    else this.add('moved', row.seq, row.seq, content, row.seq - from);
  }

  #placeOf(
    { prevHash, hash, seq }: { prevHash: Buffer; hash: Buffer; seq: number },
    entry: AuditEntry,
  ) {
    if (this.#searches >= SEARCHES) return null;
    this.#searches += 1;
    for (let distance = 1; distance <= REACH; distance++) {
      for (const place of [seq - distance, seq + distance]) {
        if (auditLink(this.#ctx, prevHash, { ...entry, seq: place }).equals(hash)) return place;
      }
    }
    return null;
  }

  has(seq: number): boolean {
    return this.#list.some(({ fromSeq, toSeq }) => fromSeq <= seq && seq <= toSeq);
  }

  /** Unsealed entries that pushed the following ones down by their own number were inserted. */
  list(): AuditFinding[] {
    return this.#list.map(({ shift: _, ...finding }, i) => {
      const next = this.#list[i + 1];
      const count = finding.toSeq - finding.fromSeq + 1;
      const pushed =
        finding.kind === 'changed' &&
        next?.kind === 'moved' &&
        next.shift === count &&
        next.fromSeq === finding.toSeq + 1;
      return pushed ? { ...finding, kind: 'inserted' as const } : finding;
    });
  }
}
