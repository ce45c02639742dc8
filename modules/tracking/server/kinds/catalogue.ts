import type { Ctx } from '#platform/server/ctx.ts';
import { builtInKinds } from '../../contract/builtin-kinds.ts';
import { type KindDraft, KindName, KindSchema } from '../../contract/kind.ts';
import { findOwnKinds } from './kind.repo.ts';

export interface KnownKind extends KindSchema {
  readonly kind: string;
  readonly stopped: boolean;
}
/** Every kind a bank knows: the product's and its own. */
export type Kinds = ReadonlyMap<string, KnownKind>;

const builtIn = new Map<string, KnownKind>();

/** Kinds that another module records. Called once, when the product is put together. */
export function defineEventKinds(kinds: Readonly<Record<string, KindDraft>>): void {
  for (const [kind, draft] of Object.entries(kinds))
    builtIn.set(KindName.parse(kind), { ...KindSchema.parse(draft), kind, stopped: false });
  cache.clear();
}

const MAX_AGE_MS = 3_000;
const cache = new Map<string, { kinds: Promise<Kinds>; until: number }>();

defineEventKinds(builtInKinds);

export const builtInKindMap = (): Kinds => builtIn;

/** A change of a bank's own kinds is seen by every process within seconds. */
export function kindsOf(ctx: Ctx): Promise<Kinds> {
  const cached = cache.get(ctx.orgId);
  if (cached && cached.until > performance.now()) return cached.kinds;
  const kinds = load(ctx);
  cache.set(ctx.orgId, { kinds, until: performance.now() + MAX_AGE_MS });
  kinds.catch(() => cache.delete(ctx.orgId));
  return kinds;
}

export const forgetKinds = (orgId: string): void => void cache.delete(orgId);

async function load(ctx: Ctx): Promise<Kinds> {
  const own = await findOwnKinds(ctx);
  if (own.length === 0) return builtIn;
  const kinds = new Map(builtIn);
  for (const { kind, state, version: _, ...schema } of own)
    kinds.set(kind, { ...schema, kind, stopped: state === 'stopped' });
  return kinds;
}
