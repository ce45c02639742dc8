import { requestApproval } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import { type Ctx, inTx, type TxCtx } from '#platform/server/ctx.ts';
import { type ConsentText, type ConsentTextDraft, consentErrors } from '../../contract/consent.ts';
import { findText, findTexts, lockTexts, putDraft, setTextState } from './consent-text.repo.ts';
import { standardTexts } from './standard-texts.ts';

export const CONSENT_TEXT = 'customers.consent-text';

/** A draft of each text comes with the product: a bank reads them, changes them, has them approved. */
export async function bringTexts(ctx: TxCtx, state: 'draft' | 'approved'): Promise<void> {
  const purposes = new Set((await findTexts(ctx)).map((text) => text.purpose));
  for (const draft of standardTexts) {
    if (purposes.has(draft.purpose)) continue;
    await putDraft(systemDraft(ctx), 1, draft, true);
    if (state === 'approved')
      await setTextState(ctx, draft.purpose, 1, { state, approvedAt: ctx.now() });
  }
}

/** The product itself is nobody's id. */
const systemDraft = (ctx: TxCtx): TxCtx => ({
  ...ctx,
  actor: { ...ctx.actor, id: '00000000-0000-0000-0000-000000000000' },
});

/** Drafts the next version and asks for a second pair of eyes. */
export function draftText(ctx: Ctx, draft: ConsentTextDraft): Promise<ConsentText> {
  return inTx(ctx, async (ctx) => {
    await lockTexts(ctx, draft.purpose);
    const texts = await findTexts(ctx, draft.purpose);
    if (texts.some((text) => text.state === 'in_approval'))
      throw consentErrors.consentTextOpen({ purpose: draft.purpose });
    const open = texts.find((text) => text.state === 'draft');
    const version = open?.version ?? (texts[0]?.version ?? 0) + 1;
    await putDraft(ctx, version, draft, renews(texts, draft));
    audit(ctx, {
      action: 'customers.consent-text-drafted',
      subject: { kind: 'consent-text', id: `${draft.purpose}/${version}`, name: draft.title[0] },
      after: draft,
    });
    await requestApproval(ctx, {
      kind: CONSENT_TEXT,
      payload: { purpose: draft.purpose, version },
    });
    return (await findText(ctx, draft.purpose, version))!;
  });
}

/** Another method or other data: who agreed before did not agree to this (CR-005). */
function renews(texts: readonly ConsentText[], draft: ConsentTextDraft): boolean {
  const before = texts.find((text) => text.approvedAt !== null);
  if (!before) return true;
  const core = ({ categories, method }: ConsentTextDraft) =>
    JSON.stringify([categories.map((pair) => [...pair]).sort(), method]);
  return core(before) !== core(draft);
}
