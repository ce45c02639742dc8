import { App, Checkbox, InputNumber, Switch } from 'antd';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  changeProjectSettings,
  getProjectSettings,
  lanes,
  laneText,
  ProjectSettings,
} from '../../contract.ts';
import { text } from './text.ts';

const Rules = ProjectSettings.omit({ version: true });

export function ProjectRules() {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const rules = useCall(getProjectSettings);
  const change = useChange(changeProjectSettings);
  if (rules.isPending) return <SkeletonText lines={5} />;
  if (rules.isError) return <ErrorNote error={rules.error} retry={() => rules.refetch()} />;
  const { version, ...initial } = rules.data;
  return (
    <FormPanel
      key={version}
      id="org.project.rules"
      version={String(version)}
      schema={Rules}
      initial={initial}
      submit={t('save')}
      onSubmit={async (body) => {
        await change.mutateAsync({ body: { ...body, version } });
        message.success(t('rulesSaved'));
      }}
    >
      <p>{t('rulesPurpose')}</p>
      <Field name="requiredLanes" label={t('requiredLanes')}>
        <Checkbox.Group
          options={lanes.map((lane) => ({ value: lane, label: phrase(laneText[lane]) }))}
        />
      </Field>
      <Field name="tolerancePercent" label={t('tolerance')} hint={t('toleranceHint')}>
        <InputNumber min={0} max={90} suffix="%" style={{ width: 160 }} />
      </Field>
      <Field name="hideLater" label={t('hideLater')} hint={t('hideLaterHint')} valueProp="checked">
        <Switch />
      </Field>
    </FormPanel>
  );
}
