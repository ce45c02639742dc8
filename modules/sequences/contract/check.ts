import { z } from 'zod';

/** Where a finding stands, so that the editor can show it there. */
export const FindingPlace = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sequence') }),
  z.object({ kind: z.literal('stage'), stage: z.int(), round: z.int().optional() }),
  z.object({ kind: z.literal('day'), day: z.int() }),
  z.object({ kind: z.literal('item'), item: z.string() }),
  z.object({ kind: z.literal('transition'), index: z.int() }),
]);
export type FindingPlace = z.infer<typeof FindingPlace>;

export const Finding = z.object({
  /** `promo_share`: also the name of the words that help. */
  code: z.string(),
  /** An error is not released; a warning is. */
  level: z.enum(['error', 'warning']),
  place: FindingPlace,
  words: z.tuple([z.string(), z.string()]),
});
export type Finding = z.infer<typeof Finding>;
