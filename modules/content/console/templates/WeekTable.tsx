import { Tag } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type PartOf,
  productLineName,
  slotForms,
  slotTypes,
  type TemplateVariable,
  weekdayName,
} from '../../contract.ts';
import styles from './templates.module.css';
import { text } from './text.ts';
import { Words } from './Words.tsx';

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** Seven days side by side; under each other where there is no room. */
export function WeekTable({
  part,
  variables,
}: {
  part: PartOf<'week'>;
  variables: readonly TemplateVariable[];
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const used = DAYS.filter((day) => part.slots.some(({ weekday }) => weekday === day));
  return (
    <div className={styles.week} style={{ ['--days' as string]: used.length }}>
      {used.map((day) => (
        <section key={day} className={styles.day} aria-label={phrase(weekdayName(day))}>
          <h3>
            {phrase(weekdayName(day))}
            {part.themes[day] && <small>{part.themes[day]}</small>}
          </h3>
          {part.slots
            .filter(({ weekday }) => weekday === day)
            .toSorted((a, b) => a.time.localeCompare(b.time))
            .map((slot) => (
              <article key={`${slot.time} ${slot.title}`} className={styles.slot}>
                <header>
                  <b className={styles.time}>{slot.time}</b>
                  {slot.minutes !== null && <small>{t('minutes', { n: slot.minutes })}</small>}
                </header>
                <h4>{slot.title}</h4>
                <p className={styles.tags}>
                  <Tag>{phrase(slotTypes[slot.type])}</Tag>
                  {slot.form !== 'text' && <Tag>{phrase(slotForms[slot.form])}</Tag>}
                  {slot.productLine && (
                    <Tag tone="accent">{phrase(productLineName(slot.productLine))}</Tag>
                  )}
                </p>
                <p className={styles.said}>
                  <Words variables={variables}>{slot.text}</Words>
                </p>
                {(slot.source || slot.howTo) && (
                  <small>{[slot.source, slot.howTo].filter(Boolean).join(' · ')}</small>
                )}
              </article>
            ))}
        </section>
      ))}
    </div>
  );
}
