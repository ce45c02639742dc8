import { Button, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Phrase } from '#platform/contract/text.ts';
import { useCall } from '#platform/web/api.ts';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { useSettled } from '#platform/web/useSettled.ts';
import {
  type BlockKey,
  blocks,
  type Entry,
  entryKey,
  entryKinds,
  listChoices,
} from '../contract.ts';
import { LinkDialog } from './LinkDialog.tsx';
import { text } from './text.ts';
import styles from './zones.module.css';

interface Line {
  readonly entry: Entry;
  readonly title: string;
  readonly why: Phrase | null;
}

interface Props {
  readonly block: BlockKey;
  readonly entries: readonly Line[];
  readonly locked: boolean;
  readonly put: (entries: Entry[]) => void;
  readonly learn: (key: string, title: string) => void;
}

/** What stands in one block, in its order, and what may be put into it today. */
export function BlockEditor({ block, entries, locked, put, learn }: Props) {
  const t = useText(text);
  const phrase = usePhrase();
  const { name, what, takes } = blocks[block];
  const [linking, setLinking] = useState(false);
  const all = entries.map(({ entry }) => entry);
  const links = (takes as readonly string[]).includes('link');
  const move = (at: number) => {
    const next = [...all];
    [next[at - 1], next[at]] = [next[at]!, next[at - 1]!];
    put(next);
  };
  return (
    <section className={styles.block} aria-label={phrase(name)}>
      <h3>{phrase(name)}</h3>
      <p className={styles.note}>{phrase(what)}</p>
      <ol>
        {entries.map(({ entry, title, why }, at) => (
          <li key={entryKey(entry)}>
            <span>
              {title || t('gone')} <Tag>{phrase(entryKinds[entry.kind])}</Tag>
              {why && <em>{phrase(why)}</em>}
            </span>
            {!locked && (
              <>
                <Button
                  type="text"
                  size="small"
                  aria-label={t('up', { title })}
                  disabled={at === 0}
                  icon={<Icon name="up" size={14} />}
                  onClick={() => move(at)}
                />
                <Button
                  type="text"
                  size="small"
                  aria-label={t('take', { title })}
                  icon={<Icon name="close" size={14} />}
                  onClick={() => put(all.filter((_, i) => i !== at))}
                />
              </>
            )}
          </li>
        ))}
      </ol>
      {!locked && (
        <div className={styles.add}>
          <Choose
            block={block}
            without={new Set(all.map(entryKey))}
            add={(entry, title) => {
              learn(entryKey(entry), title);
              put([...all, entry]);
            }}
          />
          {links && <Button onClick={() => setLinking(true)}>{t('addLink')}</Button>}
        </div>
      )}
      {linking && (
        <LinkDialog close={() => setLinking(false)} add={(entry) => put([...all, entry])} />
      )}
    </section>
  );
}

function Choose({
  block,
  without,
  add,
}: {
  block: BlockKey;
  without: ReadonlySet<string>;
  add: (entry: Entry, title: string) => void;
}) {
  const t = useText(text);
  const [q, setQ] = useState('');
  const [opened, setOpened] = useState(false);
  const asked = useSettled(q, 250);
  const choices = useCall(
    listChoices,
    { query: { block, ...(asked && { q: asked }) } },
    { enabled: opened, keep: true },
  );
  const items = (choices.data?.items ?? []).filter(({ key }) => !without.has(key));
  return (
    <Select
      aria-label={t('choose')}
      placeholder={t('choose')}
      value={null}
      className={styles.choose}
      showSearch={{ filterOption: false, onSearch: (text) => setQ(text.trim()) }}
      onOpenChange={setOpened}
      loading={choices.isFetching}
      popupMatchSelectWidth={360}
      notFoundContent={
        choices.isFetching ? null : (
          <span className={styles.note}>
            {t(block === 'products' ? 'noProducts' : 'noContent')}{' '}
            <Link to={block === 'products' ? '/content/products' : '/content'}>{t('toThere')}</Link>
          </span>
        )
      }
      options={items.map(({ key, title, note }) => ({ value: key, label: title, note }))}
      optionRender={({ data }) => (
        <span className={styles.choice}>
          {data.label}
          {data.note && <small>{data.note}</small>}
        </span>
      )}
      onChange={(key) => {
        const found = items.find((item) => item.key === key);
        if (found) add(found.entry, found.title);
      }}
    />
  );
}
