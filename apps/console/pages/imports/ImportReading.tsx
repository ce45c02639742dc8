import { Select } from 'antd';
import type { ReactNode } from 'react';
import type { ImportDetail, ImportFormat } from '#platform/contract/import.ts';
import { useText } from '#platform/web/text/lang.ts';
import styles from './imports.module.css';
import { text } from './text.ts';

type Csv = Extract<ImportFormat, { type: 'csv' }>;

const encodings: Record<Csv['encoding'], string> = {
  'utf-8': 'UTF-8',
  gb18030: 'GBK / GB18030',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
};

/** How the file is read: guessed, and each guess can be corrected. */
export function ImportReading({
  found,
  format,
  onFormat,
  children,
}: {
  found: ImportDetail;
  format: ImportFormat | null;
  onFormat: (format: ImportFormat) => void;
  children: ReactNode;
}) {
  const t = useText(text);
  const delimiters: Record<Csv['delimiter'], string> = {
    ',': '( , )',
    ';': '( ; )',
    '\t': t('tab'),
    '|': '( | )',
    '，': '（ ， ）',
  };
  return (
    <div className={styles.readings}>
      {format?.type === 'csv' && (
        <>
          <div className={styles.reading}>
            <span>{t('encoding')}</span>
            <Select
              aria-label={t('encoding')}
              value={format.encoding}
              onChange={(encoding) => onFormat({ ...format, encoding })}
              options={Object.entries(encodings).map(([value, label]) => ({
                value: value as Csv['encoding'],
                label,
              }))}
            />
          </div>
          <div className={styles.reading}>
            <span>{t('delimiter')}</span>
            <Select
              aria-label={t('delimiter')}
              value={format.delimiter}
              onChange={(delimiter) => onFormat({ ...format, delimiter })}
              options={Object.entries(delimiters).map(([value, label]) => ({
                value: value as Csv['delimiter'],
                label,
              }))}
            />
          </div>
        </>
      )}
      {format?.type === 'xlsx' && found.sheets.length > 1 && (
        <div className={styles.reading}>
          <span>{t('sheet')}</span>
          <Select
            aria-label={t('sheet')}
            value={format.sheet}
            onChange={(sheet) => onFormat({ type: 'xlsx', sheet })}
            options={found.sheets.map((sheet) => ({ value: sheet, label: sheet }))}
          />
        </div>
      )}
      {children}
    </div>
  );
}
