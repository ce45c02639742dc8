import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useChange } from '#platform/web/api.ts';
import { useMay } from '#platform/web/person.ts';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import { makeElements } from '../../contract.ts';
import styles from '../segments.module.css';
import type { StepProps } from './SetupPage.tsx';
import { text } from './setup-text.ts';

const namesIn = (lines: string): string[] =>
  lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** What the mode is made of: named once, then linked in one project. */
export function ElementsPart({ setup, pack, locked, save }: StepProps) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const may = useMay();
  const { message } = App.useApp();
  const [names, setNames] = useState<Readonly<Record<string, string>>>({});
  const make = useChange(makeElements);
  const { elements } = pack.content;
  if (elements.length === 0) return null;
  const filled = elements.every(({ key }) => namesIn(names[key] ?? '').length > 0);
  const onMake = async () => {
    const named = elements.flatMap(({ key }) =>
      namesIn(names[key] ?? '').map((name) => ({ key, name })),
    );
    try {
      const { id, version } = await save();
      await make.mutateAsync({ params: { id }, body: { version, elements: named } });
      message.success(t('elementsMade'));
    } catch {
      // Shown below.
    }
  };
  return (
    <section className={styles.stack}>
      <h3>{t('elements')}</h3>
      {setup.projectId ? (
        <ul className={styles.rows}>
          {elements.map(({ key, name }) => (
            <li key={key}>
              <b>{phrase(name)}</b>
              <span>
                {setup.elements
                  .filter((element) => element.key === key)
                  .map((element) => element.name)
                  .join(comma)}
              </span>
            </li>
          ))}
          <li>
            <span className={styles.note}>{t('oneProject')}</span>
            <Link to={`/projects/${setup.projectId}`}>{t('openProject')}</Link>
          </li>
        </ul>
      ) : (
        <>
          <p className={styles.note}>{t('elementsHint')}</p>
          <div className={styles.fields}>
            {elements.map(({ key, name, hint, most }) => (
              <div key={key} className={styles.field}>
                <label htmlFor={`element-${key}`}>{phrase(name)}</label>
                <Input.TextArea
                  id={`element-${key}`}
                  autoSize={{ minRows: most > 1 ? 2 : 1, maxRows: 8 }}
                  disabled={locked}
                  value={names[key] ?? ''}
                  placeholder={most > 1 ? t('oneALine') : undefined}
                  onChange={(event) => setNames({ ...names, [key]: event.target.value })}
                />
                <span className={styles.note}>{phrase(hint)}</span>
              </div>
            ))}
          </div>
          {!locked && may('org.project.manage') && (
            <div>
              <Button disabled={!filled} loading={make.isPending} onClick={onMake}>
                {t('makeElements')}
              </Button>
            </div>
          )}
          {make.isError && <ErrorNote error={make.error} />}
        </>
      )}
    </section>
  );
}
