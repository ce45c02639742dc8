import type { Ctx } from '#platform/server/ctx.ts';
import type { Advice } from '../../contract/glance.ts';

/** Asks the gate what it would say of a marketing contact by this colleague now; records nothing. */
export type Advise = (
  ctx: Ctx,
  wanted: { readonly customerId: number; readonly staffId: string; readonly text: string | null },
) => Promise<Advice>;

export const adviceFor = (
  ctx: Ctx,
  customerId: number,
  advise: Advise,
  text: string | null = null,
): Promise<Advice> => advise(ctx, { customerId, staffId: ctx.actor.id, text });
