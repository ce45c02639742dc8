import { Form, Input, InputNumber, Segmented, Select } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { z } from 'zod';
import { listApprovalKinds, listProjects } from '#modules/org/contract.ts';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field, FieldGroup } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { useMay, usePerson } from '#platform/web/person.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { Channel, channels, channelText, testSend } from '../contract.ts';
import { ContentSelect, CustomerSelect } from './bulk/selects.tsx';
import styles from './outreach.module.css';
import { text } from './text.ts';
import { Verdicts } from './Verdicts.tsx';

const missing = '请填写|Please fill in';
/** What the library of content keeps. */
const KEPT = 'content.item';

const TestForm = z
  .object({
    channel: Channel,
    to: z.enum(['staff', 'customer', 'group']),
    customerId: z.int().min(1).optional(),
    groupId: z.string().trim().max(80).optional(),
    unitId: z.uuid(),
    projectId: z.uuid(),
    contentKind: z.string().trim().min(1).max(60),
    /** Of what content keeps, by name; anything else by its number. */
    content: z.object({ id: z.string(), version: z.int() }).optional(),
    contentId: z.string().trim().min(1).max(80).optional(),
    contentVersion: z.int().min(1).optional(),
    reason: z.string().trim().min(1).max(200),
  })
  .refine((form) => form.to !== 'customer' || form.customerId, {
    path: ['customerId'],
    message: missing,
  })
  .refine((form) => form.to !== 'group' || form.groupId, { path: ['groupId'], message: missing })
  .refine((form) => form.contentKind !== KEPT || form.content, {
    path: ['content'],
    message: missing,
  })
  .refine((form) => form.contentKind === KEPT || (form.contentId && form.contentVersion), {
    path: ['contentId'],
    message: missing,
  });
type TestForm = z.output<typeof TestForm>;

/** Proposes one contact to the gate and shows what it says. */
export default function TestSendPage() {
  const t = useText(text);
  const me = usePerson();
  const may = useMay();
  const navigate = useNavigate();
  const propose = useChange(testSend);
  const [answer, setAnswer] = useState<Reply<typeof testSend> | null>(null);
  return (
    <Page
      title={t('tryIt')}
      purpose={t('tryPurpose')}
      width="reading"
      crumbs={[
        may('outreach.decision.read')
          ? { label: t('gate'), to: '/outreach' }
          : { label: t('gate') },
        { label: t('tryIt') },
      ]}
    >
      <FormPanel
        id="outreach.test-send"
        schema={TestForm}
        initial={{ channel: 'app_message', to: 'staff', contentKind: KEPT, contentVersion: 1 }}
        draft={false}
        submit={t('submit')}
        onCancel={() => navigate(-1)}
        onSubmit={async (form) => {
          setAnswer(null);
          setAnswer(await propose.mutateAsync({ body: toBody(form, me?.id ?? '') }));
        }}
      >
        <TestFields />
      </FormPanel>
      {answer && <Answer answer={answer} />}
    </Page>
  );
}

function TestFields() {
  const t = useText(text);
  const phrase = usePhrase();
  const to = Form.useWatch('to') ?? 'staff';
  const kept = (Form.useWatch('contentKind') ?? KEPT) === KEPT;
  const kinds = useCall(listApprovalKinds);
  return (
    <>
      <FieldGroup title={t('whom')}>
        <Field name="channel" label={t('channel')} half>
          <Select
            options={channels.map((value) => ({ value, label: phrase(channelText[value]) }))}
          />
        </Field>
        <Field name="to" label={t('recipientKind')} half>
          <Segmented
            options={[
              { value: 'staff', label: t('me') },
              { value: 'customer', label: t('aCustomer') },
              { value: 'group', label: t('aGroup') },
            ]}
          />
        </Field>
        {to === 'customer' && (
          <Field name="customerId" label={t('customerId')}>
            <CustomerSelect />
          </Field>
        )}
        {to === 'group' && (
          <Field name="groupId" label={t('groupId')}>
            <Input maxLength={80} />
          </Field>
        )}
        <Field name="unitId" label={t('unit')} hint={t('unitHint')}>
          <UnitSelect />
        </Field>
      </FieldGroup>
      <FieldGroup title={t('what')}>
        <Field name="projectId" label={t('project')} hint={t('projectHint')}>
          <ProjectSelect />
        </Field>
        <Field name="contentKind" label={t('contentKind')} hint={t('contentKindHint')}>
          <Select
            showSearch={{ optionFilterProp: 'label' }}
            options={[
              { value: KEPT, label: t('keptContent') },
              ...(kinds.data?.items ?? [])
                .filter(({ kind }) => kind !== KEPT)
                .map(({ kind, name }) => ({ value: kind, label: name })),
            ]}
          />
        </Field>
        {kept ? (
          <Field name="content" label={t('content')}>
            <ContentSelect />
          </Field>
        ) : (
          <>
            <Field name="contentId" label={t('contentId')} half>
              <Input maxLength={80} />
            </Field>
            <Field name="contentVersion" label={t('contentVersion')} half>
              <InputNumber min={1} precision={0} style={{ width: '100%' }} />
            </Field>
          </>
        )}
        <Field name="reason" label={t('reason')} hint={t('reasonHint')}>
          <Input.TextArea rows={2} maxLength={200} />
        </Field>
      </FieldGroup>
    </>
  );
}

/** A project by name. Works inside `Field`. */
function ProjectSelect(props: {
  id?: string;
  value?: string;
  onChange?: (project: string) => void;
}) {
  const t = useText(text);
  const [q, setQ] = useState('');
  const found = useCall(
    listProjects,
    { query: { q: q || undefined, size: 50, sort: 'name' } },
    { keep: true },
  );
  return (
    <Select
      {...props}
      aria-label={t('project')}
      placeholder={t('chooseProject')}
      loading={found.isFetching}
      showSearch={{ filterOption: false, onSearch: (typed) => setQ(typed.trim()) }}
      options={(found.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
    />
  );
}

function Answer({ answer: { decision, state } }: { answer: Reply<typeof testSend> }) {
  const t = useText(text);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (decision.id) place.current?.scrollIntoView({ block: 'start', behavior: 'smooth' });
  }, [decision.id]);
  return (
    <div ref={place} className={styles.answer}>
      <Section title={t('result')} hint={t(state === 'reserved' ? 'reserved' : 'notSent')}>
        <Verdicts decision={decision} />
      </Section>
    </div>
  );
}

const toBody = (form: TestForm, me: string) => ({
  channel: form.channel,
  recipient:
    form.to === 'customer'
      ? { kind: 'customer' as const, customerId: form.customerId ?? 0 }
      : form.to === 'group'
        ? { kind: 'group' as const, groupId: form.groupId ?? '' }
        : { kind: 'staff' as const, staffId: me },
  unitId: form.unitId,
  projectId: form.projectId,
  content: {
    kind: form.contentKind,
    ...(form.contentKind === KEPT && form.content
      ? form.content
      : { id: form.contentId ?? '', version: form.contentVersion ?? 1 }),
  },
  reason: form.reason,
});
