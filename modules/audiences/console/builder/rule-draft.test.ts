import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Rule, type RuleInput } from '../../contract/rule.ts';
import { canonicalRule } from '../../rule/canonical.ts';
import { edited } from './edit-draft.ts';
import { builtOf, draftOf, emptyDraft, group, item, nodeAt } from './rule-draft.ts';

const parse = (rule: RuleInput) => Rule.parse(rule);
const tag = (code: string) => ({ kind: 'tag' as const, tags: [code] });

const leaf = fc.constantFrom(
  tag('need_a'),
  tag('need_b'),
  { kind: 'attribute' as const, attribute: 'aum', test: { op: 'ge' as const, value: 100 } },
  { kind: 'reach' as const, reachable: true },
);
const { condition } = fc.letrec<{ condition: RuleInput['include'] }>((tie) => ({
  condition: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.record({
      kind: fc.constantFrom('all' as const, 'any' as const),
      of: fc.array(tie('condition'), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant('not' as const), of: tie('condition') }),
  ),
}));

describe('a rule in the builder', () => {
  test('is the same rule when nothing was changed', () => {
    fc.assert(
      fc.property(condition, fc.option(condition, { nil: null }), (include, exclude) => {
        const rule = parse({ version: 1, include, exclude });
        const built = builtOf(draftOf(rule));
        expect(built.missing).toEqual([]);
        expect(canonicalRule(built.rule)).toBe(canonicalRule(rule));
      }),
    );
  });

  test('what is not filled in is named and left out, and what stands after it keeps its place', () => {
    const blank = item({ kind: 'tag' });
    const hollow = group('any');
    const last = item({ kind: 'tag', tags: ['need_b'], match: 'any' }, true);
    const draft = { ...emptyDraft(), include: group('all', [blank, hollow, last]) };
    const { rule, missing, places } = builtOf(draft);
    expect(rule.include).toEqual({
      kind: 'all',
      of: [{ kind: 'not', of: { kind: 'tag', tags: ['need_b'], match: 'any' } }],
    });
    expect(missing).toEqual([blank, hollow]);
    expect(nodeAt(places, 'include.of.0.of.tags.0')).toBe(last.id);
  });

  test('nothing at all means everybody, and nobody is excluded', () => {
    expect(builtOf(emptyDraft()).rule).toEqual({
      version: 1,
      include: { kind: 'all', of: [] },
      exclude: null,
    });
  });

  test('conditions are moved, copied, put into a group and taken out of it', () => {
    const [a, b] = [item(tag('need_a')), item(tag('need_b'))];
    const include = group('all', [a, b]);
    let draft = { ...emptyDraft(), include };
    draft = edited(draft, { do: 'move', id: b.id, by: -1 });
    expect(draft.include.of.map((n) => n.id)).toEqual([b.id, a.id]);
    draft = edited(draft, { do: 'wrap', id: a.id });
    const inner = draft.include.of[1]!;
    expect(inner).toMatchObject({ kind: 'group', op: 'any', of: [{ id: a.id }] });
    draft = edited(draft, { do: 'copy', id: a.id });
    draft = edited(draft, { do: 'not', id: a.id });
    const { rule } = builtOf(draft);
    expect(rule.include).toMatchObject({
      of: [
        { tags: ['need_b'] },
        { kind: 'any', of: [{ kind: 'not', of: tag('need_a') }, tag('need_a')] },
      ],
    });
    draft = edited(draft, { do: 'unwrap', id: inner.id });
    expect(draft.include.of).toHaveLength(3);
    draft = edited(draft, { do: 'remove', id: b.id });
    expect(draft.include.of[0]!.id).toBe(a.id);
    expect(edited(draft, { do: 'move', id: a.id, by: -1 })).toBe(draft);
  });
});
