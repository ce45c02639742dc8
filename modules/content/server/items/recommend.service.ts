import type { z } from 'zod';
import { headsOf, tagsOf } from '#modules/customers/server/index.ts';
import { platformErrors } from '#platform/contract/errors.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import { dayOf } from '#platform/server/holidays.ts';
import { type Stage, stageOrder } from '../../contract/facets.ts';
import type { recommendContent } from '../../contract/recommendation.ts';
import { pageOfItems } from './item.repo.ts';
import { asItems, READ } from './item.view.ts';

/** Tags of the stage a customer is at: `stage_interest`. */
const TAG = /^stage_([a-z]+)$/;

/**
 * What may be sent today, of the customer's stage and of no other: for their segment first,
 * then for everybody.
 */
export async function recommend(
  ctx: Ctx,
  { customerId, segment, place, size }: z.output<typeof recommendContent.query>,
) {
  const [head] = await headsOf(ctx, [customerId]);
  if (!head) throw platformErrors.notFound({ customer: customerId });
  const said = await stageOf(ctx, customerId);
  const stage = said ?? stageOrder[0]!;
  const { items } = await pageOfItems(ctx, READ, {
    stage: [stage],
    usable: true,
    ...(segment && { segment }),
    page: 1,
    size: 200,
  });
  const today = dayOf(ctx.now());
  const fit = items.filter(
    ({ shown: { facets, validity } }) =>
      (!place || facets.places.includes(place)) &&
      (validity.from === null || validity.from <= today) &&
      (validity.to === null || validity.to >= today),
  );
  const own = (item: (typeof fit)[number]) =>
    segment && item.shown.facets.segments.includes(segment) ? 0 : 1;
  return {
    stage,
    assumed: said === null,
    items: await asItems(ctx, fit.toSorted((a, b) => own(a) - own(b)).slice(0, size)),
  };
}

async function stageOf(ctx: Ctx, customerId: number): Promise<Stage | null> {
  const tags = (await tagsOf(ctx, [customerId])).get(customerId) ?? [];
  const stages = tags.flatMap(({ code }) => TAG.exec(code)?.[1] ?? []);
  return stageOrder.find((stage) => stages.includes(stage)) ?? null;
}
