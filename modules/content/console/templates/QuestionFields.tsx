import { Input, Select } from 'antd';
import { useText } from '#platform/web/text/lang.ts';
import { answers, type TemplateQuestion } from '../../contract.ts';
import { FieldOf } from './FieldOf.tsx';
import styles from './templates.module.css';
import { text } from './text.ts';

/** One question with its three options, which of them is right, and why. */
export function QuestionFields({
  question,
  set,
}: {
  question: TemplateQuestion;
  set: (question: TemplateQuestion) => void;
}) {
  const t = useText(text);
  const put = (part: Partial<TemplateQuestion>) => set({ ...question, ...part });
  return (
    <div className={styles.fields}>
      <FieldOf label={t('question')} wide>
        <Input.TextArea
          value={question.question}
          autoSize
          maxLength={300}
          onChange={({ target }) => put({ question: target.value })}
        />
      </FieldOf>
      {answers.map((letter, at) => (
        <FieldOf key={letter} label={t('option', { n: letter })}>
          <Input
            value={question.options[at]}
            maxLength={60}
            onChange={({ target }) =>
              put({ options: question.options.with(at, target.value) as [string, string, string] })
            }
          />
        </FieldOf>
      ))}
      <FieldOf label={t('answer')}>
        <Select
          value={question.answer}
          onChange={(answer) => put({ answer })}
          options={answers.map((value) => ({ value, label: value }))}
        />
      </FieldOf>
      <FieldOf label={t('explanation')} wide>
        <Input.TextArea
          value={question.explanation}
          autoSize
          maxLength={2_000}
          onChange={({ target }) => put({ explanation: target.value })}
        />
      </FieldOf>
      <FieldOf label={t('basis')} wide>
        <Input
          value={question.basis}
          maxLength={300}
          onChange={({ target }) => put({ basis: target.value })}
        />
      </FieldOf>
    </div>
  );
}
