import type { Ctx } from '#platform/server/ctx.ts';
import { asSystem, inTx } from '#platform/server/ctx.ts';
import type { ConsentPurpose } from '../../contract/purpose.ts';
import { findTexts, setTextState } from './consent-text.repo.ts';
import { bringTexts } from './consent-text.service.ts';

/** The product's own text of a purpose, in force without asking anybody. */
export async function anApprovedText(ctx: Ctx, ...purposes: ConsentPurpose[]): Promise<void> {
  await inTx(asSystem(ctx, ctx.orgId, 'fixtures'), async (ctx) => {
    await bringTexts(ctx, 'draft');
    for (const purpose of purposes) {
      const [text] = await findTexts(ctx, purpose);
      await setTextState(ctx, purpose, text!.version, { state: 'approved', approvedAt: ctx.now() });
    }
  });
}
