import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Icon } from '../icon/Icon.tsx';
import { useText } from '../text/lang.ts';
import { words } from '../text/words.ts';
import styles from './wizard.module.css';

export interface WizardStep {
  key: string;
  title: string;
  /** What the step came to, once it is behind: 已选 1,024 行. */
  result?: ReactNode;
}

/** Where one is in a few steps; those behind can be gone back to when `onStep` is given. */
export function Steps({
  steps,
  current,
  onStep,
}: {
  steps: readonly WizardStep[];
  current: number;
  onStep?: (step: number) => void;
}) {
  const t = useText(words);
  return (
    <ol className={styles.steps} aria-label={t('step', { n: current + 1, all: steps.length })}>
      {steps.map((step, at) => {
        const state = at < current ? 'behind' : at === current ? 'here' : 'ahead';
        const inside = (
          <>
            <span className={styles.number}>
              {state === 'behind' ? <Icon name="check" size={14} /> : at + 1}
            </span>
            <span className={styles.title}>
              {step.title}
              {step.result && state === 'behind' && <small>{step.result}</small>}
            </span>
          </>
        );
        return (
          <li
            key={step.key}
            data-state={state}
            aria-current={state === 'here' ? 'step' : undefined}
          >
            {state === 'behind' && onStep ? (
              <button type="button" onClick={() => onStep(at)}>
                {inside}
              </button>
            ) : (
              <span>{inside}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

/** Steps with the content of the present one and the way on. */
export function Wizard({
  steps,
  current,
  onStep,
  next,
  canNext = true,
  busy = false,
  onNext,
  aside,
  children,
}: {
  steps: readonly WizardStep[];
  current: number;
  onStep: (step: number) => void;
  /** The verb on the button; the last step's says what will happen. */
  next?: string;
  canNext?: boolean;
  busy?: boolean;
  onNext: () => void;
  /** Another way on, beside the main one: save and go on later. */
  aside?: ReactNode;
  children: ReactNode;
}) {
  const t = useText(words);
  const last = current === steps.length - 1;
  return (
    <div className={styles.wizard}>
      <Steps steps={steps} current={current} onStep={onStep} />
      <div>{children}</div>
      <div className={styles.foot}>
        {current > 0 && (
          <Button onClick={() => onStep(current - 1)} disabled={busy}>
            {t('previous')}
          </Button>
        )}
        {aside}
        <Button type="primary" onClick={onNext} disabled={!canNext} loading={busy}>
          {next ?? (last ? t('done') : t('next'))}
        </Button>
      </div>
    </div>
  );
}
