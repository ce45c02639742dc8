import { Input, Select } from 'antd';
import type { Phrase } from '#platform/contract/text.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type PartOf,
  ProductLine,
  productLineName,
  type Slot,
  slotForms,
  slotTypes,
  weekdayName,
} from '../../contract.ts';
import { FieldOf } from './FieldOf.tsx';
import styles from './templates.module.css';
import { text } from './text.ts';

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const NO_LINE = 'none';

export function useOptions() {
  const phrase = usePhrase();
  return <K extends string>(all: Readonly<Record<K, Phrase>>) =>
    (Object.entries(all) as [K, Phrase][]).map(([value, name]) => ({
      value,
      label: phrase(name),
    }));
}

/** One slot of a week: when, what kind, what is said, for which product. */
export function SlotFields({ slot, set }: { slot: Slot; set: (slot: Slot) => void }) {
  const t = useText(text);
  const phrase = usePhrase();
  const options = useOptions();
  const put = (part: Partial<Slot>) => set({ ...slot, ...part });
  const lines = ProductLine.unwrap().options;
  return (
    <div className={styles.fields}>
      <FieldOf label={t('weekday')}>
        <Select
          value={slot.weekday}
          onChange={(weekday) => put({ weekday })}
          options={DAYS.map((day) => ({ value: day as number, label: phrase(weekdayName(day)) }))}
        />
      </FieldOf>
      <FieldOf label={t('time')}>
        <Input type="time" value={slot.time} onChange={(e) => put({ time: e.target.value })} />
      </FieldOf>
      <FieldOf label={t('slotType')}>
        <Select value={slot.type} onChange={(type) => put({ type })} options={options(slotTypes)} />
      </FieldOf>
      <FieldOf label={t('form')}>
        <Select value={slot.form} onChange={(form) => put({ form })} options={options(slotForms)} />
      </FieldOf>
      <FieldOf label={t('productLine')}>
        <Select<string>
          value={slot.productLine ?? NO_LINE}
          onChange={(line) => put({ productLine: line === NO_LINE ? null : (line as never) })}
          options={[
            { value: NO_LINE, label: t('noLine') },
            ...lines.map((line) => ({
              value: line as string,
              label: phrase(productLineName(line)),
            })),
          ]}
        />
      </FieldOf>
      <FieldOf label={t('title')} wide="twice">
        <Input
          value={slot.title}
          maxLength={60}
          onChange={({ target }) => put({ title: target.value })}
        />
      </FieldOf>
      <FieldOf label={t('words')} wide>
        <Input.TextArea
          value={slot.text}
          autoSize={{ minRows: 2 }}
          maxLength={2_000}
          onChange={({ target }) => put({ text: target.value })}
        />
      </FieldOf>
    </div>
  );
}

/** What each weekday stands for; an empty one stands for nothing. */
export function Themes({
  themes,
  change,
}: {
  themes: PartOf<'week'>['themes'];
  change: (themes: PartOf<'week'>['themes']) => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <div className={styles.fields}>
      {DAYS.map((day) => (
        <FieldOf key={day} label={t('theme', { day: phrase(weekdayName(day)) })}>
          <Input
            value={themes[day] ?? ''}
            maxLength={60}
            onChange={({ target }) => {
              const { [day]: _, ...others } = themes;
              change(target.value === '' ? others : { ...others, [day]: target.value });
            }}
          />
        </FieldOf>
      ))}
    </div>
  );
}
