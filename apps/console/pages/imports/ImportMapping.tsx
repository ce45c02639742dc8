import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import {
  type FileColumn,
  type ImportDetail,
  type ImportFormat,
  listImportKinds,
  setImportMapping,
} from '#platform/contract/import.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { RowCards } from '#platform/web/table/RowCards.tsx';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import { words } from '#platform/web/text/words.ts';
import { usePhone } from '#platform/web/useMedia.ts';
import { type Fills, givenFills, ImportFills } from './ImportFills.tsx';
import { ImportReading } from './ImportReading.tsx';
import styles from './imports.module.css';
import { text } from './text.ts';

/** What each column of the file stands for, and how the file is read. It is checked again from the start. */
export function ImportMapping({
  found,
  done,
  cancel,
}: {
  found: ImportDetail;
  done: () => void;
  cancel?: () => void;
}) {
  const t = useText(text);
  const w = useText(words);
  const phrase = usePhrase();
  const comma = useComma();
  const phone = usePhone();
  const kind = useCall(listImportKinds).data?.items.find((one) => one.kind === found.kind);
  const [keys, setKeys] = useState<readonly (string | null)[]>(() =>
    found.columns.map((column) => column.key),
  );
  const [format, setFormat] = useState<ImportFormat | null>(found.format);
  const [headerRow, setHeaderRow] = useState(found.headerRow);
  const [fills, setFills] = useState<Fills>(found.fills);
  const [keep, setKeep] = useState(false);
  const [name, setName] = useState('');
  const change = useChange(setImportMapping, { onSuccess: done });
  const known = kind?.columns ?? [];
  const given = givenFills(fills, keys);
  const absent = known.filter((column) => column.required && !keys.includes(column.key));
  const missing = absent.filter((column) => given[column.key] === undefined);
  // Another sheet, encoding or header row has other columns: they are recognised anew.
  const reread =
    JSON.stringify(format) !== JSON.stringify(found.format) || headerRow !== found.headerRow;
  const List = phone ? RowCards : Ledger;
  return (
    <>
      <ImportReading found={found} format={format} onFormat={setFormat}>
        <div className={styles.reading}>
          <span>{t('headerRow')}</span>
          <InputNumber
            aria-label={t('headerRow')}
            min={1}
            max={100}
            value={headerRow}
            onChange={(row) => setHeaderRow(row ?? 1)}
          />
        </div>
      </ImportReading>
      {!reread && (
        <Section title={t('mapTitle')} hint={t('mapHint')}>
          {found.remarks.length > 0 && (
            <Callout tone="warn" title={t('remarks')}>
              {found.remarks.map((remark) => (
                <div key={remark[0]}>{phrase(remark)}</div>
              ))}
            </Callout>
          )}
          {missing.length > 0 && (
            <Callout
              tone="warn"
              title={t('mapMissing', {
                names: missing.map((column) => phrase(column.name)).join(comma),
              })}
            />
          )}
          <List<FileColumn>
            label={t('mapTitle')}
            rows={found.columns}
            rowKey={(column) => String(column.index)}
            columns={[
              {
                key: 'header',
                title: t('fileColumn'),
                render: (column) => column.header || t('noHeader', { n: column.index + 1 }),
              },
              {
                key: 'samples',
                title: t('samples'),
                render: (column) => column.samples.filter(Boolean).join(comma) || '—',
              },
              {
                key: 'key',
                title: t('meaning'),
                width: 240,
                render: (column) => (
                  <Select
                    aria-label={`${column.header} ${t('meaning')}`}
                    style={{ width: '100%' }}
                    allowClear
                    showSearch={{ optionFilterProp: 'label' }}
                    placeholder={t('leftOut')}
                    value={keys[column.index] ?? undefined}
                    onChange={(key: string | undefined) =>
                      setKeys(keys.map((one, at) => (at === column.index ? (key ?? null) : one)))
                    }
                    options={known.map((one) => ({
                      value: one.key,
                      label: phrase(one.name),
                      disabled: keys.includes(one.key) && keys[column.index] !== one.key,
                    }))}
                  />
                ),
              },
            ]}
          />
          {absent.length > 0 && <ImportFills columns={absent} fills={fills} onChange={setFills} />}
          <div className={styles.keep}>
            <Checkbox checked={keep} onChange={(event) => setKeep(event.target.checked)}>
              {t('saveAs')}
            </Checkbox>
            {keep && (
              <Input
                aria-label={t('saveAsName')}
                placeholder={t('saveAsName')}
                value={name}
                maxLength={60}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </div>
        </Section>
      )}
      {change.isError && <ErrorNote error={change.error} />}
      <div className={styles.actions}>
        {cancel && <Button onClick={cancel}>{w('cancel')}</Button>}
        <Button
          type="primary"
          loading={change.isPending}
          disabled={!reread && (missing.length > 0 || (keep && name.trim() === ''))}
          onClick={() =>
            change.mutate({
              params: { id: found.id },
              body: {
                ...(reread ? {} : { columns: [...keys], fills: given }),
                ...(format ? { format } : {}),
                headerRow,
                ...(keep && name.trim() !== '' ? { saveAs: name.trim() } : {}),
              },
            })
          }
        >
          {t('mapDo')}
        </Button>
      </div>
    </>
  );
}
