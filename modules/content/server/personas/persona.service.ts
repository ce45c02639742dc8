import type { ContentFacts } from '#modules/compliance/contract.ts';
import { checkContent } from '#modules/compliance/server/index.ts';
import { findAllOpen } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import type { DraftCheck } from '../../contract/item.ts';
import {
  type Persona,
  type PersonaChange,
  type PersonaId,
  personaChangeKind,
  personaErrors,
  type ShownPersona,
} from '../../contract/persona.ts';
import { toneOf } from '../items/tone.ts';
import {
  findPersona,
  findPersonas,
  insertPersona,
  type PersonaRow,
  setPersona,
} from './persona.repo.ts';
import { asSpoken, framedBy } from './voice.ts';

const shown = (
  { persona, changedAt, ...row }: PersonaRow,
  pending: string | null,
): ShownPersona => ({
  ...persona,
  ...row,
  changedAt: changedAt.toISOString(),
  pendingApprovalId: pending,
});

export async function listPersonas(ctx: Ctx): Promise<ShownPersona[]> {
  const pending = await findAllOpen(ctx, personaChangeKind);
  return (await findPersonas(ctx)).map((row) => shown(row, pending.get(row.id) ?? null));
}

export function createPersona(ctx: Ctx, persona: Persona): Promise<ShownPersona> {
  return inTx(ctx, async (ctx) => {
    const id = newId(ctx.now()) as PersonaId;
    await insertPersona(ctx, { id, key: id, persona, state: 'draft' });
    audit(ctx, {
      action: 'content.persona-added',
      subject: { kind: 'persona', id, name: persona.name },
      after: persona,
    });
    return shown((await findPersona(ctx, { id }))!, null);
  });
}

export async function demandKnownPersona(ctx: Ctx, change: PersonaChange): Promise<PersonaRow> {
  const before = await findPersona(ctx, { id: change.id });
  if (!before) throw personaErrors.personaNotFound({ id: change.id });
  if (before.version !== change.version)
    throw personaErrors.personaChangedMeanwhile({ version: before.version, by: before.changedBy });
  return before;
}

export async function applyPersonaChange(ctx: TxCtx, change: PersonaChange): Promise<void> {
  const before = await demandKnownPersona(ctx, change);
  await setPersona(ctx, change.id, change.persona, change.state);
  audit(ctx, {
    action: 'content.persona-changed',
    subject: { kind: 'persona', id: change.id, name: change.persona.name },
    before: { state: before.state, ...before.persona },
    after: { state: change.state, ...change.persona },
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
  const row = await findPersona(ctx, { key });
  if (row?.state !== 'approved') throw personaErrors.personaNotFound({ key });
  const facts: ContentFacts = { ...where, products: [], nature: [], variables: {} };
  const troubles = async (said: string) => (await checkContent(ctx, said, facts)).findings.length;
  const known = await troubles(text);
  const sentences = asSpoken(text, row.persona);
  for (const [i, sentence] of sentences.entries()) {
    if (sentence.before === sentence.after) continue;
    const whole = sentences.map((s, j) => (j <= i ? s.after : s.before)).join('');
    if ((await troubles(whole)) > known) sentences[i] = { ...sentence, after: sentence.before };
  }
  const spoken = framedBy(sentences.map((s) => s.after).join(''), row.persona);
  const said = (await troubles(spoken)) > known ? sentences.map((s) => s.after).join('') : spoken;
  return { text: said, before: tone(text), after: tone(said) };
}

function tone(text: string): DraftCheck['tone'] {
  const { score, hints } = toneOf(text);
  return { score, hints: hints.map(([zh, en]) => [zh, en]) };
}
