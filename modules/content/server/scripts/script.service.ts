import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type { Script, ScriptId, ShownScript } from '../../contract/script.ts';
import { searchScripts } from '../../contract/script-search.ts';
import { type ScriptRow, scripts } from './script.repo.ts';
import { scriptChanges } from './script-change.kind.ts';
import { soundsOf } from './sounds.ts';

const shown = (row: ScriptRow, pending: string | null): ShownScript => ({
  ...row.document,
  id: row.id,
  state: row.state,
  version: row.version,
  sounds: [row.document.situation, ...row.document.keywords].flatMap(soundsOf),
  changedBy: row.changedBy,
  changedAt: row.changedAt.toISOString(),
  pendingApprovalId: pending,
});

/** Approved ones, the best answer first; `all` with those that are written or taken out. */
export async function listScripts(
  ctx: Ctx,
  { q = '', all = false }: { q?: string | undefined; all?: boolean | undefined } = {},
): Promise<ShownScript[]> {
  const rows = await scripts.all(ctx);
  const pending = all ? await scriptChanges.pending(ctx) : new Map<string, string>();
  const items = rows
    .filter(({ state }) => all || state === 'approved')
    .map((row) => shown(row, pending.get(row.id) ?? null));
  return searchScripts(items, q);
}

export function createScript(ctx: Ctx, script: Script): Promise<ShownScript> {
  return inTx(ctx, async (ctx) => {
    const id = newId(ctx.now()) as ScriptId;
    await scripts.insert(ctx, { id, key: id, document: script, state: 'draft' });
    audit(ctx, {
      action: 'content.script-added',
      subject: { kind: 'script', id, name: script.situation },
      after: script,
    });
    return shown((await scripts.find(ctx, id))!, null);
  });
}
