import { Input, InputNumber, Select } from 'antd';
import { useText } from '#platform/web/text/lang.ts';
import { type TemplateStep, templateLanes } from '../../contract.ts';
import { FieldOf } from './FieldOf.tsx';
import { useOptions } from './SlotFields.tsx';
import styles from './templates.module.css';
import { text } from './text.ts';

/** One step: when it is due, who says it to whom, and what. */
export function StepFields({
  step,
  set,
}: {
  step: TemplateStep;
  set: (step: TemplateStep) => void;
}) {
  const t = useText(text);
  const options = useOptions();
  const put = (part: Partial<TemplateStep>) => set({ ...step, ...part });
  const { when } = step;
  return (
    <div className={styles.fields}>
      {when?.at === 'day' && (
        <>
          <FieldOf label={t('day')}>
            <InputNumber
              value={when.day}
              min={-60}
              max={400}
              onChange={(day) => put({ when: { ...when, day: day ?? 0 } })}
            />
          </FieldOf>
          <FieldOf label={t('time')}>
            <Input
              type="time"
              value={when.time ?? ''}
              onChange={({ target }) => put({ when: { ...when, time: target.value || null } })}
            />
          </FieldOf>
        </>
      )}
      {when?.at === 'after' && (
        <FieldOf label={t('after')}>
          <InputNumber
            value={when.minutes}
            min={-20_160}
            max={40_320}
            onChange={(minutes) => put({ when: { ...when, minutes: minutes ?? 0 } })}
          />
        </FieldOf>
      )}
      <FieldOf label={t('lane')}>
        <Select
          value={step.lane}
          onChange={(lane) => put({ lane })}
          options={options(templateLanes)}
        />
      </FieldOf>
      <FieldOf label={t('title')} wide="twice">
        <Input
          value={step.title}
          maxLength={60}
          onChange={({ target }) => put({ title: target.value })}
        />
      </FieldOf>
      <FieldOf label={t('words')} wide>
        <Input.TextArea
          value={step.text}
          autoSize={{ minRows: 2 }}
          maxLength={2_000}
          onChange={({ target }) => put({ text: target.value })}
        />
      </FieldOf>
      <FieldOf label={t('note')} wide>
        <Input
          value={step.note}
          maxLength={300}
          onChange={({ target }) => put({ note: target.value })}
        />
      </FieldOf>
    </div>
  );
}
