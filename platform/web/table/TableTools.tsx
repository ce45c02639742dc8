import { App, Checkbox, Popover, Segmented } from 'antd';
import { useState } from 'react';
import { Icon } from '../icon/Icon.tsx';
import { errorText } from '../text/error-text.ts';
import { useLang, useText } from '../text/lang.ts';
import { words } from '../text/words.ts';
import type { Column, Density } from './column.ts';
import styles from './tools.module.css';

/** Which columns, how high the rows; kept for this person. */
export function ColumnChoice<T>({
  columns,
  shown,
  density,
  setColumns,
  setDensity,
  reset,
}: {
  columns: readonly Column<T>[];
  shown: readonly Column<T>[];
  density: Density;
  setColumns: (keys: readonly string[]) => void;
  setDensity: (density: Density) => void;
  reset: () => void;
}) {
  const t = useText(words);
  const keys = shown.map((column) => column.key);
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      content={
        <div className={styles.choice}>
          <strong>{t('density')}</strong>
          <Segmented<Density>
            block
            value={density}
            onChange={setDensity}
            options={(['roomy', 'regular', 'dense'] as const).map((value) => ({
              value,
              label: t(value),
            }))}
          />
          <strong>{t('columns')}</strong>
          <small>{t('columnsHint')}</small>
          <ul>
            {columns.map((column) => (
              <li key={column.key}>
                <Checkbox
                  checked={keys.includes(column.key)}
                  disabled={column.fixed ?? false}
                  onChange={(event) =>
                    setColumns(
                      event.target.checked
                        ? [...keys, column.key]
                        : keys.filter((key) => key !== column.key),
                    )
                  }
                >
                  {column.title}
                </Checkbox>
              </li>
            ))}
          </ul>
          <button type="button" className={styles.clear} onClick={reset}>
            {t('columnsDefault')}
          </button>
        </div>
      }
    >
      <button type="button" className={styles.tool} aria-label={t('columns')} title={t('columns')}>
        <Icon name="columns" />
      </button>
    </Popover>
  );
}

/** Exports what the filters show, all pages of it. */
export function ExportButton({ run }: { run: () => Promise<string> }) {
  const t = useText(words);
  const lang = useLang();
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  return (
    <button
      type="button"
      className={styles.tool}
      disabled={busy}
      aria-busy={busy}
      onClick={async () => {
        setBusy(true);
        try {
          message.success(t('exported', { name: await run() }));
        } catch (error) {
          message.error(errorText(error, lang));
        } finally {
          setBusy(false);
        }
      }}
    >
      <Icon name="download" /> {busy ? t('exporting') : t('export')}
    </button>
  );
}
