import type { Definition, ProductLine } from '../../contract/definition.ts';
import { isOffer, stepOf } from '../../contract/definition.ts';
import type { ContentFact } from '../../contract/sequence.ts';
import { letterBit, stageOfDay, windowOf } from '../../definition/layout.ts';
import { knownPlaces } from '../../definition/places.ts';

export interface PlanItem {
  readonly itemKey: string;
  readonly round: number;
  readonly day: number;
  readonly stage: number;
  readonly step: number;
  readonly lane: string;
  readonly letter: number;
  readonly threeW: boolean;
  readonly offer: boolean;
  readonly title: string;
  readonly contentId: string;
  readonly contentVersion: number;
  readonly productId: string | null;
  readonly params: Record<string, string> | null;
  readonly windowFrom: number;
  readonly windowTo: number;
  readonly needsTag: string | null;
  readonly afterItem: string | null;
}

/**
 * The items of a definition as a run sends them: the text of its product line, its places filled. An
 * item that has no text for the line is left out.
 */
export function planItems(
  definition: Definition,
  given: {
    readonly productLine: ProductLine;
    readonly productId: string | null;
    readonly values: Readonly<Record<string, string>>;
  },
  contents: readonly ContentFact[],
): PlanItem[] {
  const facts = new Map(contents.map((fact) => [`${fact.id}/${fact.version}`, fact]));
  return definition.items.flatMap((item): PlanItem[] => {
    const content = item.variants
      ? (item.variants[given.productLine]?.content ?? null)
      : item.content;
    const stage = stageOfDay(definition, item.day);
    if (!content || !stage) return [];
    const places = facts.get(`${content.id}/${content.version}`)?.places ?? [];
    const params = Object.fromEntries(
      places.flatMap((place) =>
        given.values[place] ? [[place, given.values[place]] as const] : [],
      ),
    );
    const window = windowOf(item.send_window);
    const offer = isOffer(definition, item);
    return [
      {
        itemKey: item.id,
        round: item.round,
        day: item.day,
        stage: stage.stage,
        step: stepOf(stage),
        lane: item.lane,
        letter: letterBit[item.aida],
        threeW: item.three_w !== null,
        offer,
        title: item.title,
        contentId: content.id,
        contentVersion: content.version,
        productId: offer ? given.productId : null,
        params: Object.keys(params).length > 0 ? params : null,
        windowFrom: window.from,
        windowTo: window.to,
        needsTag: item.needs_tag,
        afterItem: item.after,
      },
    ];
  });
}

/** Places of the texts that a run has to fill and does not. */
export function missingPlaces(
  definition: Definition,
  given: {
    readonly productLine: ProductLine;
    readonly productId: string | null;
    readonly values: Readonly<Record<string, string>>;
  },
  contents: readonly ContentFact[],
): { name: string; label: string }[] {
  const facts = new Map(contents.map((fact) => [`${fact.id}/${fact.version}`, fact]));
  const used = new Set<string>();
  for (const item of planItems(definition, given, contents)) {
    // What is never sent needs no words.
    if (item.offer && !given.productId) continue;
    for (const place of facts.get(`${item.contentId}/${item.contentVersion}`)?.places ?? [])
      used.add(place);
  }
  const labels = new Map(definition.variables.map(({ name, label }) => [name, label]));
  return [...used]
    .filter((name) => !knownPlaces.has(name) && !given.values[name]?.trim())
    .map((name) => ({ name, label: labels.get(name) ?? name }));
}
