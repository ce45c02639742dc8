import type { Ctx } from '#platform/server/ctx.ts';
import type { Explained } from '../../contract/touch.ts';

/** The whole story of one contact. */
export async function explainTouch(
  _ctx: Ctx,
  _customerId: number,
  _touchId: string,
): Promise<Explained> {
  throw new Error('Nothing is explained yet');
}
