import { formats, places } from '#modules/content/contract.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import type { PackContent } from '../../contract.ts';
import styles from '../segments.module.css';
import { text } from '../text.ts';
import { weekdays } from './when-words.ts';

/** What a group hears in the week that a pack begins with; films with what is spoken in them. */
export function Week({ week }: { week: PackContent['week'] }) {
  const t = useText(text);
  const phrase = usePhrase();
  if (week.length === 0) return null;
  const films = week.filter(({ format }) => format === 'video').length;
  return (
    <Section title={t('week')} hint={t('weekHint', { n: week.length, films })}>
      <ul className={styles.week}>
        {week.map((item) => (
          <li key={`${item.weekday} ${item.time}`}>
            <span className={styles.when}>
              {phrase(weekdays[item.weekday]!)} {item.time}
            </span>
            <div>
              <b>{item.title}</b>{' '}
              <Tag tone={item.format === 'video' ? 'accent' : 'plain'}>
                {phrase(formats[item.format])}
              </Tag>{' '}
              <Tag>{phrase(places[item.place])}</Tag>
              <p>{item.text}</p>
              {item.subtitles && (
                <details>
                  <summary>{t('subtitles')}</summary>
                  <p>{item.subtitles}</p>
                </details>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
