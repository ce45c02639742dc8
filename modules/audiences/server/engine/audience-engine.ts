import type { Ctx } from '#platform/server/ctx.ts';
import type { Rule } from '../../contract/rule.ts';

/** Whose customers: of these units, or (null) of the whole bank. */
export interface Scope {
  readonly unitIds: readonly string[] | null;
}

/** How many fit who are alike in what a breakdown shows; `example` is one of them. */
export interface Cell {
  readonly unitId: string;
  readonly cityTier: string | null;
  readonly age: string | null;
  readonly qualityBand: string | null;
  /** Why marketing cannot reach them; null: it can. */
  readonly unreachable: string | null;
  readonly count: number;
  readonly example: number;
}

/** Customers of the first `buckets` buckets, looked at instead of everybody. */
export interface Sample {
  readonly buckets: number;
  readonly customers: number;
  readonly cells: readonly Cell[];
}

/**
 * What a machine for choosing customers must be able to do. PostgreSQL does; a columnar engine may be
 * put in its place, and nothing may need one.
 */
export interface AudienceEngine {
  /** Everybody who fits, counted. */
  count(ctx: Ctx, rule: Rule, scope: Scope): Promise<number>;
  /** Everybody who fits, by what breakdowns show. */
  describe(ctx: Ctx, rule: Rule, scope: Scope): Promise<readonly Cell[]>;
  /** The same of a sample that is small enough to answer at once. */
  sample(ctx: Ctx, rule: Rule, scope: Scope, population: number): Promise<Sample>;
  /** Which of these customers fit, for each of the rules. */
  choose(
    ctx: Ctx,
    rules: readonly Rule[],
    scopes: readonly Scope[],
    customerIds: readonly number[],
  ): Promise<readonly ReadonlySet<number>[]>;
}
