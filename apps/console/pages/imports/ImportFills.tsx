import { Input } from 'antd';
import type { ImportColumn } from '#platform/contract/import.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import styles from './imports.module.css';
import { text } from './text.ts';

export type Fills = Readonly<Record<string, string>>;

/** Columns that every row must have and the file has not: one text for all, or the number of the row. */
export function ImportFills({
  columns,
  fills,
  onChange,
}: {
  columns: readonly ImportColumn[];
  fills: Fills;
  onChange: (fills: Fills) => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <Section title={t('fillTitle')} hint={t('fillHint')}>
      <div className={styles.readings}>
        {columns.map((column) => (
          <div key={column.key} className={styles.reading}>
            <span>{phrase(column.name)}</span>
            <Input
              aria-label={`${t('fillTitle')} ${phrase(column.name)}`}
              value={fills[column.key] ?? ''}
              maxLength={100}
              placeholder={column.example}
              onChange={(event) => onChange({ ...fills, [column.key]: event.target.value })}
            />
            {column.hint && <span>{phrase(column.hint)}</span>}
          </div>
        ))}
      </div>
    </Section>
  );
}

/** Without the empty ones, and those for columns that the file has after all. */
export const givenFills = (fills: Fills, keys: readonly (string | null)[]): Fills =>
  Object.fromEntries(
    Object.entries(fills)
      .map(([key, value]) => [key, value.trim()] as const)
      .filter(([key, value]) => value !== '' && !keys.includes(key)),
  );
