import { z } from 'zod';
import { Rule } from '#modules/audiences/contract.ts';
import { readPack } from '#platform/server/packs.ts';

const Words = z.tuple([z.string(), z.string()]);
const Template = z.object({
  traits: z.array(z.object({ key: z.string(), name: Words, rule: Rule.shape.include })),
  blocks: z.array(
    z.object({
      ...{ key: z.string(), name: Words, what: Words },
      always: z.boolean(),
      strengths: z.array(z.string()),
      /** Proposed when at least such a share of the group is so. */
      traits: z.array(z.object({ trait: z.string(), least: z.number() })),
    }),
  ),
});
export type ZoneTemplate = z.infer<typeof Template>;

/** What a zone may be made of, and for whom each block is. */
export const zoneTemplate: ZoneTemplate = Template.parse(readPack('zone-blocks'));
