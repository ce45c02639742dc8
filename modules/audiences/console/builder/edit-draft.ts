import { RULE_LIMITS } from '../../contract/rule.ts';
import {
  type Group,
  group,
  item,
  type LeafDraft,
  type Node,
  type RuleDraft,
} from './rule-draft.ts';

export type Edit =
  | { readonly do: 'add'; readonly to: string; readonly node: Node }
  | { readonly do: 'change'; readonly id: string; readonly leaf: LeafDraft }
  | { readonly do: 'op'; readonly id: string; readonly op: Group['op'] }
  | { readonly do: 'not'; readonly id: string }
  | { readonly do: 'remove'; readonly id: string }
  | { readonly do: 'copy'; readonly id: string }
  | { readonly do: 'move'; readonly id: string; readonly by: -1 | 1 }
  | { readonly do: 'wrap'; readonly id: string }
  | { readonly do: 'unwrap'; readonly id: string };

export function edited(draft: RuleDraft, edit: Edit): RuleDraft {
  const include = inGroup(draft.include, edit);
  const exclude = inGroup(draft.exclude, edit);
  return include === draft.include && exclude === draft.exclude ? draft : { include, exclude };
}

function inGroup(at: Group, edit: Edit): Group {
  if (edit.do === 'add' && edit.to === at.id) return { ...at, of: [...at.of, edit.node] };
  if (edit.do === 'op' && edit.id === at.id) return { ...at, op: edit.op };
  if (edit.do === 'not' && edit.id === at.id) return { ...at, not: !at.not };
  const place = 'id' in edit ? at.of.findIndex((node) => node.id === edit.id) : -1;
  if (place >= 0) {
    const of = around(at.of, place, edit);
    return of === at.of ? inside(at, edit) : { ...at, of };
  }
  return inside(at, edit);
}

function inside(at: Group, edit: Edit): Group {
  let changed = false;
  const of = at.of.map((node) => {
    if (node.kind === 'item') return node;
    const next = inGroup(node, edit);
    changed ||= next !== node;
    return next;
  });
  return changed ? { ...at, of } : at;
}

/** What an edit makes of the neighbours of the node it is about. */
function around(of: readonly Node[], place: number, edit: Edit): readonly Node[] {
  const node = of[place]!;
  const put = (...nodes: Node[]) => [...of.slice(0, place), ...nodes, ...of.slice(place + 1)];
  switch (edit.do) {
    case 'remove':
      return put();
    case 'copy':
      return put(node, again(node));
    case 'change':
      return node.kind === 'item' ? put({ ...node, leaf: edit.leaf }) : of;
    case 'not':
      return node.kind === 'item' ? put({ ...node, not: !node.not }) : of;
    case 'wrap':
      return put(group('any', [node]));
    case 'unwrap':
      return node.kind === 'group' && !node.not ? put(...node.of) : of;
    case 'move': {
      const to = place + edit.by;
      if (to < 0 || to >= of.length) return of;
      const moved = [...of];
      [moved[place], moved[to]] = [moved[to]!, node];
      return moved;
    }
    default:
      return of;
  }
}

const again = (node: Node): Node =>
  node.kind === 'item' ? item(node.leaf, node.not) : group(node.op, node.of.map(again), node.not);

/** A group may still be put inside at this depth; each negation takes a level of its own. */
export const mayDeepen = (depth: number): boolean => depth < RULE_LIMITS.depth / 2;
