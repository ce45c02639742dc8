import type { Ctx } from '#platform/server/ctx.ts';
import { namesOfStaff } from './names.repo.ts';

/** Names of some of these ids: of those that a module keeps. */
export type NamesOf = (
  ctx: Ctx,
  ids: readonly string[],
) => Promise<Iterable<readonly [id: string, name: string]>>;

/** Colleagues are known here; what else events speak of is known to the modules that keep it. */
const known: NamesOf[] = [namesOfStaff];

/** Called once by a module whose things events speak of by their ids. */
export function bringNames(of: NamesOf): void {
  known.push(of);
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Numbers that say nothing to a reader: ours, and WeCom's. */
export const isNumber = (text: string): boolean =>
  UUID.test(text) || /^(?=.*\d)[\w-]{20,}$/.test(text);

/** Names of whatever these entries speak of by an id. */
export async function namesIn(
  ctx: Ctx,
  entries: readonly { readonly data: Record<string, unknown> }[],
): Promise<ReadonlyMap<string, string>> {
  const ids = entries
    .flatMap(({ data }) => Object.values(data))
    .filter((value): value is string => typeof value === 'string' && UUID.test(value));
  const asked = [...new Set(ids)];
  const names = new Map<string, string>();
  if (asked.length > 0)
    for (const of of known) for (const [id, name] of await of(ctx, asked)) names.set(id, name);
  return names;
}
