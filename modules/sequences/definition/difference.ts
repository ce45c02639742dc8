import type { Definition, Item } from '../contract/definition.ts';

export interface Difference {
  readonly item: string;
  readonly kind: 'added' | 'removed' | 'moved' | 'changed';
  readonly words: { readonly before: string; readonly after: string };
}

const words = (item: Item | undefined): string =>
  item ? `T+${item.day} ${item.send_window} ${item.title}` : '';

/** Where both would read the same, the version of the content is what tells them apart. */
function told(old: Item, item: Item): Difference['words'] {
  const [before, after] = [words(old), words(item)];
  if (before !== after) return { before, after };
  return { before: `${before}${versionOf(old)}`, after: `${after}${versionOf(item)}` };
}
const versionOf = ({ content, variants }: Item): string => {
  const refs = content ? [content] : Object.values(variants ?? {}).map((one) => one?.content);
  const versions = refs.flatMap((ref) => (ref ? [`v${ref.version}`] : []));
  return versions.length > 0 ? ` (${versions.join(', ')})` : '';
};

/** What one version says differently from another, item by item, in the order of days. */
export function difference(before: Definition, after: Definition): Difference[] {
  const was = new Map(before.items.map((item) => [item.id, item]));
  const is = new Map(after.items.map((item) => [item.id, item]));
  const found: Difference[] = [];
  for (const [id, item] of is) {
    const old = was.get(id);
    if (!old) found.push({ item: id, kind: 'added', words: { before: '', after: words(item) } });
    else if (JSON.stringify(old) !== JSON.stringify(item))
      found.push({
        item: id,
        kind: old.day !== item.day || old.lane !== item.lane ? 'moved' : 'changed',
        words: told(old, item),
      });
  }
  for (const [id, item] of was)
    if (!is.has(id))
      found.push({ item: id, kind: 'removed', words: { before: words(item), after: '' } });
  const dayOf = ({ item }: Difference) => (is.get(item) ?? was.get(item))!.day;
  return found.sort((a, b) => dayOf(a) - dayOf(b));
}
