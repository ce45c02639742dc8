import { type Lang, say } from '#platform/contract/text.ts';
import type { ZoneProposal } from '../../contract/zone.ts';
import { readinessTemplate } from '../readiness/readiness-template.ts';
import { zoneTemplate } from './zone-blocks.ts';

/** From what the bank is good at and who the customers are; the best founded first. */
export function proposedBlocks(
  strengths: readonly string[],
  shares: ReadonlyMap<string, number | null>,
  lang: Lang,
): ZoneProposal['blocks'] {
  const strengthName = new Map(readinessTemplate.strengths.map(({ key, name }) => [key, name]));
  const traitName = new Map(zoneTemplate.traits.map(({ key, name }) => [key, name]));
  return zoneTemplate.blocks
    .map(({ always, strengths: fits, traits, ...block }) => ({
      ...block,
      why: [
        ...(always ? [say(['每个专区都有', 'In every zone'], lang)] : []),
        ...fits
          .filter((key) => strengths.includes(key))
          .map((key) => {
            const [zh, en] = strengthName.get(key)!;
            return say([`本行强项：${zh}`, `The bank is good at: ${en}`], lang);
          }),
        ...traits.flatMap(({ trait, least }) => {
          const share = shares.get(trait) ?? null;
          if (share === null || share < least) return [];
          const [zh, en] = traitName.get(trait)!;
          const percent = Math.round(share * 100);
          return say([`客群中 ${percent}% ${zh}`, `${percent} % of the group: ${en}`], lang);
        }),
      ],
    }))
    .toSorted((a, b) => b.why.length - a.why.length);
}
