import type { ContentFacts } from '#modules/compliance/contract.ts';
import { checkContent } from '#modules/compliance/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type { DraftCheck } from '../../contract/item.ts';
import {
  type Persona,
  type PersonaId,
  personaErrors,
  type ShownPersona,
} from '../../contract/persona.ts';
import { toneOf } from '../items/tone.ts';
import { type PersonaRow, personas } from './persona.repo.ts';
import { personaChanges } from './persona-change.kind.ts';
import { asSpoken, framedBy } from './voice.ts';

const shown = (
  { document, changedAt, draft: _, ...row }: PersonaRow,
  pending: string | null,
): ShownPersona => ({
  ...document,
  ...row,
  changedAt: changedAt.toISOString(),
  pendingApprovalId: pending,
});

export async function listPersonas(ctx: Ctx): Promise<ShownPersona[]> {
  const pending = await personaChanges.pending(ctx);
  return (await personas.all(ctx)).map((row) => shown(row, pending.get(row.id) ?? null));
}

export function createPersona(ctx: Ctx, persona: Persona): Promise<ShownPersona> {
  return inTx(ctx, async (ctx) => {
    const id = newId(ctx.now()) as PersonaId;
    await personas.insert(ctx, { id, key: id, document: persona, state: 'draft' });
    audit(ctx, {
      action: 'content.persona-added',
      subject: { kind: 'persona', id, name: persona.name },
      after: persona,
    });
    return shown((await personas.find(ctx, id))!, null);
  });
}

/**
 * A text in the words of a persona. A sentence stays as it is when without it something that has to
 * stand would be missing, or when the new words may not be said.
 */
export async function proposeVoice(
  ctx: Ctx,
  key: string,
  { text, ...where }: { text: string } & Pick<ContentFacts, 'place' | 'purpose'>,
) {
  const row = await personas.findByKey(ctx, key);
  if (row?.state !== 'approved') throw personaErrors.personaNotFound({ key });
  const facts: ContentFacts = {
    ...where,
    ...{ products: [], nature: [], variables: {}, masters: [], source: '' },
  };
  const troubles = async (said: string) => (await checkContent(ctx, said, facts)).findings.length;
  const known = await troubles(text);
  const sentences = asSpoken(text, row.document);
  for (const [i, sentence] of sentences.entries()) {
    if (sentence.before === sentence.after) continue;
    const whole = sentences.map((s, j) => (j <= i ? s.after : s.before)).join('');
    if ((await troubles(whole)) > known) sentences[i] = { ...sentence, after: sentence.before };
  }
  const spoken = framedBy(sentences.map((s) => s.after).join(''), row.document);
  const said = (await troubles(spoken)) > known ? sentences.map((s) => s.after).join('') : spoken;
  return { text: said, before: tone(text), after: tone(said) };
}

function tone(text: string): DraftCheck['tone'] {
  const { score, hints } = toneOf(text);
  return { score, hints: hints.map(([zh, en]) => [zh, en]) };
}
