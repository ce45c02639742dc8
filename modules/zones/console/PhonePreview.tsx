import { Select } from 'antd';
import { useState } from 'react';
import { listCustomers } from '#modules/customers/contract.ts';
import { useCall } from '#platform/web/api.ts';
import { useMay } from '#platform/web/person.ts';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { useSettled } from '#platform/web/useSettled.ts';
import { blocks, previewZone, type ShownZone, ZoneDraft } from '../contract.ts';
import { useTagNames } from './parts.tsx';
import { text } from './text.ts';
import styles from './zones.module.css';

/** The zone as somebody with some tags sees it, or one of the bank's customers. */
export function PhonePreview({ draft }: { draft: ZoneDraft }) {
  const t = useText(text);
  const nameOf = useTagNames();
  const may = useMay();
  const sees = may('customers.customer.read') || may('customers.unit.read');
  const customers = useCall(listCustomers, { query: { size: 50 } }, { enabled: sees });
  const [tags, setTags] = useState<string[]>([]);
  const [customerId, setCustomerId] = useState<number | null>(null);
  const asked = JSON.parse(useSettled(JSON.stringify({ draft, tags, customerId }), 400)) as {
    draft: unknown;
    tags: string[];
    customerId: number | null;
  };
  const valid = ZoneDraft.safeParse(asked.draft);
  const as = asked.customerId === null ? { tags: asked.tags } : { customerId: asked.customerId };
  const body = { draft: valid.data ?? draft, as };
  const preview = useCall(previewZone, { body }, { enabled: valid.success, keep: true });
  return (
    <aside className={styles.preview} aria-label={t('preview')}>
      <h2>{t('preview')}</h2>
      <div className={styles.as}>
        <Select
          aria-label={t('asTags')}
          mode="multiple"
          placeholder={t('asTags')}
          value={tags}
          disabled={customerId !== null}
          onChange={setTags}
          options={draft.matches.map(({ tag }) => ({ value: tag as string, label: nameOf(tag) }))}
        />
        {sees && (
          <Select
            aria-label={t('asCustomer')}
            placeholder={t('asCustomer')}
            allowClear
            value={customerId}
            onChange={(id) => setCustomerId(id ?? null)}
            options={(customers.data?.items ?? []).map(({ id, name, unit }) => ({
              value: id as number,
              label: `${name ?? '—'} · ${unit.name}`,
            }))}
          />
        )}
      </div>
      {preview.isError && <ErrorNote error={preview.error} />}
      <div className={styles.phone}>
        <header>
          <strong>{draft.name || t('namePlace')}</strong>
          {draft.lead && <p>{draft.lead}</p>}
        </header>
        {preview.data && <Shown shown={preview.data} nameOf={nameOf} />}
      </div>
    </aside>
  );
}

function Shown({ shown, nameOf }: { shown: ShownZone; nameOf: (code: string) => string }) {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  return (
    <>
      {shown.blocks.map(({ key, entries }) => (
        <section key={key} data-block={key}>
          <h3>{phrase(blocks[key].name)}</h3>
          <ul>
            {entries.map(({ key, title, note, tag }) => (
              <li key={key}>
                <b>{title}</b>
                {note && <span>{note}</span>}
                {tag && <small>{t('because', { tag: nameOf(tag) })}</small>}
              </li>
            ))}
          </ul>
        </section>
      ))}
      {shown.blocks.length === 0 && <p className={styles.note}>{t('nothingShown')}</p>}
      <p className={styles.note}>{t(shown.general ?? 'fitted')}</p>
      {shown.held.length > 0 && (
        <details>
          <summary>{t('heldN', { n: shown.held.length })}</summary>
          <ul>
            {shown.held.map(({ title, why }) => (
              <li key={title}>{`${title || t('gone')}${marks.colon}${phrase(why)}`}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
