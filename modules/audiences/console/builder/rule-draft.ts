import { type Condition, Leaf, RULE_VERSION, type Rule } from '../../contract/rule.ts';

/** A condition as it stands in the builder: perhaps not filled in yet. */
export type LeafDraft = { readonly kind: Leaf['kind'] } & Readonly<Record<string, unknown>>;

export interface Item {
  readonly id: string;
  readonly kind: 'item';
  readonly not: boolean;
  readonly leaf: LeafDraft;
}
export interface Group {
  readonly id: string;
  readonly kind: 'group';
  readonly op: 'all' | 'any';
  readonly not: boolean;
  readonly of: readonly Node[];
}
export type Node = Item | Group;

/** What somebody is building: nodes keep their ids while they are moved about. */
export interface RuleDraft {
  readonly include: Group;
  readonly exclude: Group;
}

let made = 0;
const newId = () => {
  made += 1;
  return `n${made}`;
};

export const item = (leaf: LeafDraft, not = false): Item => ({
  id: newId(),
  kind: 'item',
  not,
  leaf,
});
export const group = (op: Group['op'], of: readonly Node[] = [], not = false): Group => ({
  id: newId(),
  kind: 'group',
  op,
  not,
  of,
});

export const emptyDraft = (): RuleDraft => ({ include: group('all'), exclude: group('any') });

export function draftOf({ include, exclude }: Rule): RuleDraft {
  return {
    include: asGroup(nodeOf(include), 'all'),
    exclude: exclude ? asGroup(nodeOf(exclude), 'any') : group('any'),
  };
}

/** The outermost level is a group that can be added to, and no negation. */
const asGroup = (node: Node, op: Group['op']): Group =>
  node.kind === 'group' && !node.not ? node : group(op, [node]);

function nodeOf(condition: Condition, not = false): Node {
  switch (condition.kind) {
    case 'not':
      return nodeOf(condition.of, !not);
    case 'all':
    case 'any':
      return group(
        condition.kind,
        condition.of.map((inner) => nodeOf(inner)),
        not,
      );
    default:
      return item(condition as LeafDraft, not);
  }
}

export interface Built {
  /** Of what is filled in; the rest is left out of it. */
  readonly rule: Rule;
  /** Nodes that are not filled in, in their order. */
  readonly missing: readonly Node[];
  /** Node by its place in the rule: `include.of.2`. */
  readonly places: ReadonlyMap<string, string>;
}

export function builtOf(draft: RuleDraft): Built {
  const missing: Node[] = [];
  const places = new Map<string, string>();
  const build = (node: Node, path: string, top = false): Condition | null => {
    places.set(path, node.id);
    const inside = node.not ? `${path}.of` : path;
    if (node.not) places.set(inside, node.id);
    const condition = node.kind === 'item' ? leafOf(node) : groupOf(node, inside, top);
    if (condition === null) return null;
    return node.not ? { kind: 'not', of: condition } : condition;
  };
  const leafOf = (node: Item): Condition | null => {
    const read = Leaf.safeParse(node.leaf);
    if (read.success) return read.data;
    missing.push(node);
    return null;
  };
  const groupOf = (node: Group, path: string, top: boolean): Condition | null => {
    const of: Condition[] = [];
    for (const inner of node.of) {
      const condition = build(inner, `${path}.of.${of.length}`);
      if (condition) of.push(condition);
    }
    if (of.length > 0) return { kind: node.op, of };
    // An empty group inside asks nothing; it is named once, by what stands in it or by itself.
    if (!top && node.of.length === 0) missing.push(node);
    return top ? { kind: 'all', of: [] } : null;
  };
  const include = build(draft.include, 'include', true)!;
  const exclude = draft.exclude.of.length === 0 ? null : build(draft.exclude, 'exclude');
  return { rule: { version: RULE_VERSION, include, exclude }, missing, places };
}

/** The node that a problem's path lies in, the innermost one. */
export function nodeAt(places: Built['places'], path: string): string | null {
  for (let part = path; part !== ''; part = part.slice(0, Math.max(0, part.lastIndexOf('.')))) {
    const id = places.get(part);
    if (id !== undefined) return id;
  }
  return null;
}
