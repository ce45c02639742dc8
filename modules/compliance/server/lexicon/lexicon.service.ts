import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import {
  type Lexicon,
  type LexiconCategory,
  type LexiconDetail,
  type LexiconVersion,
  lexiconErrors,
} from '../../contract/lexicon.ts';
import {
  allVersions,
  findInForce,
  findOpen,
  findVersion,
  insertVersion,
  lockVersion,
  setContent,
  setState,
  type VersionRow,
} from './lexicon.repo.ts';
import { mergeLexicon, readLexiconText } from './lexicon-file.ts';
import { patternProblem } from './matcher.ts';

export async function listVersions(ctx: Ctx): Promise<LexiconVersion[]> {
  return (await allVersions(ctx)).map(asVersion);
}

export async function showVersion(ctx: Ctx, version: number): Promise<LexiconDetail> {
  const row = await findVersion(ctx, version);
  if (!row) throw lexiconErrors.lexiconNotFound({ version });
  return asDetail(row);
}

/** A copy of what is in force, to be changed and put to somebody else. */
export function draftLexicon(ctx: Ctx, note: string): Promise<LexiconDetail> {
  return inTx(ctx, async (ctx) => {
    const inForce = await findInForce(ctx);
    const version = await insertVersion(ctx, {
      state: 'draft',
      note,
      basedOn: inForce?.version ?? null,
      lexicon: inForce?.lexicon ?? { categories: [] },
    });
    if (version === null) throw lexiconErrors.lexiconDraftOpen({ version: await findOpen(ctx) });
    audit(ctx, {
      action: 'compliance.lexicon-drafted',
      subject: subjectOf(version),
      after: { version, basedOn: inForce?.version ?? null, note },
    });
    return showVersion(ctx, version);
  });
}

export function setCategory(
  ctx: Ctx,
  version: number,
  revision: number,
  category: LexiconCategory,
): Promise<LexiconDetail> {
  return change(ctx, version, revision, ({ categories }) => {
    const known = categories.some(({ key }) => key === category.key);
    return {
      categories: known
        ? categories.map((c) => (c.key === category.key ? category : c))
        : [...categories, category],
    };
  });
}

export function removeCategory(
  ctx: Ctx,
  version: number,
  revision: number,
  key: string,
): Promise<LexiconDetail> {
  return change(ctx, version, revision, ({ categories }) => {
    if (!categories.some((c) => c.key === key)) throw lexiconErrors.lexiconCategoryUnknown({ key });
    return { categories: categories.filter((c) => c.key !== key) };
  });
}

export interface FileToImport {
  readonly revision: number;
  readonly file: string;
  readonly mode: 'merge' | 'replace';
}

/** @throws `lexiconFileUnusable` naming the line; then nothing has changed. */
export async function importFile(
  ctx: Ctx,
  version: number,
  { revision, file, mode }: FileToImport,
): Promise<LexiconDetail & { added: number; already: number }> {
  let [added, already] = [0, 0];
  const detail = await change(ctx, version, revision, (before) => {
    const base = mode === 'replace' ? { categories: [] } : before;
    const merged = mergeLexicon(base, readLexiconText(file, before));
    ({ added, already } = merged);
    return merged.lexicon;
  });
  return { ...detail, added, already };
}

export function discard(ctx: Ctx, version: number): Promise<LexiconVersion> {
  return inTx(ctx, async (ctx) => {
    await lockDraft(ctx, version);
    await setState(ctx, version, 'discarded');
    audit(ctx, { action: 'compliance.lexicon-discarded', subject: subjectOf(version) });
    return asVersion((await findVersion(ctx, version))!);
  });
}

/** What another person has approved: the version in force until now is replaced. */
export async function putInForce(ctx: TxCtx, version: number): Promise<void> {
  const before = await findInForce(ctx);
  if (before) await setState(ctx, before.version, 'replaced');
  await setState(ctx, version, 'in_force');
  audit(ctx, {
    action: 'compliance.lexicon-in-force',
    subject: subjectOf(version),
    before: { version: before?.version ?? null },
    after: { version },
  });
}

/**
 * The lexicon a new bank begins with. A bank that has one keeps it, and gets the categories that came
 * with the product since: also in what it is drafting, so that they are not lost again.
 */
export async function bringLexicon(ctx: TxCtx, lexicon: Lexicon): Promise<void> {
  const before = await findInForce(ctx);
  const all = await allVersions(ctx);
  const known = new Set(all.flatMap((v) => v.lexicon.categories.map(({ key }) => key)));
  const fresh = lexicon.categories.filter(({ key }) => !known.has(key));
  if (fresh.length === 0) return;
  const open = await findOpen(ctx);
  const draft = all.find(({ version }) => version === open);
  if (draft)
    await setContent(ctx, draft.version, {
      categories: [...draft.lexicon.categories, ...fresh],
    });
  if (before) await setState(ctx, before.version, 'replaced');
  const version = await insertVersion(ctx, {
    state: 'in_force',
    note: '随产品提供',
    basedOn: before?.version ?? null,
    lexicon: { categories: [...(before?.lexicon.categories ?? []), ...fresh] },
  });
  if (version !== null)
    audit(ctx, {
      action: 'compliance.lexicon-in-force',
      subject: subjectOf(version),
      ...(before && { before: { version: before.version } }),
      after: { version, categories: fresh.map(({ key }) => key) },
    });
}

function change(
  ctx: Ctx,
  version: number,
  revision: number,
  how: (lexicon: Lexicon) => Lexicon,
): Promise<LexiconDetail> {
  return inTx(ctx, async (ctx) => {
    const row = await lockDraft(ctx, version);
    if (row.revision !== revision)
      throw lexiconErrors.lexiconChangedMeanwhile({ revision: row.revision });
    const lexicon = how(row.lexicon);
    demandUsable(lexicon);
    await setContent(ctx, version, lexicon);
    audit(ctx, {
      action: 'compliance.lexicon-changed',
      subject: subjectOf(version),
      before: countsOf(row.lexicon),
      after: countsOf(lexicon),
    });
    return showVersion(ctx, version);
  });
}

async function lockDraft(ctx: TxCtx, version: number): Promise<VersionRow> {
  const row = await lockVersion(ctx, version);
  if (!row) throw lexiconErrors.lexiconNotFound({ version });
  if (row.state !== 'draft') throw lexiconErrors.lexiconNotDraft({ state: row.state });
  return row;
}

function demandUsable({ categories }: Lexicon): void {
  for (const pattern of categories.flatMap((c) => c.patterns)) {
    const message = patternProblem(pattern);
    if (message) throw lexiconErrors.lexiconPatternUnusable({ pattern, message });
  }
}

const subjectOf = (version: number) => ({
  kind: 'lexicon',
  id: String(version),
  name: `词库第 ${version} 版`,
});

const countsOf = ({ categories }: Lexicon) => ({
  terms: categories.reduce((n, c) => n + c.terms.length, 0),
  patterns: categories.reduce((n, c) => n + c.patterns.length, 0),
  exceptions: categories.reduce((n, c) => n + c.exceptions.length, 0),
});

const isoOrNull = (time: Date | null) => time?.toISOString() ?? null;

function asVersion({ lexicon, revision: _, ...row }: VersionRow): LexiconVersion {
  return {
    ...row,
    ...countsOf(lexicon),
    createdAt: row.createdAt.toISOString(),
    changedAt: row.changedAt.toISOString(),
    inForceFrom: isoOrNull(row.inForceFrom),
    inForceTo: isoOrNull(row.inForceTo),
  };
}

const asDetail = (row: VersionRow): LexiconDetail => ({
  ...asVersion(row),
  lexicon: row.lexicon,
  revision: row.revision,
});
