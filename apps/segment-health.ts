import type { HealthSources } from '#modules/segments/server/index.ts';
import { listKinds, showQuality } from '#modules/tracking/server/index.ts';

const DAYS = 14;

/** What the lights of a segment pack are told: which events come in, and which are refused. */
export const segmentHealth: HealthSources = {
  async arrivals(ctx) {
    const [kinds, { refusals }] = await Promise.all([listKinds(ctx), showQuality(ctx, DAYS)]);
    const refused = Map.groupBy(refusals, ({ kind }) => kind);
    return kinds.map(({ kind, lastAt, recent, refused: count }) => {
      const lastRefused = (refused.get(kind) ?? []).map((row) => Date.parse(row.lastAt));
      return {
        kind,
        lastAt: lastAt === null ? null : new Date(lastAt),
        stored: recent.reduce((sum, n) => sum + n, 0),
        refused: count,
        lastRefusedAt: lastRefused.length > 0 ? new Date(Math.max(...lastRefused)) : null,
      };
    });
  },
};
