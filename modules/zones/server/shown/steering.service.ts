import { tagGroups } from '#modules/customers/server/index.ts';
import type { Ctx } from '#platform/server/ctx.ts';

/** Tags that may steer what is shown: customers see them and may delete them (CR-014). */
export const steeringTags = async (ctx: Ctx): Promise<ReadonlySet<string>> =>
  new Set(
    (await tagGroups(ctx))
      .filter(({ recommends }) => recommends)
      .flatMap(({ tags }) => tags.flatMap(({ code, state }) => (state === 'active' ? [code] : []))),
  );
