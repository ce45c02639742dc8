import { Button, Input } from 'antd';
import { type ReactNode, useId } from 'react';
import { useText } from '#platform/web/text/lang.ts';
import type { PartOf, TemplatePart } from '../../contract.ts';
import { FieldOf } from './FieldOf.tsx';
import { QuestionFields } from './QuestionFields.tsx';
import { SlotFields, Themes } from './SlotFields.tsx';
import { StepFields } from './StepFields.tsx';
import styles from './templates.module.css';
import { text } from './text.ts';

/** Whatever a part holds, entry by entry; `change` gets the whole part. */
export function PartEditor({
  part,
  change,
}: {
  part: TemplatePart;
  change: (part: TemplatePart) => void;
}) {
  const t = useText(text);
  switch (part.part) {
    case 'week':
      return (
        <>
          <Themes themes={part.themes} change={(themes) => change({ ...part, themes })} />
          <Entries
            entries={part.slots}
            change={(slots) => change({ ...part, slots })}
            next={(last) => ({ ...last, title: '', text: '' })}
          >
            {(slot, set) => <SlotFields slot={slot} set={set} />}
          </Entries>
        </>
      );
    case 'steps':
      return (
        <Entries
          entries={part.steps}
          change={(steps) => change({ ...part, steps })}
          next={(last) => ({ ...last, title: '', text: '', note: '' })}
        >
          {(step, set) => <StepFields step={step} set={set} />}
        </Entries>
      );
    case 'questions':
      return (
        <Entries
          entries={part.questions}
          change={(questions) => change({ ...part, questions })}
          next={(last) => ({
            ...{ ...last, question: '', explanation: '', basis: '' },
            options: ['', '', ''] as [string, string, string],
          })}
        >
          {(question, set) => <QuestionFields question={question} set={set} />}
        </Entries>
      );
    case 'list':
      return (
        <Entries
          entries={part.items}
          change={(items) => change({ ...part, items })}
          next={() => ''}
        >
          {(item, set) => (
            <Input.TextArea
              value={item}
              autoSize
              maxLength={500}
              aria-label={t('item')}
              onChange={({ target }) => set(target.value)}
            />
          )}
        </Entries>
      );
    case 'facts':
      return <FactsEditor part={part} change={change} />;
    case 'table':
      return (
        <Entries
          entries={part.rows}
          change={(rows) => change({ ...part, rows })}
          next={() => part.columns.map(() => '')}
        >
          {(row, set) => (
            <div className={styles.fields}>
              {part.columns.map(({ key, label }, at) => (
                <FieldOf key={key} label={label}>
                  <Input.TextArea
                    value={row[at] ?? ''}
                    autoSize
                    maxLength={500}
                    onChange={({ target }) => set(row.with(at, target.value))}
                  />
                </FieldOf>
              ))}
            </div>
          )}
        </Entries>
      );
  }
}

function FactsEditor({
  part,
  change,
}: {
  part: PartOf<'facts'>;
  change: (part: TemplatePart) => void;
}) {
  return (
    <div className={styles.fields}>
      {part.facts.map((fact, at) => (
        <FieldOf key={fact.key} label={fact.label}>
          <Input.TextArea
            value={fact.value}
            autoSize
            maxLength={500}
            onChange={({ target }) =>
              change({ ...part, facts: part.facts.with(at, { ...fact, value: target.value }) })
            }
          />
        </FieldOf>
      ))}
    </div>
  );
}

function Entries<E>({
  entries,
  change,
  next,
  children,
}: {
  entries: readonly E[];
  change: (entries: E[]) => void;
  /** What a new one begins with. */
  next: (last: E) => E;
  children: (entry: E, set: (entry: E) => void) => ReactNode;
}) {
  const t = useText(text);
  const id = useId();
  return (
    <ol className={styles.entries}>
      {entries.map((entry, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an entry holds no state of its own
        <li key={`${id}/${at}`}>
          <div>{children(entry, (value) => change(entries.with(at, value)))}</div>
          {entries.length > 1 && (
            <Button size="small" onClick={() => change(entries.filter((_, i) => i !== at))}>
              {t('drop')}
            </Button>
          )}
        </li>
      ))}
      <li>
        <Button onClick={() => change([...entries, next(entries.at(-1)!)])}>{t('add')}</Button>
      </li>
    </ol>
  );
}
