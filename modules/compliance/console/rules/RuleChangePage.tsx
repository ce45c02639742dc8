import { App, Button, Input, InputNumber, Select, Switch } from 'antd';
import { useNavigate, useParams } from 'react-router';
import { z } from 'zod';
import { requestApproval } from '#modules/org/contract.ts';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { DayPicker } from '#platform/web/form/DayPicker.tsx';
import { Field, FieldGroup } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  customerGrades,
  getRule,
  type Matrix,
  type Parameter,
  parametersOf,
  productGrades,
  ruleChangeKind,
  type TimeWindow,
  valuesSchema,
} from '../../contract.ts';
import styles from '../compliance.module.css';
import { text } from './text.ts';

export default function RuleChangePage() {
  const t = useText(text);
  const { rule: id = '' } = useParams();
  const rule = useCall(getRule, { params: { rule: id } });
  if (rule.isPending) return <SkeletonPage />;
  if (rule.isError)
    return (
      <Page title={id} crumbs={[{ label: t('rules'), to: '/compliance/rules' }]}>
        <ErrorNote error={rule.error} retry={() => rule.refetch()} />
      </Page>
    );
  return <ChangeForm rule={rule.data} />;
}

function ChangeForm({ rule }: { rule: Reply<typeof getRule> }) {
  const t = useText(text);
  const phrase = usePhrase();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const request = useChange(requestApproval);
  const parameters = parametersOf(rule.id);
  const newest = rule.history[0];
  const schema = z.object({
    on: z.boolean(),
    parameters: valuesSchema(parameters),
    effectiveOn: z.iso.date(),
    reason: z.string().trim().min(1).max(500),
  });
  return (
    <Page
      title={t('changeTitle', { rule: rule.id })}
      purpose={t('changePurpose')}
      width="reading"
      crumbs={[
        { label: t('rules'), to: '/compliance/rules' },
        { label: phrase(rule.title), to: `/compliance/rules/${rule.id}` },
        { label: t('change') },
      ]}
    >
      <FormPanel
        id={`compliance.rule.${rule.id}`}
        version={String(newest?.version)}
        schema={schema}
        initial={{ on: newest?.on ?? rule.on, parameters: newest?.parameters ?? rule.parameters }}
        submit={t('submit')}
        onCancel={() => navigate(`/compliance/rules/${rule.id}`)}
        onSubmit={async ({ reason, ...change }) => {
          const payload = { rule: rule.id, version: newest?.version, reason, ...change };
          const made = await request.mutateAsync({
            body: { kind: ruleChangeKind, payload, note: reason },
          });
          message.success(t('submitted'));
          navigate(`/approvals/${made.id}`);
        }}
      >
        <FieldGroup title={t('what')}>
          <Field name="on" label={t('on')} hint={t('switchHint')} valueProp="checked">
            <Switch />
          </Field>
          {Object.entries(parameters).map(([name, parameter]) => (
            <Field
              key={name}
              name={['parameters', name]}
              label={phrase(parameter.label)}
              half={parameter.kind === 'count'}
              hint={parameter.kind === 'text' ? phrase(parameter.position) : undefined}
            >
              <ParameterInput parameter={parameter} />
            </Field>
          ))}
        </FieldGroup>
        <FieldGroup title={t('when')}>
          <Field name="effectiveOn" label={t('effectiveOn')} half>
            <DayPicker />
          </Field>
          <Field name="reason" label={t('reason')}>
            <Input.TextArea rows={3} maxLength={500} />
          </Field>
        </FieldGroup>
      </FormPanel>
    </Page>
  );
}

interface InputProps {
  id?: string;
  value?: unknown;
  onChange?: (value: unknown) => void;
}

/** The input that fits a parameter. Works inside `Field`. */
function ParameterInput({ parameter, ...input }: InputProps & { parameter: Parameter }) {
  const phrase = usePhrase();
  switch (parameter.kind) {
    case 'count':
      return (
        <InputNumber
          {...(input as object)}
          min={parameter.min}
          max={parameter.max}
          style={{ width: '100%' }}
        />
      );
    case 'text':
      return <Input.TextArea {...(input as object)} rows={3} maxLength={500} />;
    case 'choice':
      return (
        <Select
          {...(input as object)}
          options={parameter.options.map(({ value, text: label }) => ({
            value,
            label: phrase(label),
          }))}
        />
      );
    case 'windows':
      return <Windows {...input} />;
    case 'matrix':
      return <MatrixInput {...input} />;
  }
}

function Windows({ value, onChange }: InputProps) {
  const t = useText(text);
  const windows = (value ?? []) as TimeWindow[];
  const set = (at: number, side: 0 | 1, time: string) =>
    onChange?.(windows.map((w, i) => (i === at ? (side === 0 ? [time, w[1]] : [w[0], time]) : w)));
  return (
    <div className={styles.windows}>
      {windows.map(([from, to], at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: hours have no identity but their place
        <div key={at}>
          <Input
            type="time"
            aria-label={t('from')}
            value={from}
            onChange={(e) => set(at, 0, e.target.value)}
          />
          –
          <Input
            type="time"
            aria-label={t('to')}
            value={to === '24:00' ? '00:00' : to}
            onChange={(e) => set(at, 1, e.target.value)}
          />
          <Button onClick={() => onChange?.(windows.filter((_, i) => i !== at))}>
            {t('remove')}
          </Button>
        </div>
      ))}
      <div>
        <Button onClick={() => onChange?.([...windows, ['09:00', '18:00']])}>
          {t('addWindow')}
        </Button>
      </div>
    </div>
  );
}

function MatrixInput({ value, onChange }: InputProps) {
  const t = useText(text);
  const matrix = value as Matrix;
  return (
    <div className={styles.matrix}>
      {customerGrades.map((grade) => (
        <div key={grade}>
          <span>{grade}</span>
          <Select
            aria-label={grade}
            value={matrix?.[grade]}
            style={{ width: 110 }}
            options={productGrades.map((p) => ({ value: p, label: t('atMost', { grade: p }) }))}
            onChange={(product) => onChange?.({ ...matrix, [grade]: product })}
          />
        </div>
      ))}
    </div>
  );
}
