import { Button, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import type { Phrase } from '#platform/contract/text.ts';
import { Section } from '#platform/web/page/Page.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { blockOrder, Entries, entryKey } from '../contract.ts';
import type { EditProps } from './AboutFields.tsx';
import { BlockEditor } from './BlockEditor.tsx';
import { useTagGroups, useTagNames } from './parts.tsx';
import { text } from './text.ts';
import styles from './zones.module.css';

/** Tag by tag, what stands in the four blocks; before them, what everybody sees. */
export function Matching({
  draft,
  set,
  locked,
  known,
  unfit,
  learn,
}: EditProps & {
  known: ReadonlyMap<string, string>;
  unfit: ReadonlyMap<string, Phrase | null>;
  learn: (key: string, title: string) => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const groups = useTagGroups();
  const nameOf = useTagNames();
  const [open, setOpen] = useState<string | null>(null);
  const match = draft.matches.find(({ tag }) => tag === open);
  const shown = match ? match.entries : draft.defaults;
  const put = (entries: Entries) =>
    match
      ? set({ matches: draft.matches.map((m) => (m.tag === match.tag ? { ...m, entries } : m)) })
      : set({ defaults: entries });
  const used = new Set(draft.matches.map(({ tag }) => tag as string));
  const count = (entries: Entries) => blockOrder.reduce((sum, key) => sum + entries[key].length, 0);
  const tabs = [
    { key: null, label: t('defaults'), n: count(draft.defaults) },
    ...draft.matches.map(({ tag, entries }) => ({
      key: tag as string | null,
      label: nameOf(tag),
      n: count(entries),
    })),
  ];
  return (
    <Section title={t('matching')} hint={t('matchingHint')}>
      <div className={styles.tabs} role="tablist" aria-label={t('matching')}>
        {tabs.map(({ key, label, n }) => (
          <button
            key={key ?? ''}
            type="button"
            role="tab"
            aria-selected={(match?.tag ?? null) === key}
            onClick={() => setOpen(key)}
          >
            {label} <small>{n}</small>
          </button>
        ))}
        {!locked && (
          <Select
            aria-label={t('addTag')}
            placeholder={t('addTag')}
            value={null}
            showSearch={{ optionFilterProp: 'label' }}
            className={styles.addTag}
            notFoundContent={<Empty small title={t('noTagToAdd')} />}
            options={groups
              .map(({ name, tags }) => ({
                label: phrase(name),
                options: tags
                  .filter(({ code, state }) => state === 'active' && !used.has(code))
                  .map(({ code, name }) => ({ value: code as string, label: phrase(name) })),
              }))
              .filter(({ options }) => options.length > 0)}
            onChange={(tag) => {
              if (!tag) return;
              set({ matches: [...draft.matches, { tag, entries: Entries.parse({}) }] });
              setOpen(tag);
            }}
          />
        )}
      </div>
      <p className={styles.note}>
        {match ? t('forTag', { tag: nameOf(match.tag) }) : t('forEverybody')}
        {match && !locked && (
          <Popconfirm
            title={t('dropTag', { tag: nameOf(match.tag) })}
            okText={t('drop')}
            onConfirm={() => set({ matches: draft.matches.filter(({ tag }) => tag !== match.tag) })}
          >
            <Button type="link" size="small" danger>
              {t('drop')}
            </Button>
          </Popconfirm>
        )}
      </p>
      <div className={styles.blocks}>
        {blockOrder.map((key) => (
          <BlockEditor
            key={`${open}/${key}`}
            block={key}
            locked={locked}
            entries={shown[key].map((entry) => ({
              entry,
              title: entry.kind === 'link' ? entry.title : (known.get(entryKey(entry)) ?? '…'),
              why: unfit.get(entryKey(entry)) ?? null,
            }))}
            put={(entries) => put({ ...shown, [key]: entries })}
            learn={learn}
          />
        ))}
      </div>
    </Section>
  );
}
