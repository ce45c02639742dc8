import { Checkbox, Input, Select } from 'antd';
import { useId } from 'react';
import { listAudiences } from '#modules/audiences/contract.ts';
import { useCall } from '#platform/web/api.ts';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { useText } from '#platform/web/text/lang.ts';
import type { ZoneDraft } from '../contract.ts';
import { text } from './text.ts';
import styles from './zones.module.css';

export interface EditProps {
  readonly draft: ZoneDraft;
  readonly set: (part: Partial<ZoneDraft>) => void;
  readonly locked: boolean;
}

/** What it is called, of whom it is the home. */
export function AboutFields({
  draft,
  set,
  locked,
  unit,
}: EditProps & {
  unit: string | { id: string | undefined; set: (id: string | undefined) => void };
}) {
  const t = useText(text);
  const id = useId();
  const may = useMay();
  const seen = may('audiences.audience.read');
  const audiences = useCall(listAudiences, { query: { size: 200 } }, { enabled: seen });
  const options = (audiences.data?.items ?? [])
    .filter(({ state }) => state !== 'archived')
    .map(({ id, name, count }) => ({
      value: id as string,
      label: count === null ? name : t('audienceN', { name, n: count }),
    }));
  return (
    <Section title={t('about')}>
      <div className={styles.fields}>
        <label htmlFor={`${id}name`}>
          {t('name')}
          <Input
            id={`${id}name`}
            value={draft.name}
            disabled={locked}
            maxLength={20}
            placeholder={t('namePlace')}
            onChange={({ target }) => set({ name: target.value })}
          />
        </label>
        <label htmlFor={`${id}unit`}>
          {t('unit')}
          {typeof unit === 'string' ? (
            <Input id={`${id}unit`} value={unit} disabled />
          ) : (
            <UnitSelect id={`${id}unit`} value={unit.id} onChange={unit.set} />
          )}
        </label>
        <label htmlFor={`${id}lead`} data-wide>
          {t('lead')}
          <Input
            id={`${id}lead`}
            value={draft.lead}
            disabled={locked}
            maxLength={60}
            placeholder={t('leadPlace')}
            onChange={({ target }) => set({ lead: target.value })}
          />
        </label>
        <label htmlFor={`${id}audience`} data-wide>
          {t('audience')}
          <Select
            id={`${id}audience`}
            value={draft.audienceId}
            disabled={locked}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('everybody')}
            options={options}
            onChange={(value) => set({ audienceId: (value ?? null) as ZoneDraft['audienceId'] })}
          />
          <span className={styles.note}>{t('audienceHint')}</span>
        </label>
      </div>
      <div className={styles.below}>
        <Checkbox
          checked={draft.personal}
          disabled={locked}
          onChange={({ target }) => set({ personal: target.checked })}
        >
          {t('personal')}
        </Checkbox>
      </div>
    </Section>
  );
}
