import { z } from 'zod';
import type { TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { readPack } from '#platform/server/packs.ts';
import { Persona, type PersonaId } from '../../contract/persona.ts';
import { personas } from './persona.repo.ts';

const Pack = z.object({
  boundaries: z.array(z.string()),
  personas: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      interest_tag: z.string(),
      intro: z.string(),
    }),
  ),
});

/** One figure for the brand, and kinds of RMs: a bank renames and adds. */
export function startingPersonas(): { key: string; persona: Persona }[] {
  const { boundaries, personas: kinds } = Pack.parse(readPack('rm-persona-pack'));
  const figure = Persona.parse({
    name: '小江',
    type: 'unified_ip',
    intro: '本行的服务小助手，擅长把条款讲成大白话。',
    voice: {
      self: '小江',
      avoid: ['亲们', '宝子', '躺赚', '手慢无', '贵客户'],
      ending: '',
      longestSentence: 40,
    },
    topics: ['用卡小知识', '生活权益', '防诈骗'],
    boundaries: ['不以形象名义推荐具体投资产品', '不冒充真人客户经理', ...boundaries.slice(0, 2)],
  });
  return [
    { key: 'brand-figure', persona: figure },
    ...kinds.map(({ key, name, interest_tag, intro }) => ({
      key: `rm/${key}`,
      persona: Persona.parse({
        name,
        type: 'individual_rm',
        intro,
        voice: { avoid: ['贵客户', '敬请莅临'] },
        topics: [interest_tag],
        boundaries,
      }),
    })),
  ];
}

/** Brought once; what the bank has changed or taken out stays as it is. */
export async function bringPersonas(ctx: TxCtx, state: 'draft' | 'approved'): Promise<void> {
  for (const { key, persona } of startingPersonas())
    await personas.insert(ctx, {
      ...{ id: newId(ctx.now()) as PersonaId, key, document: persona, state },
    });
}
