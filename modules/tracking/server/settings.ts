import type { z } from 'zod';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Whose } from '../contract/collect.ts';

export type WhoseEvent = z.infer<typeof Whose>;
export type GivenIdentity = Extract<WhoseEvent, { identity: unknown }>['identity'];

export interface TrackingSettings {
  readonly ctxFor: (orgId: string) => Ctx;
  /** Under which the product is reached from outside. */
  readonly publicUrl?: string | undefined;
  /** Whose these identities are; null: nobody's. Nobody is created for an event. */
  readonly findByIdentity: (
    ctx: Ctx,
    identities: readonly GivenIdentity[],
  ) => Promise<readonly (number | null)[]>;
  /** The text by which a customer agreed that behaviour joins; null, or without this: nobody agreed. */
  readonly agreesToJoin?: (ctx: Ctx, customerId: number) => Promise<string | null>;
  /** Requests a second that one address may make with one public key. */
  readonly requestsPerSecond?: number;
  /** Events that may wait in this process. */
  readonly capacity?: number;
}
