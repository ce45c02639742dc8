import type { Ctx } from '#platform/server/ctx.ts';
import type { Use } from '../../contract/audience.ts';

/** Finds what another module does with an audience. */
export type FindUses = (ctx: Ctx, audienceId: string) => Promise<readonly Use[]>;

const known: FindUses[] = [];

/** Called once by each module that works on audiences, so that they can say who uses them. */
export function defineAudienceUse(find: FindUses): void {
  known.push(find);
}

export async function findUses(ctx: Ctx, audienceId: string): Promise<Use[]> {
  return (await Promise.all(known.map((find) => find(ctx, audienceId)))).flat();
}
