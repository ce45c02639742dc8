import { z } from 'zod';
import { headOffice } from '#modules/org/server/index.ts';
import { audit } from '#platform/server/audit.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { readPack } from '#platform/server/packs.ts';
import { Block, ThreeW } from '../../contract/body.ts';
import { type AidaLetter, ContentType, Stage } from '../../contract/facets.ts';
import { Draft, type DraftInput, type ItemId } from '../../contract/item.ts';
import { insertItem, insertVersion } from '../items/item.repo.ts';
import { fromElderlyDay, fromPaydayPlan, fromWelcomeFlow } from './starting-plans.ts';

export interface Start {
  /** Where it stands in the pack: brought once under it. */
  readonly key: string;
  readonly draft: Draft;
}

const Matrix = z.object({
  stages: z.array(
    z.object({
      key: z.string(),
      samples: z.array(
        z.object({
          type: z.string(),
          title: z.string(),
          body: z.string(),
          format: z.string(),
          segment: z.string(),
          /** What stands in its places from the start. */
          values: z.record(z.string(), z.string()).default({}),
        }),
      ),
    }),
  ),
});

const Page = z.object({ title: z.string(), summary: z.string(), blocks: z.array(Block) });
const Variant = z.object({ body: z.string() });
const Sequence = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      lane: z.enum(['one_to_one', 'moments']),
      aida: z.enum(['A', 'I', 'D', 'A2']),
      content_type: z.string(),
      title: z.string(),
      body: z.string().nullable(),
      variants: z.record(z.string(), Variant).nullable(),
      /** What opens behind the card that goes with the words. */
      page: Page.optional(),
      promotional: z.boolean(),
    }),
  ),
});

const PRODUCT_LINE: Readonly<Record<string, string>> = { deposit: '存款', wealth: '理财' };
const STAGE_OF: Readonly<Record<AidaLetter, Stage>> = {
  A: 'attention',
  I: 'interest',
  D: 'trust',
  A2: 'act',
};

/**
 * What the product brings to say: samples of the five stages, the sequence AIDA+3W, examples of 3W, the
 * days before a payday, a day with the elderly, the first week of a new contact.
 */
export const startingContent = (): Start[] => [
  ...fromMatrix(),
  ...fromSequence(),
  ...fromThreeW(),
  ...fromPaydayPlan(),
  ...fromElderlyDay(),
  ...fromWelcomeFlow(),
];

const asDraft = (input: DraftInput): Draft => Draft.parse(input);

function fromMatrix(): Start[] {
  const { stages } = Matrix.parse(readPack('content-matrix-five-stage'));
  return stages.flatMap((stage) =>
    stage.samples.map((sample, i) => ({
      key: `five-stage/${stage.key}/${i + 1}`,
      draft: asDraft({
        name: sample.title,
        body: { ...bodyOf(sample), values: sample.values },
        facets: {
          stage: stage.key as Stage,
          type: sample.type as never,
          segments: [sample.segment],
          scenes: ['日常经营'],
          need: `关心“${sample.title}”`,
          places: ['group', 'moments'],
          promotional: sample.type === 'promotion',
        },
        validity: {},
      }),
    })),
  );
}

function bodyOf({ title, body, format }: { title: string; body: string; format: string }) {
  if (format !== 'article') return { text: body, carrier: { format: 'text' as const } };
  const carrier = {
    format: 'article' as const,
    title,
    blocks: [{ kind: 'text' as const, text: body }],
  };
  return { text: '', carrier };
}

function fromSequence(): Start[] {
  const { items } = Sequence.parse(readPack('aida-3w-12day'));
  return items.flatMap((item) => {
    const texts = item.variants
      ? Object.entries(item.variants).map(([line, { body }]) => ({ line, body }))
      : [{ line: null, body: item.body ?? '' }];
    return texts.map(({ line, body }) => ({
      key: `aida-3w/${item.id}${line ? `/${line}` : ''}`,
      draft: asDraft({
        name: line ? `${item.title}（${PRODUCT_LINE[line] ?? line}）` : item.title,
        body: {
          text: body,
          carrier: item.page ? { format: 'article', ...item.page } : { format: 'text' },
        },
        facets: {
          stage: STAGE_OF[item.aida],
          aida: item.aida,
          type: item.content_type as never,
          segments: ['*'],
          scenes: ['新客培育'],
          need: `关心“${item.title}”`,
          places: [item.lane],
          promotional: item.promotional,
        },
        validity: {},
      }),
    }));
  });
}

const ThreeWExamples = z.object({
  items: z.array(
    z.object({
      ...{ key: z.string(), name: z.string(), stage: Stage, type: ContentType },
      ...{ scene: z.string(), need: z.string(), text: z.string() },
      ...ThreeW.shape,
    }),
  ),
});

/** One of an insurance (R-160), one of goods that are not financial (R-190). */
function fromThreeW(): Start[] {
  const { items } = ThreeWExamples.parse(readPack('three-w-examples'));
  return items.map(({ key, name, stage, type, scene, need, text, ...threeW }) => ({
    key: `three-w/${key}`,
    draft: asDraft({
      name,
      body: { text, threeW, carrier: { format: 'text' } },
      facets: { stage, type, segments: ['*'], scenes: [scene], need, places: ['one_to_one'] },
      validity: {},
    }),
  }));
}

/** Brought once, to head office; what the bank has changed or withdrawn stays as it is. */
export async function bringStartingContent(ctx: TxCtx, state: 'draft' | 'approved'): Promise<void> {
  const head = await headOffice(ctx);
  if (!head) return;
  let brought = 0;
  for (const { key, draft } of startingContent()) {
    const id = newId(ctx.now()) as ItemId;
    const item = { id, ownerUnitId: head.id, name: draft.name, format: draft.body.carrier.format };
    const usable = state === 'approved' ? { usable: 1 } : {};
    if (!(await insertItem(ctx, { ...item, ...usable, packKey: key }))) continue;
    await insertVersion(ctx, id, 1, draft, state);
    brought += 1;
  }
  if (brought > 0)
    audit(ctx, {
      action: 'content.starting-content',
      subject: { kind: 'bank', id: ctx.orgId },
      after: { items: brought, state },
    });
}
