import { z } from 'zod';
import { audit } from '#platform/server/audit.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { readPack } from '#platform/server/packs.ts';
import { Script, type ScriptId } from '../../contract/script.ts';
import { scripts } from './script.repo.ts';

const Pack = z.object({
  scenarios: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      trigger_keywords: z.array(z.string()),
      level: z.enum(['L1', 'L2', 'L3']),
      first_reply_minutes: z.int(),
      public_reply: z.string(),
      private_reply: z.string(),
      koc_line: z.string().nullable().optional(),
      allowed_remedies: z.array(z.string()),
      do_not_say: z.array(z.string()),
      escalate_when: z.string(),
    }),
  ),
});

export const startingScripts = (): { key: string; script: Script }[] =>
  Pack.parse(readPack('rm-scripts-negative-emotion')).scenarios.map((s) => ({
    key: `negative-emotion/${s.key}`,
    script: Script.parse({
      situation: s.name,
      keywords: s.trigger_keywords,
      level: s.level,
      firstReplyMinutes: s.first_reply_minutes,
      lines: [
        { place: 'private', text: s.private_reply },
        { place: 'group', text: s.public_reply },
        ...(s.koc_line ? [{ place: 'koc', text: s.koc_line }] : []),
      ].filter(({ text }) => text !== ''),
      never: s.do_not_say,
      remedies: s.allowed_remedies,
      escalate: s.escalate_when,
    }),
  }));

/** Brought once; what the bank has changed or taken out stays as it is. */
export async function bringScripts(ctx: TxCtx, state: 'draft' | 'approved'): Promise<void> {
  let brought = 0;
  for (const { key, script } of startingScripts()) {
    const id = newId(ctx.now()) as ScriptId;
    if (await scripts.insert(ctx, { id, key, document: script, state })) brought += 1;
  }
  if (brought > 0)
    audit(ctx, {
      action: 'content.starting-content',
      subject: { kind: 'bank', id: ctx.orgId },
      after: { scripts: brought, state },
    });
}
