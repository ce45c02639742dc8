export interface Command {
  key: string;
  label: string;
  /** A second line: where it is, who it is. */
  detail?: string | undefined;
  /** Other words it is found by: the name in the other language, pinyin initials. */
  also?: readonly string[];
  run: () => void;
}

export interface CommandGroup {
  key: string;
  title: string;
  items: readonly Command[];
}

const plain = (text: string) => text.toLowerCase().replace(/\s+/g, '');

/** Letters of `query` in order within `text`. */
function inOrder(text: string, query: string): boolean {
  let at = 0;
  for (const letter of text) if (letter === query[at]) at += 1;
  return at === query.length;
}

/** 0 does not match; beginnings before middles, labels before other words, loose order last. */
export function score(command: Command, query: string): number {
  const sought = plain(query);
  if (sought === '') return 1;
  const label = plain(command.label);
  if (label.startsWith(sought)) return 5;
  if (label.includes(sought)) return 4;
  const others = [...(command.also ?? []), command.detail ?? ''].map(plain);
  if (others.some((other) => other.startsWith(sought))) return 3;
  if (others.some((other) => other.includes(sought))) return 2;
  return sought.length >= 2 && [label, ...others].some((text) => inOrder(text, sought)) ? 1 : 0;
}

/** The best of a group first; groups without a match fall away. */
export function matching(groups: readonly CommandGroup[], query: string): CommandGroup[] {
  return groups
    .map((group) => ({
      ...group,
      items: group.items
        .map((item) => ({ item, points: score(item, query) }))
        .filter(({ points }) => points > 0)
        .sort((one, other) => other.points - one.points)
        .map(({ item }) => item),
    }))
    .filter((group) => group.items.length > 0);
}
