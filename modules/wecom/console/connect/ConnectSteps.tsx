import { Button } from 'antd';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { Status, type StatusKind, Tag } from '#platform/web/show/Status.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import type { ConnectStep, Corp } from '../../contract.ts';
import styles from './connect.module.css';
import { StepBody } from './StepBody.tsx';
import { text } from './text.ts';

const kinds: Record<ConnectStep['state'], StatusKind> = {
  todo: 'draft',
  untested: 'waiting',
  failed: 'failed',
  done: 'done',
};

interface Steps {
  corp: Corp;
  steps: readonly ConnectStep[];
  open: string | null;
  onOpen: (step: string | null) => void;
  test: () => Promise<unknown>;
  testing: boolean;
}

/** All steps below each other, one of them laid open: where one is, what is behind, what is left. */
export function ConnectSteps({ steps, open, onOpen, ...rest }: Steps) {
  return (
    <ol className={styles.steps}>
      {steps.map((step, at) => (
        <Step
          key={step.key}
          step={step}
          number={at + 1}
          open={open === step.key}
          toggle={() => onOpen(open === step.key ? null : step.key)}
          next={steps[at + 1]}
          onNext={onOpen}
          {...rest}
        />
      ))}
    </ol>
  );
}

function Step({
  step,
  number,
  open,
  toggle,
  next,
  onNext,
  ...rest
}: Omit<Steps, 'steps' | 'open' | 'onOpen'> & {
  step: ConnectStep;
  number: number;
  open: boolean;
  toggle: () => void;
  next: ConnectStep | undefined;
  onNext: (step: string) => void;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <li data-state={step.state} data-open={open || undefined} id={`step-${step.key}`}>
      <h2>
        <button type="button" aria-expanded={open} onClick={toggle}>
          <span className={styles.number}>{number}</span>
          <span className={styles.title}>{phrase(step.title)}</span>
          {step.optional && <Tag>{t('optional')}</Tag>}
          <span className={styles.stand}>
            <Status kind={kinds[step.state]}>{t(step.state)}</Status>
          </span>
          <Icon name={open ? 'up' : 'down'} size={14} />
        </button>
      </h2>
      {open && (
        <div className={styles.body}>
          <section>
            <h3>{t('inWecom')}</h3>
            <ol className={styles.how}>
              {step.how.map((line) => (
                <li key={line[0]}>{phrase(line)}</li>
              ))}
            </ol>
          </section>
          <StepBody step={step} {...rest} />
          {next && (step.state === 'done' || step.optional) && (
            <div>
              <Button
                type={step.state === 'done' ? 'primary' : 'default'}
                onClick={() => onNext(next.key)}
              >
                {t('nextStep', { title: phrase(next.title) })}
              </Button>
            </div>
          )}
        </div>
      )}
    </li>
  );
}
