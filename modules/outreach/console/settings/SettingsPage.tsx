import { App, Button, Form, Input, InputNumber, Switch } from 'antd';
import { useNavigate } from 'react-router';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { DayPicker } from '#platform/web/form/DayPicker.tsx';
import { Field, FieldGroup } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type Channel,
  channelText,
  getOutreachSettings,
  readySettings,
  setOutreachSettings,
} from '../../contract.ts';
import styles from '../outreach.module.css';
import { text as gate } from '../text.ts';
import { text } from './text.ts';

const weighed = Object.keys(readySettings.fatigue.weights) as Channel[];

function useCrumbs() {
  const t = useText(text);
  const tg = useText(gate);
  return [{ label: tg('gate'), to: '/outreach' }, { label: t('settings') }];
}

export default function SettingsPage() {
  const t = useText(text);
  const crumbs = useCrumbs();
  const found = useCall(getOutreachSettings);
  if (found.isPending) return <SkeletonPage />;
  if (found.isError)
    return (
      <Page title={t('settings')} crumbs={crumbs}>
        <ErrorNote error={found.error} retry={() => found.refetch()} />
      </Page>
    );
  return <SettingsForm key={found.data.version} settings={found.data} />;
}

function SettingsForm({ settings }: { settings: Reply<typeof getOutreachSettings> }) {
  const t = useText(text);
  const crumbs = useCrumbs();
  const may = useMay();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const change = useChange(setOutreachSettings);
  return (
    <Page title={t('settings')} purpose={t('purpose')} crumbs={crumbs} width="reading">
      {settings.stopped.on && (
        <Callout tone="bad" title={t('stopped')}>
          {settings.stopped.reason}
        </Callout>
      )}
      <fieldset disabled={!may('outreach.setting.manage')} className={styles.plain}>
        <FormPanel
          id="outreach.settings"
          version={String(settings.version)}
          schema={setOutreachSettings.body}
          initial={{ ...settings, reason: '' }}
          submit={t('save')}
          onCancel={() => navigate(-1)}
          onSubmit={async (body) => {
            await change.mutateAsync({ body: { ...body, version: settings.version } });
            message.success(t('saved'));
          }}
        >
          <SettingsFields />
        </FormPanel>
      </fieldset>
    </Page>
  );
}

function SettingsFields() {
  const t = useText(text);
  const phrase = usePhrase();
  const full = { width: '100%' };
  return (
    <>
      <Form.Item name="version" hidden>
        <InputNumber />
      </Form.Item>
      <FieldGroup title={t('stop')} hint={t('stopHint')}>
        <Field name={['stopped', 'on']} label={t('stop')} valueProp="checked" half>
          <Switch />
        </Field>
        <Field name={['stopped', 'reason']} label={t('stopReason')} optional half>
          <Input maxLength={200} />
        </Field>
        <Field name="onHolidays" label={t('onHolidays')} valueProp="checked">
          <Switch />
        </Field>
        <StopDays />
      </FieldGroup>
      <FieldGroup title={t('fatigue')} hint={t('fatigueHint')}>
        {weighed.map((channel) => (
          <Field
            key={channel}
            name={['fatigue', 'weights', channel]}
            label={t('weight', { channel: phrase(channelText[channel]) })}
            half
          >
            <InputNumber min={0} max={10} step={0.1} style={full} />
          </Field>
        ))}
        <Field name={['fatigue', 'days']} label={t('days')} half>
          <InputNumber min={1} max={31} suffix={t('daysUnit')} style={full} />
        </Field>
        <Field name={['fatigue', 'limit']} label={t('limit')} half>
          <InputNumber min={0} max={1000} step={0.5} style={full} />
        </Field>
      </FieldGroup>
      <FieldGroup title={t('pace')}>
        <Field name="deferDays" label={t('deferDays')} half>
          <InputNumber min={0} max={30} suffix={t('daysUnit')} style={full} />
        </Field>
        <Field name="spreadMinutes" label={t('spread')} half>
          <InputNumber min={0} max={240} suffix={t('minutes')} style={full} />
        </Field>
        <Field name="staffCapacity" label={t('capacity')} half>
          <InputNumber min={1} max={100_000} suffix={t('people')} style={full} />
        </Field>
      </FieldGroup>
      <Field name="reason" label={t('reason')}>
        <Input maxLength={200} />
      </Field>
    </>
  );
}

function StopDays() {
  const t = useText(text);
  return (
    <Form.List name="stopDays">
      {(rows, { add, remove }) => (
        <>
          {rows.map(({ key, name }) => (
            <div key={key} className={styles.stopDay}>
              <Field name={[name, 'day']} label={t('day')} half>
                <DayPicker />
              </Field>
              <Field name={[name, 'reason']} label={t('why')} half>
                <Input maxLength={60} />
              </Field>
              <Button type="text" onClick={() => remove(name)}>
                {t('remove')}
              </Button>
            </div>
          ))}
          <Button onClick={() => add({})}>{t('addDay')}</Button>
        </>
      )}
    </Form.List>
  );
}
