import { type DragEvent, useState } from 'react';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type Definition,
  type Finding,
  type Item,
  type Lane,
  laneOrder,
  lanes,
  type Stage,
} from '../../contract.ts';
import { LetterMark } from '../parts.tsx';
import { text } from '../text.ts';
import { daysOfRound, findingsOf, findingsOfStage, itemsAt } from './edit.ts';
import styles from './timeline.module.css';

export interface TimelineActions {
  readonly editable: boolean;
  readonly chosen: string | null;
  /** The card that was moved by its keys: it keeps the focus in its new place. */
  readonly held: string | null;
  open(id: string): void;
  move(id: string, day: number, lane: Lane): void;
  add(day: number, lane: Lane): void;
}

/** One round: days across, lanes down, stages over them. On a phone the days stand below each other. */
export function Timeline({
  definition,
  findings,
  round,
  actions,
}: {
  definition: Definition;
  findings: readonly Finding[];
  round: number;
  actions: TimelineActions;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const days = daysOfRound(definition, round);
  const shown = laneOrder.filter(
    (lane) =>
      lane === 'one_to_one' ||
      lane === 'moments' ||
      (actions.editable && lane === 'rm_task') ||
      definition.items.some((item) => item.lane === lane),
  );
  return (
    <section className={styles.round} aria-label={t('round', { n: round })}>
      <h3>{t('round', { n: round })}</h3>
      <div className={styles.scroll}>
        <div className={styles.grid} style={{ '--days': days.length } as never}>
          <span className={styles.corner} />
          {definition.method.stages.map((stage) => (
            <StageHead
              key={stage.stage}
              stage={stage}
              findings={findingsOfStage(findings, stage.stage, round)}
            />
          ))}
          <span className={styles.corner} />
          {days.map((day) => (
            <span key={day} className={styles.day}>
              {t('day', { n: day })}
            </span>
          ))}
          {shown.map((lane) => (
            <LaneRow key={lane} lane={lane} name={phrase(lanes[lane])}>
              {days.map((day) => (
                <Cell
                  key={day}
                  day={day}
                  lane={lane}
                  items={itemsAt(definition, day, lane)}
                  findings={findings}
                  actions={actions}
                />
              ))}
            </LaneRow>
          ))}
        </div>
      </div>
    </section>
  );
}

function StageHead({ stage, findings }: { stage: Stage; findings: readonly Finding[] }) {
  const t = useText(text);
  const phrase = usePhrase();
  const [from, to] = stage.days;
  return (
    <div className={styles.stage} style={{ gridColumn: `span ${to - from + 1}` }}>
      <strong>{stage.label}</strong>
      <small>{t('stageLetters', { letters: stage.letters.join('·').replace('A2', 'A₂') })}</small>
      {findings.map((finding) => (
        <p key={finding.words[0]} className={styles.finding} data-level={finding.level}>
          <Icon name="warning" size={14} /> {phrase(finding.words)}
        </p>
      ))}
    </div>
  );
}

function LaneRow({
  lane,
  name,
  children,
}: {
  lane: Lane;
  name: string;
  children: React.ReactNode;
}) {
  return (
    <>
      <span className={styles.lane} data-lane={lane}>
        {name}
      </span>
      {children}
    </>
  );
}

function Cell({
  day,
  lane,
  items,
  findings,
  actions,
}: {
  day: number;
  lane: Lane;
  items: readonly Item[];
  findings: readonly Finding[];
  actions: TimelineActions;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const id = event.dataTransfer.getData('text/plain');
    if (id) actions.move(id, day, lane);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a place to drop; the cards have keys
    <div
      className={styles.cell}
      data-over={over || undefined}
      data-day={t('day', { n: day })}
      data-empty={items.length === 0 || undefined}
      onDragOver={(event) => {
        if (!actions.editable) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      {items.map((item) => (
        <Card key={item.id} item={item} findings={findingsOf(findings, item)} actions={actions} />
      ))}
      {actions.editable && (
        <button
          type="button"
          className={styles.add}
          aria-label={t('addHere', { n: day, lane: phrase(lanes[lane]) })}
          onClick={() => actions.add(day, lane)}
        >
          <Icon name="plus" size={14} />
        </button>
      )}
    </div>
  );
}

function Card({
  item,
  findings,
  actions,
}: {
  item: Item;
  findings: readonly Finding[];
  actions: TimelineActions;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const worst = findings.some((f) => f.level === 'error') ? 'error' : findings[0]?.level;
  return (
    <button
      type="button"
      className={styles.card}
      data-chosen={actions.chosen === item.id || undefined}
      data-level={worst}
      // biome-ignore lint/a11y/noAutofocus: it had the focus before it was moved
      autoFocus={actions.held === item.id}
      draggable={actions.editable}
      title={findings.map((f) => phrase(f.words)).join('\n') || item.title}
      onDragStart={(event) => event.dataTransfer.setData('text/plain', item.id)}
      onClick={() => actions.open(item.id)}
      onKeyDown={(event) => {
        if (!event.altKey || !actions.editable) return;
        const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
        if (by === undefined) return;
        event.preventDefault();
        actions.move(item.id, item.day + by, item.lane);
      }}
    >
      <span className={styles.marks}>
        <LetterMark letter={item.aida} />
        {item.three_w && <em>3W</em>}
        {item.promotional && <em data-promo>{t('promoMark')}</em>}
        {item.hook && <em>{t('hookMark')}</em>}
        {worst && <Icon name="warning" size={14} />}
      </span>
      <span className={styles.title}>{item.title}</span>
      <small>{item.send_window}</small>
    </button>
  );
}
