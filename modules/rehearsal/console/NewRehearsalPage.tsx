import { App, Input, InputNumber, Select, Switch } from 'antd';
import { useNavigate, useSearchParams } from 'react-router';
import { z } from 'zod';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import {
  listRehearsable,
  RehearsalOptions,
  type RehearsalSubject,
  startRehearsal,
} from '../contract.ts';
import { text } from './text.ts';

const Asked = z.object({
  subject: z.string({ error: '请选择计划|Choose a plan' }).min(1),
  ...RehearsalOptions.shape,
});

export default function NewRehearsalPage() {
  const t = useText(text);
  const { message } = App.useApp();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const subjects = useCall(listRehearsable);
  const start = useChange(startRehearsal);
  const crumbs = [{ label: t('rehearsals'), to: '/rehearsals' }, { label: t('start') }];
  if (subjects.isPending) return <SkeletonPage />;
  if (subjects.isError)
    return (
      <Page title={t('start')} crumbs={crumbs}>
        <ErrorNote error={subjects.error} retry={() => subjects.refetch()} />
      </Page>
    );
  const { items } = subjects.data;
  const wanted = search.get('of');
  return (
    <Page title={t('start')} purpose={t('newPurpose')} crumbs={crumbs} width="reading">
      {items.length === 0 ? (
        <Empty title={t('noSubjects')}>{t('noSubjectsHint')}</Empty>
      ) : (
        <FormPanel
          id="rehearsal.new"
          draft={false}
          schema={Asked}
          initial={{
            ...(items.some(({ id }) => id === wanted) ? { subject: wanted! } : {}),
            days: 24,
            customers: 500,
            seed: '1',
            everybodyAdded: false,
          }}
          submit={t('begin')}
          onCancel={() => navigate('/rehearsals')}
          onSubmit={async ({ subject, ...options }) => {
            const chosen = items.find(({ id }) => id === subject)!;
            const made = await start.mutateAsync({
              body: {
                subject: { kind: chosen.kind, id: chosen.id } satisfies RehearsalSubject,
                options,
              },
            });
            message.success(t('began'));
            navigate(`/rehearsals/${made.id}`);
          }}
        >
          <Field name="subject" label={t('which')} hint={t('whichHint')}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              options={items.map(({ id, name, kind, customers, toGroups }) => ({
                value: id,
                label: [
                  name,
                  t(toGroups ? 'toGroups' : kind),
                  customers !== null && t('customersOf', { n: formatNumber(customers) }),
                ]
                  .filter(Boolean)
                  .join(' · '),
              }))}
            />
          </Field>
          <Field name="days" label={t('howLong')} hint={t('howLongHint')} half>
            <InputNumber min={1} max={60} style={{ width: '100%' }} />
          </Field>
          <Field name="customers" label={t('howMany')} hint={t('howManyHint')} half optional>
            <InputNumber min={10} max={100_000} style={{ width: '100%' }} />
          </Field>
          <Field name="seed" label={t('seed')} hint={t('seedHint')} half>
            <Input maxLength={40} />
          </Field>
          <Field
            name="everybodyAdded"
            label={t('everybodyAdded')}
            hint={t('everybodyAddedHint')}
            valueProp="checked"
            half
          >
            <Switch />
          </Field>
        </FormPanel>
      )}
    </Page>
  );
}
