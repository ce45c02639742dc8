import type { Ctx } from '#platform/server/ctx.ts';
import type { ItemRow } from './item.repo.ts';

export interface Script {
  readonly title: string;
  readonly body: string;
  readonly avoid: readonly string[];
}

/** The words of a content version, filled for one customer and one colleague. */
export type ScriptOf = (
  ctx: Ctx,
  wanted: {
    readonly itemId: string;
    readonly version: number;
    readonly customerId: number;
    readonly staffId: string;
    readonly mark: string;
  },
) => Promise<Script | null>;

export async function scriptFor(ctx: Ctx, row: ItemRow, scriptOf: ScriptOf) {
  if (row.scriptId === null || row.scriptVersion === null) return null;
  const script = await scriptOf(ctx, {
    itemId: row.scriptId,
    version: row.scriptVersion,
    customerId: row.customerId,
    staffId: row.staffId,
    mark: row.itemId,
  });
  return script && { ...script, avoid: [...script.avoid] };
}
