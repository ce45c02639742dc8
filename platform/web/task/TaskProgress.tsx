import type { ReactNode } from 'react';
import { ProgressLine } from '../chart/Ring.tsx';
import { Status, type StatusKind } from '../show/Status.tsx';
import { useLang, useMarks, useText } from '../text/lang.ts';
import { formatDuration, formatNumber, formatPercent } from '../text/number.ts';
import { words } from '../text/words.ts';
import styles from './task.module.css';

export interface TaskView {
  title: ReactNode;
  /** How it stands, in a word. */
  state: string;
  kind: StatusKind;
  done: number;
  /** Null when it is not known how much there is. */
  total: number | null;
  /** What is counted: 行, 人. */
  unit: string;
  /** Seconds at work so far. */
  elapsed?: number;
  /** When the server knows better than the speed so far. */
  secondsLeft?: number | null;
  /** 990 行已导入，10 行有误 */
  result?: ReactNode;
}

/** Long work: how far, how fast, how long yet. It goes on when the page is left. */
export function TaskProgress({ task, actions }: { task: TaskView; actions?: ReactNode }) {
  const t = useText(words);
  const marks = useMarks();
  const lang = useLang();
  const share = task.total === null || task.total === 0 ? null : task.done / task.total;
  const moving = task.kind === 'running';
  const speed = task.elapsed && task.elapsed >= 1 ? task.done / task.elapsed : null;
  const guessed = speed && task.total !== null ? (task.total - task.done) / speed : null;
  const left = moving ? (task.secondsLeft ?? guessed) : null;
  const figures = `${formatNumber(task.done)}${task.total === null ? '' : ` / ${formatNumber(task.total)}`} ${task.unit}`;
  const facts = [
    figures,
    moving && speed && t('rowsPerSecond', { n: formatNumber(Math.round(speed)) }),
    left !== null && left > 0 && t('timeLeft', { time: formatDuration(left, lang) }),
    !moving &&
      task.elapsed !== undefined &&
      t('took', { time: formatDuration(task.elapsed, lang) }),
  ].filter((fact): fact is string => typeof fact === 'string');
  const tone =
    task.kind === 'failed'
      ? 'bad'
      : task.kind === 'warning'
        ? 'warn'
        : task.kind === 'done'
          ? 'good'
          : 'accent';
  return (
    <div className={styles.task}>
      <div className={styles.head}>
        <span className={styles.title}>{task.title}</span>
        <Status kind={task.kind}>
          {task.state}
          {moving && share !== null && ` ${formatPercent(share, 0)}`}
        </Status>
      </div>
      <ProgressLine
        share={task.kind === 'done' ? 1 : share}
        tone={tone}
        sentence={facts.join(marks.clause)}
      />
      <div className={styles.foot}>
        <span className="figures">{facts.join(' · ')}</span>
        {actions && <span className={styles.actions}>{actions}</span>}
      </div>
      {task.result && <div className={styles.result}>{task.result}</div>}
    </div>
  );
}
