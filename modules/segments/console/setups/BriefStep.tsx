import { Input, Radio } from 'antd';
import { useId } from 'react';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import { type Brief, modes } from '../../contract.ts';
import styles from '../segments.module.css';
import type { StepProps } from './SetupPage.tsx';
import { text } from './setup-text.ts';

/** Advantage, entry point, mode and its reason: a deliberate choice, kept in the history. */
export function BriefStep({ pack, content: { brief }, set, locked }: StepProps) {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  const id = useId();
  const write = (part: Partial<Brief>) => set({ brief: { ...brief, ...part } });
  const { advantages, entry_points: entries, need } = pack.content.launch_brief;
  const questions = [
    { key: 'need', label: t('need'), hint: t('needHint'), ideas: [need] },
    { key: 'advantage', label: t('advantage'), hint: '', ideas: advantages },
    { key: 'entryPoint', label: t('entryPoint'), hint: '', ideas: entries },
  ] as const;
  return (
    <div className={styles.stack}>
      {questions.map(({ key, label, hint, ideas }) => (
        <div key={key} className={styles.field}>
          <label htmlFor={`${id}-${key}`}>{label}</label>
          {hint && <small>{hint}</small>}
          <Input.TextArea
            id={`${id}-${key}`}
            rows={2}
            maxLength={500}
            disabled={locked}
            value={brief[key]}
            onChange={(event) => write({ [key]: event.target.value })}
          />
          {!locked && (
            <div className={styles.offers}>
              <span className={styles.note}>{t('ideas')}</span>
              {ideas.map((idea) => (
                <button
                  key={idea}
                  type="button"
                  onClick={() =>
                    write({ [key]: [brief[key], idea].filter(Boolean).join(marks.semicolon) })
                  }
                >
                  {idea}
                </button>
              ))}
            </div>
          )}
        </div>
      ))}
      <div className={styles.field}>
        <span id={`${id}-mode`}>
          <b>{t('mode')}</b>
        </span>
        <Radio.Group
          aria-labelledby={`${id}-mode`}
          disabled={locked}
          value={brief.mode}
          onChange={(event) => write({ mode: event.target.value })}
          options={pack.content.modes.map((value) => ({ value, label: phrase(modes[value]) }))}
        />
        <small>{phrase(pack.content.mode_formula)}</small>
      </div>
      <div className={styles.field}>
        <label htmlFor={`${id}-reason`}>{t('reason')}</label>
        <Input.TextArea
          id={`${id}-reason`}
          rows={2}
          maxLength={500}
          disabled={locked}
          value={brief.reason}
          onChange={(event) => write({ reason: event.target.value })}
        />
      </div>
    </div>
  );
}
