import type { Ctx } from '#platform/server/ctx.ts';

/** What came in of one kind of event lately. */
export interface Arrivals {
  readonly kind: string;
  readonly lastAt: Date | null;
  readonly stored: number;
  readonly refused: number;
  readonly lastRefusedAt: Date | null;
}

/** What the lights of a pack are told by modules beside this one. */
export interface HealthSources {
  /** Kinds of events of the last fourteen days. */
  readonly arrivals: (ctx: Ctx) => Promise<readonly Arrivals[]>;
}
