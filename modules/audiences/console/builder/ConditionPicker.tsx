import { Select } from 'antd';
import { useMemo, useRef } from 'react';
import { useText } from '#platform/web/text/lang.ts';
import { firstTest } from './first-leaf.ts';
import type { LeafDraft } from './rule-draft.ts';
import { text } from './text.ts';
import { useVocabulary, type Vocabulary } from './vocabulary.tsx';

type Say = ReturnType<typeof useText<typeof text>>;

interface Choice {
  value: string;
  label: string;
  leaf: LeafDraft;
}

/** Everything that may be asked, in one list that is searched by typing. */
export function ConditionPicker({
  onPick,
  label,
  autoFocus = false,
}: {
  onPick: (leaf: LeafDraft) => void;
  label: string;
  autoFocus?: boolean;
}) {
  const t = useText(text);
  const vocabulary = useVocabulary();
  const groups = useMemo(() => choicesOf(vocabulary, t), [vocabulary, t]);
  const leaves = useMemo(
    () =>
      new Map(groups.flatMap((one) => one.options.map((choice) => [choice.value, choice.leaf]))),
    [groups],
  );
  const box = useRef<HTMLDivElement>(null);
  return (
    <div ref={box}>
      <Select<string>
        aria-label={label}
        autoFocus={autoFocus}
        value={null as unknown as string}
        placeholder={t('addHint')}
        showSearch={{ optionFilterProp: 'label' }}
        popupMatchSelectWidth={360}
        listHeight={360}
        style={{ width: '100%', maxWidth: 440 }}
        options={groups}
        onChange={(value) => {
          const leaf = leaves.get(value);
          if (leaf) onPick(leaf);
        }}
      />
    </div>
  );
}

function choicesOf(vocabulary: Vocabulary, t: Say): { label: string; options: Choice[] }[] {
  const other: Choice[] = [
    [
      'event',
      t('kindEvent'),
      { kind: 'event', where: [], window: DAYS, measure: 'count', test: AT_LEAST_ONCE },
    ],
    [
      'occurrence',
      t('kindOccurrence'),
      { kind: 'occurrence', which: 'last', where: [], test: RECENTLY },
    ],
    ['relationship', t('kindRelationship'), { kind: 'relationship', state: 'active' }],
    ['rm', t('kindRm'), { kind: 'rm', has: true }],
    [
      'consent',
      t('kindConsent'),
      { kind: 'consent', purpose: 'marketing', channel: 'one_to_one', state: 'given' },
    ],
    ['reach', t('kindReach'), { kind: 'reach', reachable: true }],
    ['unit', t('kindUnit'), { kind: 'unit', unitIds: [], below: true }],
  ].map(([value, label, leaf]) => ({ value, label, leaf }) as Choice);
  const behaviour = other.slice(0, 2);
  return [
    ...grouped(
      vocabulary.attributes.map((one) => ({
        group: t('groupAttribute', { name: one.group }),
        value: `attribute/${one.key}`,
        label: one.name,
        leaf: { kind: 'attribute', attribute: one.key, test: firstTest(one.type) },
      })),
    ),
    ...grouped(
      vocabulary.tags.map((one) => ({
        group: t('groupTag', { name: one.group }),
        value: `tag/${one.key}`,
        label: one.name,
        leaf: { kind: 'tag', tags: [one.key], match: 'any' },
      })),
    ),
    {
      label: t('groupEvent'),
      options: [
        ...behaviour,
        ...vocabulary.events.map((one) => ({
          value: `event/${one.key}`,
          label: one.name,
          leaf: {
            kind: 'event' as const,
            events: [one.key],
            where: [],
            window: DAYS,
            measure: 'count',
            test: AT_LEAST_ONCE,
          },
        })),
      ],
    },
    { label: t('groupOther'), options: other.slice(2) },
    {
      label: t('groupScore'),
      options: vocabulary.scores.map((one) => ({
        value: `score/${one.key}`,
        label: one.name,
        leaf: { kind: 'score' as const, score: one.key, test: { op: 'ge' } },
      })),
    },
    {
      label: t('groupAudience'),
      options: vocabulary.audiences.map((one) => ({
        value: `audience/${one.id}`,
        label: one.name,
        leaf: { kind: 'audience' as const, audienceIds: [one.id], match: 'any' },
      })),
    },
  ].filter((one) => one.options.length > 0);
}

const DAYS = { kind: 'days', last: 30, skip: 0 };
const AT_LEAST_ONCE = { op: 'ge', value: 1 };
const RECENTLY = { op: 'last_days', days: 30, skip: 0 };

function grouped(choices: readonly (Choice & { group: string })[]) {
  const groups = new Map<string, Choice[]>();
  for (const { group, ...choice } of choices)
    groups.set(group, [...(groups.get(group) ?? []), choice]);
  return [...groups].map(([label, options]) => ({ label, options }));
}
