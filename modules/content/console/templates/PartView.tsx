import { Facts, Section } from '#platform/web/page/Page.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { Ledger } from '#platform/web/table/Ledger.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  answers,
  type PartOf,
  type TemplatePart,
  type TemplateVariable,
  templateLanes,
  whenText,
} from '../../contract.ts';
import styles from './templates.module.css';
import { text } from './text.ts';
import { WeekTable } from './WeekTable.tsx';
import { Words } from './Words.tsx';

type Given<P> = { part: P; variables: readonly TemplateVariable[] };

/** Each part in the way it is read best. */
export function PartView({ part, variables }: Given<TemplatePart>) {
  return (
    <Section title={part.title} hint={part.hint || undefined}>
      <Body part={part} variables={variables} />
    </Section>
  );
}

function Body({ part, variables }: Given<TemplatePart>) {
  switch (part.part) {
    case 'week':
      return <WeekTable part={part} variables={variables} />;
    case 'steps':
      return <Steps part={part} variables={variables} />;
    case 'questions':
      return <Questions part={part} variables={variables} />;
    case 'list':
      return (
        <ul className={styles.list}>
          {part.items.map((item) => (
            <li key={item}>
              <Words variables={variables}>{item}</Words>
            </li>
          ))}
        </ul>
      );
    case 'facts':
      return (
        <Facts
          items={part.facts.map(({ label, value }) => ({
            label,
            value: <Words variables={variables}>{value}</Words>,
          }))}
        />
      );
    case 'table':
      return (
        <Ledger
          label={part.title}
          columns={part.columns.map(({ key, label }, i) => ({
            key,
            title: label,
            wrap: true,
            render: (row: string[]) => row[i] || '—',
          }))}
          rows={part.rows}
          rowKey={(row) => row.join('/')}
        />
      );
  }
}

function Steps({ part, variables }: Given<PartOf<'steps'>>) {
  const t = useText(text);
  const phrase = usePhrase();
  const timed = part.steps.some(({ when }) => when !== null);
  return (
    <ol className={styles.steps} data-timed={timed || undefined}>
      {part.steps.map((step, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: steps keep their order
        <li key={at}>
          {timed && <span className={styles.time}>{step.when && phrase(whenText(step.when))}</span>}
          <div>
            <h4>
              {step.title} <Tag>{phrase(templateLanes[step.lane])}</Tag>
              {step.lane === 'task' && <small> {t('internal')}</small>}
            </h4>
            <p className={styles.said}>
              <Words variables={variables}>{step.text}</Words>
            </p>
            {step.note && <small>{step.note}</small>}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Questions({ part }: Given<PartOf<'questions'>>) {
  const t = useText(text);
  const marks = useMarks();
  return (
    <ol className={styles.questions}>
      {part.questions.map((question) => (
        <li key={question.question}>
          <h4>
            {question.question} {question.topic && <Tag>{question.topic}</Tag>}
          </h4>
          <ul>
            {question.options.map((option, i) => {
              const right = answers[i] === question.answer;
              return (
                <li key={option} data-right={right || undefined}>
                  <b>{answers[i]}</b> {option}
                  {right && <small> {t('answer')}</small>}
                </li>
              );
            })}
          </ul>
          {question.explanation && <p>{question.explanation}</p>}
          {question.basis && <small>{`${t('basis')}${marks.colon}${question.basis}`}</small>}
        </li>
      ))}
    </ol>
  );
}
