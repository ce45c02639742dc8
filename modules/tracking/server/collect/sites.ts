import type { Ctx } from '#platform/server/ctx.ts';
import { findSiteByKey, type KeyedSite } from '../sites/site.repo.ts';

const MAX_AGE_MS = 3_000;
const MOST_KEYS = 10_000;
const KEY = /^yh_[a-z0-9]{24}$/;

export interface OpenSite extends KeyedSite {
  /** Secrets that are taken now, in the clear. */
  readonly secrets: readonly string[];
}

/** Which site a key belongs to, remembered for seconds: a stopped one is refused that soon. */
export class SiteKeys {
  readonly #known = new Map<string, { site: Promise<OpenSite | null>; until: number }>();

  find(ctx: Ctx, key: string): Promise<OpenSite | null> {
    if (!KEY.test(key)) return Promise.resolve(null);
    const now = performance.now();
    const known = this.#known.get(key);
    if (known && known.until > now) return known.site;
    if (this.#known.size >= MOST_KEYS) this.#known.clear();
    const site = load(ctx, key);
    this.#known.set(key, { site, until: now + MAX_AGE_MS });
    site.catch(() => this.#known.delete(key));
    return site;
  }
}

async function load(ctx: Ctx, key: string): Promise<OpenSite | null> {
  const site = await findSiteByKey(ctx, key);
  if (!site) return null;
  const sealed = [
    ...(site.secret ? [site.secret] : []),
    ...(site.oldSecret && site.oldSecretUntil! > ctx.realNow() ? [site.oldSecret] : []),
  ];
  const secrets = await Promise.all(
    sealed.map((value) => ctx.vault.decrypt('tracking.site.secret', value)),
  );
  return { ...site, secrets };
}
