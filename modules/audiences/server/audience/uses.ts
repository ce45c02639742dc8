import type { Ctx } from '#platform/server/ctx.ts';
import type { Use } from '../../contract/audience.ts';
import { dependenciesOf } from '../../rule/walk.ts';
import { findFollowed } from './audience.repo.ts';

/** Finds what another module does with an audience. */
export type FindUses = (ctx: Ctx, audienceId: string) => Promise<readonly Use[]>;

const known: FindUses[] = [];

/** Called once by each module that works on audiences, so that they can say who uses them. */
export function defineAudienceUse(find: FindUses): void {
  known.push(find);
}

/** Audiences whose rule names it, and other modules that work on it; in the order of the ids. */
export async function findUses(ctx: Ctx, audienceIds: readonly string[]): Promise<Use[][]> {
  const naming = (await findFollowed(ctx)).flatMap((other) =>
    other.rule === null ? [] : [{ other, named: dependenciesOf(other.rule).audiences }],
  );
  return Promise.all(
    audienceIds.map(async (id) => [
      ...naming
        .filter(({ named }) => named.includes(id))
        .map(({ other }) => ({
          kind: 'audiences.audience',
          id: other.id,
          title: other.name,
          link: `/audiences/${other.id}`,
          active: true,
        })),
      ...(await Promise.all(known.map((find) => find(ctx, id)))).flat(),
    ]),
  );
}

export const usesOf = async (ctx: Ctx, audienceId: string): Promise<Use[]> =>
  (await findUses(ctx, [audienceId]))[0]!;
