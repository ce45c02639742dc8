import { z } from 'zod';
import { endpoint } from '#platform/contract/endpoint.ts';
import { SetupId } from './setup.ts';

const Words = z.tuple([z.string(), z.string()]);

/** What a zone of the group would be made of, and why: from what the bank is good at and who they are. */
export const ZoneProposal = z.object({
  /** What the bank says it is good at. */
  strengths: z.array(z.object({ key: z.string(), name: Words })),
  /** How many customers were looked at; shares are of them. */
  customers: z.int(),
  portrait: z.array(z.object({ key: z.string(), name: Words, share: z.number().nullable() })),
  blocks: z.array(
    z.object({
      key: z.string(),
      name: Words,
      what: Words,
      /** Proposed for these reasons; without one it is not proposed, and may still be chosen. */
      why: z.array(z.string()),
    }),
  ),
});
export type ZoneProposal = z.infer<typeof ZoneProposal>;

export const proposeZone = endpoint({
  method: 'GET',
  path: '/api/v1/segments/setups/:id/zone',
  permission: 'segments.pack.read',
  summary: ['客群专区组件建议', 'Blocks proposed for the zone'],
  params: z.object({ id: SetupId }),
  reply: ZoneProposal,
});
