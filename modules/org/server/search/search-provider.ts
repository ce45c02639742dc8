import type { Phrase } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Found } from '../../contract/search.ts';

/** One kind of thing the global search finds, in the caller's scope only. */
export interface SearchProvider {
  readonly kind: string;
  readonly name: Phrase;
  /** Not asked when the caller does not hold it at all; `null`: the provider sees to it itself. */
  readonly permission: string | null;
  /** The best matches first, at most `limit`. */
  readonly find: (ctx: Ctx, q: string, limit: number) => Promise<Found[]>;
}

const providers: SearchProvider[] = [];

/** A module adds what can be found of its own; groups are shown in this order. */
export function defineSearch(provider: SearchProvider): void {
  if (providers.some((p) => p.kind === provider.kind))
    throw new Error(`Two searches are called ${provider.kind}`);
  providers.push(provider);
}

export const searchProviders = (): readonly SearchProvider[] => providers;
