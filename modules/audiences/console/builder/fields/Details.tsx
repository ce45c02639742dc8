import { Button, Dropdown } from 'antd';
import type { ReactNode } from 'react';
import { endedByText } from '#modules/customers/contract.ts';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import styles from '../builder.module.css';
import type { LeafDraft } from '../rule-draft.ts';
import { text } from '../text.ts';
import { useVocabulary } from '../vocabulary.tsx';
import { ChooseMany, type Draft, NumberField, TimeFields } from './controls.tsx';
import { StaffField, UnitsField } from './PeopleFields.tsx';

/** What a condition may be narrowed by; `relationshipSources` lies in `sources` of a relationship. */
export type Detail =
  | 'sources'
  | 'relationshipSources'
  | 'confidence'
  | 'since'
  | 'started'
  | 'ended'
  | 'endedBy'
  | 'lastContact'
  | 'staffIds'
  | 'unitIds';

const titles = {
  sources: 'sources',
  relationshipSources: 'relSources',
  confidence: 'confidence',
  since: 'given',
  started: 'started',
  ended: 'ended',
  endedBy: 'endedBy',
  lastContact: 'lastContact',
  staffIds: 'withStaff',
  unitIds: 'withUnits',
} as const;

const first: Readonly<Record<Detail, unknown>> = {
  sources: [],
  relationshipSources: [],
  confidence: 0.6,
  since: { op: 'last_days', days: 30, skip: 0 },
  started: { op: 'last_days', days: 30, skip: 0 },
  ended: { op: 'last_days', days: 30, skip: 0 },
  endedBy: [],
  lastContact: { op: 'last_days', days: 30, skip: 0 },
  staffIds: [],
  unitIds: [],
};

const keyOf = (detail: Detail) => (detail === 'relationshipSources' ? 'sources' : detail);

/** The parts of a condition that are there only when wanted, each on a line of its own. */
export function Details({
  leaf,
  onChange,
  known,
}: {
  leaf: LeafDraft;
  onChange: (leaf: LeafDraft) => void;
  known: readonly Detail[];
}) {
  const t = useText(text);
  const shown = known.filter((detail) => leaf[keyOf(detail)] !== undefined);
  const offered = known.filter((detail) => leaf[keyOf(detail)] === undefined);
  const put = (detail: Detail, value: unknown) => {
    const { [keyOf(detail)]: _, ...rest } = leaf;
    onChange((value === undefined ? rest : { ...rest, [keyOf(detail)]: value }) as LeafDraft);
  };
  return (
    <>
      {shown.map((detail) => (
        <span key={detail} className={styles.detail}>
          <span>{t(titles[detail])}</span>
          <DetailField
            detail={detail}
            value={leaf[keyOf(detail)]}
            onChange={(value) => put(detail, value)}
          />
          <Button
            type="text"
            size="small"
            aria-label={t('forget', { name: t(titles[detail]) })}
            icon={<Icon name="close" size={14} />}
            onClick={() => put(detail, undefined)}
          />
        </span>
      ))}
      {offered.length > 0 && (
        <Dropdown
          trigger={['click']}
          menu={{
            items: offered.map((detail) => ({ key: detail, label: t(titles[detail]) })),
            onClick: ({ key }) => put(key as Detail, first[key as Detail]),
          }}
        >
          <Button type="link" size="small" className={styles.narrow ?? ''}>
            {t('addDetail')}
          </Button>
        </Dropdown>
      )}
    </>
  );
}

function DetailField({
  detail,
  value,
  onChange,
}: {
  detail: Detail;
  value: unknown;
  onChange: (value: unknown) => void;
}): ReactNode {
  const t = useText(text);
  const phrase = usePhrase();
  const { tagSources, relationshipSources } = useVocabulary();
  const named = (entries: readonly { key: string; name: string }[]) =>
    entries.map((one) => ({ value: one.key, label: one.name }));
  switch (detail) {
    case 'sources':
    case 'relationshipSources':
      return (
        <ChooseMany
          label={t(titles[detail])}
          value={value}
          onChange={onChange}
          options={named(detail === 'sources' ? tagSources : relationshipSources)}
        />
      );
    case 'endedBy':
      return (
        <ChooseMany
          label={t('endedBy')}
          value={value}
          onChange={onChange}
          options={Object.entries(endedByText).map(([key, said]) => ({
            value: key,
            label: phrase(said),
          }))}
        />
      );
    case 'confidence':
      return (
        <NumberField
          label={t('confidence')}
          value={typeof value === 'number' ? Math.round(value * 100) : undefined}
          onChange={(percent) => onChange(percent === undefined ? undefined : percent / 100)}
          unit="%"
          min={0}
          max={100}
          whole
          width={84}
        />
      );
    case 'staffIds':
      return <StaffField value={value} onChange={onChange} />;
    case 'unitIds':
      return <UnitsField value={value} onChange={onChange} />;
    default:
      return <TimeFields test={(value ?? {}) as Draft} onChange={onChange} />;
  }
}
