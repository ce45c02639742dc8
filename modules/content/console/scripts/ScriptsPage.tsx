import { Button, Input, type InputRef, Switch } from 'antd';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useCall } from '#platform/web/api.ts';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { listScripts, type ShownScript, scriptLevels, searchScripts } from '../../contract.ts';
import { ScriptCard } from './ScriptCard.tsx';
import { ScriptDialog } from './ScriptDialog.tsx';
import styles from './scripts.module.css';
import { text } from './text.ts';

/** What to say, and what not: searched with every key, without asking the server again. */
export default function ScriptsPage() {
  const t = useText(text);
  const may = useMay();
  const manage = may('content.item.manage');
  const [all, setAll] = useState(false);
  const scripts = useCall(listScripts, { query: all ? { all: 'true' } : {} }, { keep: true });
  const [editing, setEditing] = useState<ShownScript | 'new' | null>(null);
  if (scripts.isPending) return <SkeletonPage />;
  return (
    <Page
      title={t('scripts')}
      purpose={t('purpose')}
      actions={
        manage && (
          <>
            <span className={styles.all}>
              <Switch id="all-scripts" size="small" checked={all} onChange={setAll} />
              <label htmlFor="all-scripts">{t('withDrafts')}</label>
            </span>
            <Button type="primary" onClick={() => setEditing('new')}>
              {t('add')}
            </Button>
          </>
        )
      }
    >
      {scripts.isError ? (
        <ErrorNote error={scripts.error} retry={() => scripts.refetch()} />
      ) : (
        <Finder scripts={scripts.data.items} edit={manage ? setEditing : null} />
      )}
      {editing && (
        <ScriptDialog
          script={editing === 'new' ? null : editing}
          close={() => setEditing(null)}
          done={() => {
            setAll(true);
            setEditing(null);
          }}
        />
      )}
    </Page>
  );
}

function Finder({
  scripts,
  edit,
}: {
  scripts: readonly ShownScript[];
  edit: ((script: ShownScript) => void) | null;
}) {
  const t = useText(text);
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const input = useRef<InputRef>(null);
  const settled = useDeferredValue(typed);
  const found = useMemo(() => searchScripts(scripts, settled), [scripts, settled]);
  // One key leads here from anywhere on the page.
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key !== '/' || /^(INPUT|TEXTAREA)$/.test((event.target as Element).tagName)) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, []);
  const open = found.find(({ id }) => id === chosen) ?? found[0] ?? null;
  const step = (by: number) => {
    const at = found.findIndex(({ id }) => id === open?.id);
    setChosen(found[Math.max(0, Math.min(found.length - 1, at + by))]?.id ?? null);
  };
  return (
    <div className={styles.finder}>
      <div className={styles.side}>
        <Input
          ref={input}
          autoFocus
          allowClear
          value={typed}
          aria-label={t('search')}
          placeholder={t('search')}
          onChange={({ target }) => {
            setTyped(target.value);
            setChosen(null);
          }}
          onKeyDown={({ key }) => {
            if (key === 'ArrowDown') step(1);
            if (key === 'ArrowUp') step(-1);
          }}
        />
        <ul className={styles.list}>
          {found.map((script) => (
            <li key={script.id}>
              <button
                type="button"
                aria-current={script.id === open?.id || undefined}
                onClick={() => setChosen(script.id)}
              >
                <Row script={script} />
              </button>
            </li>
          ))}
        </ul>
        {found.length === 0 && <Empty small title={t('none')} />}
      </div>
      {open && <ScriptCard script={open} edit={edit && (() => edit(open))} />}
    </div>
  );
}

function Row({ script }: { script: ShownScript }) {
  const phrase = usePhrase();
  const t = useText(text);
  return (
    <>
      <b>{script.situation}</b>
      <small>
        {phrase(scriptLevels[script.level])}
        {script.state !== 'approved' && (
          <>
            {' '}
            <Status kind={script.state === 'draft' ? 'draft' : 'stopped'}>{t(script.state)}</Status>
          </>
        )}
      </small>
    </>
  );
}
