import type { Rule } from '../contract/rule.ts';
import { leavesOf } from './walk.ts';

/**
 * The need by which alone a rule chooses; null when it asks for anything else too. A group for each need
 * parts customers who have several.
 */
export function oneNeedOf(rule: Rule, needs: ReadonlySet<string>): string | null {
  const asked = [...leavesOf(rule)];
  const [only] = asked;
  if (asked.length !== 1 || only?.leaf.kind !== 'tag' || only.leaf.match === 'none') return null;
  const { tags } = only.leaf;
  return tags.length === 1 && needs.has(tags[0]!) ? tags[0]! : null;
}
