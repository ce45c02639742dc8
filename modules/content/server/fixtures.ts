import { sql } from 'kysely';
import { aBank } from '#modules/org/server/fixtures.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import { newId } from '#platform/server/ids.ts';
import { Draft, type DraftInput, type ItemId } from '../contract/item.ts';
import { ProductDraft, type ProductId } from '../contract/product.ts';
import { Template } from '../contract/template.ts';
import { findVersions, insertItem, insertVersion } from './items/item.repo.ts';
import { release } from './items/item.service.ts';

/** A week of a community with one thing said on Monday. */
export const aTemplate = (title = '试点社群周计划'): Template =>
  Template.parse({
    kind: 'community_week',
    title,
    parts: [
      {
        part: 'week',
        title: '一周排期',
        slots: [
          {
            ...{ weekday: 1, time: '10:00', type: 'service', title: '网点提示', form: 'text' },
            text: '今天上午网点人少，想办业务的可以来。',
          },
        ],
      },
    ],
  });

type Given = Partial<Omit<DraftInput, 'body' | 'facets'>> & {
  readonly text?: string;
  readonly human?: string | null;
  readonly body?: Partial<DraftInput['body']>;
  readonly facets?: Partial<DraftInput['facets']>;
};

/** A text that may be said: with a stage, a segment, a scene and a way to stop. */
export function aDraft({ text, human, body, facets, ...rest }: Given = {}): DraftInput {
  return {
    name: '开学季的三笔开销',
    body: {
      text:
        text ??
        '{customer_title}您好，开学前先写预算再逛街。如不希望收到此类消息，回复“退订”即可停止。',
      human: human ?? null,
      carrier: { format: 'text' },
      ...body,
    },
    facets: {
      stage: 'attention',
      type: 'hot_topic',
      segments: ['payroll'],
      scenes: ['开学季'],
      need: '开学前把花费排清楚',
      ...facets,
    },
    validity: {},
    ...rest,
  };
}

/** Version 1 of an item of head office that may be sent, as if a second person had approved it. */
export async function aReleasedItem(ctx: Ctx, given: Given = {}): Promise<ItemId> {
  const { headOffice } = await aBank(ctx);
  const id = newId(ctx.now()) as ItemId;
  const draft = Draft.parse(aDraft(given));
  await inTx(ctx, async (ctx) => {
    const { name, body } = draft;
    const format = body.carrier.format;
    await insertItem(ctx, { id, ownerUnitId: headOffice.id, name, format, usable: 1 });
    await insertVersion(ctx, id, 1, draft, 'approved');
  });
  return id;
}

/** A product on the list, written straight into its table. */
export async function aListedProduct(
  ctx: Ctx,
  given: Partial<ProductDraft> = {},
): Promise<ProductId> {
  const id = newId() as ProductId;
  const product = ProductDraft.parse({
    code: id.slice(-12),
    name: '定期存款',
    kind: 'deposit',
    ...given,
  });
  await sql`insert into content.product (org_id, id, code, name, kind, state, version, product, changed_at)
    values (${ctx.orgId}, ${id}, ${product.code}, ${product.name}, ${product.kind}, 'listed', 1,
      ${JSON.stringify(product)}, ${ctx.now()})`.execute(ctx.db);
  return id;
}

/** The next version of an item, as if a second person had approved it: the one before is replaced. */
export function aNewVersion(ctx: Ctx, id: string): Promise<number> {
  const itemId = id as ItemId;
  return inTx(ctx, async (ctx) => {
    const [newest] = await findVersions(ctx, itemId);
    const version = newest!.version + 1;
    await insertVersion(ctx, itemId, version, newest!);
    await release(ctx, itemId, version, newId(ctx.now()));
    return version;
  });
}
