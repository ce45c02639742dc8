import { nextActionText } from '#modules/audiences/contract.ts';
import { needRecognitionOf } from '#modules/audiences/server/index.ts';
import type { CustomerId } from '#modules/customers/contract.ts';
import { headsOf, showPortrait, showTimeline, tagsOf } from '#modules/customers/server/index.ts';
import { type Said, said } from '#platform/contract/task.ts';
import type { Phrase } from '#platform/contract/text.ts';
import type { Ctx } from '#platform/server/ctx.ts';
import type { Glance } from '../../contract/glance.ts';
import { workbenchErrors } from '../../contract/item.ts';
import { itemsOfCustomer } from '../items/item.repo.ts';
import { showItems } from '../items/item.view.ts';
import { type Advise, adviceFor } from './advice.ts';
import { findFriendship } from './friendship.repo.ts';

const MOST_FACTS = 12;
const MOST_TAGS = 12;
const MOST_REACTIONS = 12;

/** Where a customer stands in running plans; told by the modules that run them. */
export type PlacesOf = (
  ctx: Ctx,
  customerId: number,
) => Promise<readonly { name: string; step: Said; next: Said | null }[]>;

export interface GlanceSources {
  readonly placesOf: PlacesOf;
  readonly advise: Advise;
}

/** A customer in one look, for a colleague who looks after them or is their friend. */
export async function glance(
  ctx: Ctx,
  customerId: number,
  { placesOf, advise }: GlanceSources,
): Promise<Glance> {
  const [head] = await headsOf(ctx, [customerId]);
  if (!head) throw workbenchErrors.notYourCustomer({ customerId });
  const id = customerId as CustomerId;
  const [portrait, timeline] = [
    await showPortrait(ctx, customerId),
    await showTimeline(ctx, id, { kinds: ['event'], size: MOST_REACTIONS }),
  ];
  const friendship = await findFriendship(ctx, customerId, ctx.actor.id);
  const tags = (await tagsOf(ctx, [customerId])).get(customerId) ?? [];
  const standing = (await needRecognitionOf(ctx, [customerId])).get(customerId);
  const items = (await itemsOfCustomer(ctx, customerId)).filter(
    (item) => item.staffId === ctx.actor.id,
  );
  return {
    now: ctx.now().toISOString(),
    customer: {
      id: customerId,
      name: head.name,
      unit: head.unit.name,
      rm: head.rm?.name ?? null,
      friendSince: friendship?.startedAt.toISOString() ?? null,
      lastTwoWayAt: friendship?.lastTwoWayAt?.toISOString() ?? null,
    },
    facts: portrait.blocks
      .flatMap((block) => block.values)
      .slice(0, MOST_FACTS)
      .map((value) => ({ title: pair(value.name), value: value.shown, source: null })),
    tags: tags.slice(0, MOST_TAGS).map((tag) => tag.name[ctx.lang === 'en' ? 1 : 0]),
    standing: standing
      ? {
          need: Math.round(standing.need),
          recognition: Math.round(standing.recognition),
          cell: said(
            ['需求 {need} · 认可 {recognition}', 'Need {need} · recognition {recognition}'],
            {
              need: Math.round(standing.need),
              recognition: Math.round(standing.recognition),
            },
          ),
          next: pair(nextActionText[standing.nextAction].title),
        }
      : null,
    plans: [...(await placesOf(ctx, customerId))],
    reactions: timeline.items.map((entry) => ({
      text: withDetails(entry.title, entry.details),
      at: entry.at,
    })),
    items: await showItems(ctx, items),
    advice: await adviceFor(ctx, customerId, advise),
  };
}

const pair = (phrase: Phrase): Said => [phrase[0], phrase[1]];

/** 「阅读内容 · 三个口袋记账法」: the first detail says most. */
function withDetails(title: Said, details: readonly (readonly [Said, Said])[]): Said {
  const first = details[0]?.[1];
  return first ? [`${title[0]} · ${first[0]}`, `${title[1]} · ${first[1]}`] : title;
}
