import { type ConsentChannel, consentStateText } from '#modules/customers/contract.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { text } from '../text.ts';
import { useVocabulary } from '../vocabulary.tsx';
import type { FieldsProps } from './AttributeFields.tsx';
import { Choose, ChooseMany, type Draft, NumberTestFields, numberOps } from './controls.tsx';
import { Details } from './Details.tsx';
import { UnitsField } from './PeopleFields.tsx';

/** Tags, from where, how certain and since when. */
export function TagFields({ leaf, onChange }: FieldsProps) {
  const t = useText(text);
  const vocabulary = useVocabulary();
  const groups = Object.entries(Object.groupBy(vocabulary.tags, (tag) => tag.group));
  return (
    <>
      <Choose
        label={t('test')}
        value={leaf.match ?? 'any'}
        onChange={(match) => onChange({ ...leaf, match })}
        options={[
          { value: 'any', label: t('tagAny') },
          { value: 'all', label: t('tagAll') },
          { value: 'none', label: t('tagNone') },
        ]}
      />
      <ChooseMany
        label={t('tags')}
        value={leaf.tags}
        onChange={(tags) => onChange({ ...leaf, tags })}
        options={groups.map(([label, tags]) => ({
          label,
          options: (tags ?? []).map((tag) => ({ value: tag.key, label: tag.name })),
        }))}
      />
      <Details leaf={leaf} onChange={onChange} known={['sources', 'confidence', 'since']} />
    </>
  );
}

export function AudienceFields({ leaf, onChange }: FieldsProps) {
  const t = useText(text);
  const { audiences } = useVocabulary();
  return (
    <>
      <Choose
        label={t('test')}
        value={leaf.match ?? 'any'}
        onChange={(match) => onChange({ ...leaf, match })}
        options={[
          { value: 'any', label: t('inAudience') },
          { value: 'none', label: t('notInAudience') },
        ]}
      />
      <ChooseMany
        label={t('kindAudience')}
        value={leaf.audienceIds}
        onChange={(audienceIds) => onChange({ ...leaf, audienceIds })}
        options={audiences.map((one) => ({ value: one.id, label: one.name }))}
      />
    </>
  );
}

export function ScoreFields({ leaf, onChange }: FieldsProps) {
  const t = useText(text);
  const { scores } = useVocabulary();
  return (
    <>
      <Choose
        label={t('kindScore')}
        value={leaf.score}
        onChange={(score) => onChange({ ...leaf, score })}
        options={scores.map((one) => ({ value: one.key, label: one.name }))}
      />
      <NumberTestFields
        test={(leaf.test ?? {}) as Draft}
        onChange={(test) => onChange({ ...leaf, test })}
        ops={[...numberOps, 'present', 'missing']}
      />
    </>
  );
}

export function ConsentFields({ leaf, onChange }: FieldsProps) {
  const t = useText(text);
  const phrase = usePhrase();
  const { purposes, channels, channelsOf } = useVocabulary();
  const offered = (purpose: unknown) =>
    channelsOf.find((one) => one.purpose === purpose)?.channels ?? [];
  const name = (key: string) => channels.find((one) => one.key === key)?.name ?? key;
  return (
    <>
      <Choose
        label={t('consentPurpose')}
        value={leaf.purpose}
        onChange={(purpose) => {
          const kept = offered(purpose).includes(leaf.channel as ConsentChannel);
          onChange({ ...leaf, purpose, channel: kept ? leaf.channel : offered(purpose)[0] });
        }}
        options={purposes.map((one) => ({ value: one.key, label: one.name }))}
      />
      <Choose
        label={t('consentChannel')}
        value={leaf.channel}
        onChange={(channel) => onChange({ ...leaf, channel })}
        options={offered(leaf.purpose).map((key) => ({ value: key, label: name(key) }))}
      />
      <Choose
        label={t('consentState')}
        value={leaf.state}
        onChange={(state) => onChange({ ...leaf, state })}
        options={Object.entries(consentStateText).map(([value, said]) => ({
          value,
          label: phrase(said),
        }))}
      />
    </>
  );
}

export function ReachFields({ leaf, onChange }: FieldsProps) {
  const t = useText(text);
  return (
    <Choose
      label={t('kindReach')}
      value={leaf.reachable ? 'yes' : 'no'}
      onChange={(value) => onChange({ ...leaf, reachable: value === 'yes' })}
      options={[
        { value: 'yes', label: t('canReach') },
        { value: 'no', label: t('cannotReach') },
      ]}
    />
  );
}

export function RelationshipFields({ leaf, onChange }: FieldsProps) {
  const t = useText(text);
  return (
    <>
      <Choose
        label={t('kindRelationship')}
        value={leaf.state ?? 'active'}
        onChange={(state) => onChange({ ...leaf, state })}
        options={[
          { value: 'active', label: t('relActive') },
          { value: 'ended', label: t('relEnded') },
          { value: 'any', label: t('relAny') },
        ]}
      />
      <Details
        leaf={leaf}
        onChange={onChange}
        known={[
          'relationshipSources',
          'started',
          'ended',
          'endedBy',
          'lastContact',
          'staffIds',
          'unitIds',
        ]}
      />
    </>
  );
}

export function RmFields({ leaf, onChange }: FieldsProps) {
  const t = useText(text);
  return (
    <>
      <Choose
        label={t('kindRm')}
        value={leaf.has ? 'yes' : 'no'}
        onChange={(value) => onChange({ ...leaf, has: value === 'yes' })}
        options={[
          { value: 'yes', label: t('hasRm') },
          { value: 'no', label: t('noRm') },
        ]}
      />
      <Details leaf={leaf} onChange={onChange} known={['staffIds', 'unitIds']} />
    </>
  );
}

export function UnitFields({ leaf, onChange }: FieldsProps) {
  const t = useText(text);
  return (
    <>
      <UnitsField value={leaf.unitIds} onChange={(unitIds) => onChange({ ...leaf, unitIds })} />
      <Choose
        label={t('unitBelow')}
        value={leaf.below === false ? 'no' : 'yes'}
        onChange={(value) => onChange({ ...leaf, below: value === 'yes' })}
        options={[
          { value: 'yes', label: t('unitBelow') },
          { value: 'no', label: t('unitOnly') },
        ]}
      />
    </>
  );
}
