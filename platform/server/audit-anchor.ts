import { timingSafeEqual } from 'node:crypto';
import { mkdir, open, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { Ctx } from './ctx.ts';
import { dayOf } from './holidays.ts';
import type { Vault } from './vault.ts';

/**
 * What the end of each chain was, written down outside the database: who cuts entries off the end
 * and sets the head back leaves a chain that verifies by itself, but not against its anchors.
 */
export interface Anchor {
  readonly orgId: string;
  readonly seq: number;
  readonly hash: string;
  readonly at: string;
}

const Line = z.object({
  orgId: z.uuid(),
  seq: z.int(),
  hash: z.string(),
  at: z.string(),
  mac: z.string(),
});

export const anchorFile = (dataDir: string) => join(dataDir, 'audit', 'anchors.jsonl');

const macOf = (vault: Vault, { orgId, seq, hash, at }: Anchor) =>
  vault.mac('audit-anchor', Buffer.from(`${orgId} ${seq} ${hash} ${at}`)).toString('base64url');

/** Appends, to file and log, the heads that moved since `known`. Answers how many. */
export async function anchorHeads(
  ctx: Ctx,
  file: string,
  known: Map<string, number>,
): Promise<number> {
  const heads = await ctx.db.selectFrom('platform.auditHead').selectAll().execute();
  const moved = heads.filter(({ orgId, seq }) => known.get(orgId) !== seq);
  if (moved.length === 0) return 0;
  const at = ctx.realNow().toISOString();
  const anchors = moved.map(({ orgId, seq, hash }) => ({
    orgId,
    seq,
    hash: hash.toString('hex'),
    at,
  }));
  const lines = anchors.map((a) => `${JSON.stringify({ ...a, mac: macOf(ctx.vault, a) })}\n`);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(file, 'a', 0o600);
  try {
    await handle.appendFile(lines.join(''));
    await handle.sync();
  } finally {
    await handle.close();
  }
  for (const { orgId, seq, hash } of anchors) {
    ctx.log.info({ orgId, seq, hash }, 'audit anchor');
    known.set(orgId, seq);
  }
  return anchors.length;
}

export interface Anchors {
  /** By bank, oldest first. */
  readonly byBank: ReadonlyMap<string, readonly Anchor[]>;
  /** Lines that are not ours: written without the key, or damaged. */
  readonly strange: number;
}

export async function readAnchors(vault: Vault, file: string): Promise<Anchors> {
  const text = await readFile(file, 'utf8').catch((err: NodeJS.ErrnoException) => {
    if (err.code === 'ENOENT') return '';
    throw err;
  });
  const byBank = new Map<string, Anchor[]>();
  let strange = 0;
  // What stands after the last line break was being written when the machine stopped.
  for (const line of text.split('\n').slice(0, -1)) {
    const anchor = parse(vault, line);
    if (!anchor) strange += 1;
    else byBank.set(anchor.orgId, [...(byBank.get(anchor.orgId) ?? []), anchor]);
  }
  return { byBank, strange };
}

function parse(vault: Vault, line: string): Anchor | null {
  try {
    const { mac, ...anchor } = Line.parse(JSON.parse(line));
    const given = Buffer.from(mac);
    const wanted = Buffer.from(macOf(vault, anchor));
    return given.length === wanted.length && timingSafeEqual(given, wanted) ? anchor : null;
  } catch {
    return null;
  }
}

const KEEP_ALL_DAYS_MS = 2 * 86_400_000;

/** Of days gone by one anchor a bank is enough: the file stays small over years. */
export async function thinAnchors(ctx: Ctx, file: string): Promise<void> {
  const { byBank, strange } = await readAnchors(ctx.vault, file);
  // A file somebody meddled with is evidence: it stays as it is.
  if (strange > 0) return;
  const recent = ctx.realNow().getTime() - KEEP_ALL_DAYS_MS;
  const kept = [...byBank.values()].flatMap((anchors) =>
    anchors.filter((anchor, i) => {
      const next = anchors[i + 1];
      const at = new Date(anchor.at);
      return !next || at.getTime() > recent || dayOf(at) !== dayOf(new Date(next.at));
    }),
  );
  const all = [...byBank.values()].flat().length;
  // Not worth the writing before it halves the file.
  if (all < 2 * Math.max(1, kept.length)) return;
  const lines = kept.map((a) => `${JSON.stringify({ ...a, mac: macOf(ctx.vault, a) })}\n`);
  await writeFile(`${file}.new`, lines.join(''), { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}
