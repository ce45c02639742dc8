import { checkContent, worst } from '#modules/compliance/server/index.ts';
import { findAllOpen } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type { DraftCheck } from '../../contract/item.ts';
import {
  type Script,
  type ScriptChange,
  type ScriptId,
  type ShownScript,
  scriptChangeKind,
  scriptErrors,
} from '../../contract/script.ts';
import { searchScripts } from '../../contract/script-search.ts';
import { findScripts, insertScript, type ScriptRow, setScript } from './script.repo.ts';
import { soundsOf } from './sounds.ts';

const shown = (row: ScriptRow, pending: string | null): ShownScript => ({
  ...row.script,
  id: row.id,
  state: row.state,
  version: row.version,
  sounds: [row.script.situation, ...row.script.keywords].flatMap(soundsOf),
  changedBy: row.changedBy,
  changedAt: row.changedAt.toISOString(),
  pendingApprovalId: pending,
});

/** Approved ones, the best answer first; `all` with those that are written or taken out. */
export async function listScripts(
  ctx: Ctx,
  { q = '', all = false }: { q?: string | undefined; all?: boolean | undefined } = {},
): Promise<ShownScript[]> {
  const rows = await findScripts(ctx);
  const pending = all ? await findAllOpen(ctx, scriptChangeKind) : new Map<string, string>();
  const items = rows
    .filter(({ state }) => all || state === 'approved')
    .map((row) => shown(row, pending.get(row.id) ?? null));
  return searchScripts(items, q);
}

export function createScript(ctx: Ctx, script: Script): Promise<ShownScript> {
  return inTx(ctx, async (ctx) => {
    const id = newId(ctx.now()) as ScriptId;
    await insertScript(ctx, { id, key: id, script, state: 'draft' });
    audit(ctx, {
      action: 'content.script-added',
      subject: { kind: 'script', id, name: script.situation },
      after: script,
    });
    const [row] = await findScripts(ctx, [id]);
    return shown(row!, null);
  });
}

/** What is said in private and what is said in a group is asked for other things; service, no marketing. */
export async function checkScript(
  ctx: Ctx,
  { lines }: Script,
): Promise<Pick<DraftCheck, 'level' | 'findings'>> {
  const findings: DraftCheck['findings'] = [];
  for (const [i, { place, text }] of lines.entries()) {
    const { findings: found } = await checkContent(ctx, text, {
      place: place === 'private' ? 'one_to_one' : 'group',
      purpose: 'service',
      nature: [],
      products: [],
      variables: {},
    });
    findings.push(...found.map((f) => ({ ...f, field: `lines.${i}.text` })));
  }
  return { level: worst(findings.map((f) => f.level)), findings };
}

export async function demandChangeable(ctx: Ctx, change: ScriptChange): Promise<ScriptRow> {
  const [before] = await findScripts(ctx, [change.id]);
  if (!before) throw scriptErrors.scriptNotFound({ id: change.id });
  if (before.version !== change.version)
    throw scriptErrors.scriptChangedMeanwhile({ version: before.version, by: before.changedBy });
  if (change.state === 'approved') {
    const { level, findings } = await checkScript(ctx, change.script);
    if (level === 'block')
      throw scriptErrors.scriptBlocked({ findings: findings.filter((f) => f.level === 'block') });
  }
  return before;
}

export async function applyScriptChange(ctx: TxCtx, change: ScriptChange): Promise<void> {
  const before = await demandChangeable(ctx, change);
  await setScript(ctx, change.id, change.script, change.state);
  audit(ctx, {
    action: 'content.script-changed',
    subject: { kind: 'script', id: change.id, name: change.script.situation },
    before: { state: before.state, ...before.script },
    after: { state: change.state, ...change.script },
  });
}
