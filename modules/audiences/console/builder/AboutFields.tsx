import { Input, Select } from 'antd';
import { type ReactNode, useId } from 'react';
import { type Purpose, purposes, purposeText } from '#modules/customers/contract.ts';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { Section } from '#platform/web/page/Page.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import styles from './builder.module.css';
import { text } from './text.ts';

export interface About {
  readonly name: string;
  readonly description: string;
  readonly purpose: Purpose;
  readonly unitId: string | undefined;
}

export const sameAbout = (one: About, other: About): boolean =>
  one.name === other.name &&
  one.description === other.description &&
  one.purpose === other.purpose &&
  one.unitId === other.unitId;

/** What it is called, whose it is and what it is for. */
export function AboutFields({
  about,
  onChange,
  tried,
  fixed,
}: {
  about: About;
  onChange: (about: About) => void;
  tried: boolean;
  /** It stays with its unit. */
  fixed: boolean;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const id = useId();
  const noName = tried && about.name.trim() === '';
  const noUnit = tried && !about.unitId;
  return (
    <Section title={t('about')}>
      <div className={styles.about}>
        <Labelled id={`${id}name`} label={t('name')} fault={noName ? t('nameMissing') : null}>
          <Input
            id={`${id}name`}
            value={about.name}
            maxLength={60}
            aria-invalid={noName}
            status={noName ? 'error' : ''}
            onChange={(event) => onChange({ ...about, name: event.target.value })}
          />
        </Labelled>
        <Labelled
          id={`${id}unit`}
          label={t('unit')}
          hint={t('unitHint')}
          fault={noUnit ? t('unitMissing') : null}
        >
          <UnitSelect
            id={`${id}unit`}
            value={about.unitId}
            disabled={fixed}
            onChange={(unitId) => onChange({ ...about, unitId })}
          />
        </Labelled>
        <Labelled id={`${id}use`} label={t('use')} hint={t('useHint')}>
          <Select<Purpose>
            id={`${id}use`}
            value={about.purpose}
            onChange={(purpose) => onChange({ ...about, purpose })}
            options={purposes.map((value) => ({ value, label: phrase(purposeText[value]) }))}
          />
        </Labelled>
        <Labelled id={`${id}note`} label={t('description')} hint={t('descriptionHint')}>
          <Input
            id={`${id}note`}
            value={about.description}
            maxLength={500}
            onChange={(event) => onChange({ ...about, description: event.target.value })}
          />
        </Labelled>
      </div>
    </Section>
  );
}

function Labelled({
  id,
  label,
  hint,
  fault = null,
  children,
}: {
  id: string;
  label: string;
  hint?: string;
  fault?: string | null;
  children: ReactNode;
}) {
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      {children}
      {fault ? <small role="alert">{fault}</small> : hint && <small>{hint}</small>}
    </div>
  );
}
