import { DatePicker, Form, Input, InputNumber, Segmented, Select } from 'antd';
import dayjs from 'dayjs';
import { useNavigate, useParams } from 'react-router';
import { z } from 'zod';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field, FieldGroup } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { usePerson } from '#platform/web/person.ts';
import { workingUnit } from '#platform/web/request.ts';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { useStore } from '#platform/web/store.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type BulkSend,
  BulkSendDraft,
  type BulkSendId,
  type Channel,
  changeBulkSend,
  channelText,
  createBulkSend,
  getBulkSend,
  placeOf,
} from '../../contract.ts';
import ChannelAdvice from '../advice/ChannelAdvice.tsx';
import styles from '../outreach.module.css';
import { GroupSelect } from './GroupSelect.tsx';
import { AudienceSelect, ContentSelect, ProductSelect, ProjectSelect } from './selects.tsx';
import { text } from './text.ts';

/** Shares are typed as percent. */
const percent = (most: number) => z.number().min(0).max(most);
const Fields = BulkSendDraft.omit({ controlShare: true, deletionLimit: true }).extend({
  need: z.string().trim().min(1).max(300),
  controlPercent: percent(50).default(0),
  deletionPercent: percent(100).nullish(),
});
// Asked whatever else is missing: everything that is left to do is marked at once.
const when = () => true;
const BulkForm = Fields.refine(({ channel, audienceId }) => channel === 'group' || audienceId, {
  ...{ when, path: ['audienceId'], message: '请选择客群|Choose an audience' },
}).refine(
  ({ channel, groups }) =>
    channel !== 'group' || groups?.unitIds?.length || groups?.ownerIds?.length,
  {
    ...{ when, path: ['groups'] },
    message: '请至少选择一个机构或一位群主|Choose at least one unit or owner',
  },
);
type BulkForm = z.output<typeof BulkForm>;

const draftOf = ({ controlPercent, deletionPercent, ...form }: BulkForm): BulkSendDraft => ({
  ...form,
  controlShare: controlPercent / 100,
  deletionLimit: typeof deletionPercent === 'number' ? deletionPercent / 100 : null,
});
const formOf = ({ controlShare, deletionLimit, ...send }: BulkSend): Partial<BulkForm> => ({
  ...Fields.partial().parse(send),
  controlPercent: controlShare * 100,
  deletionPercent: deletionLimit === null ? null : deletionLimit * 100,
});

/** A new bulk send, or a draft that is not finished. */
export default function BulkFormPage() {
  const t = useText(text);
  const { id } = useParams();
  const send = useCall(getBulkSend, { params: { id: id as BulkSendId } }, { enabled: !!id });
  if (!id) return <BulkSendForm />;
  if (send.isPending) return <SkeletonPage />;
  if (send.isError)
    return (
      <Page title={t('bulk')} crumbs={[{ label: t('bulk'), to: '/outreach/bulk' }]}>
        <ErrorNote error={send.error} retry={() => send.refetch()} />
      </Page>
    );
  return <BulkSendForm send={send.data} />;
}

function BulkSendForm({ send }: { send?: BulkSend }) {
  const t = useText(text);
  const navigate = useNavigate();
  const create = useChange(createBulkSend);
  const change = useChange(changeBulkSend);
  const own = usePerson()?.unitId;
  const unitId = useStore(workingUnit) ?? own;
  return (
    <Page
      title={send ? send.name : t('newBulk')}
      purpose={t('bulkPurpose')}
      width="reading"
      crumbs={[
        { label: t('bulk'), to: '/outreach/bulk' },
        { label: send ? t('edit') : t('newBulk') },
      ]}
    >
      <FormPanel
        id={`outreach.bulk.${send?.id ?? 'new'}`}
        version={String(send?.version ?? '')}
        schema={BulkForm}
        initial={
          send
            ? formOf(send)
            : {
                ...{
                  channel: 'one_to_one',
                  purpose: 'marketing',
                  controlPercent: 10,
                  productId: null,
                },
                unitId: unitId,
              }
        }
        submit={t('save')}
        onCancel={() => navigate(send ? `/outreach/bulk/${send.id}` : '/outreach/bulk')}
        onSubmit={async (form) => {
          const draft = draftOf(form);
          const saved = send
            ? await change.mutateAsync({
                params: { id: send.id },
                body: { ...draft, version: send.version },
              })
            : await create.mutateAsync({ body: draft });
          navigate(`/outreach/bulk/${saved.id}`);
        }}
      >
        <BulkFields />
      </FormPanel>
    </Page>
  );
}

function BulkFields() {
  const t = useText(text);
  const phrase = usePhrase();
  const channel = Form.useWatch('channel') as Channel | undefined;
  const groups = channel === 'group';
  return (
    <>
      <Field name="name" label={t('name')} hint={t('nameHint')}>
        <Input maxLength={60} autoFocus />
      </Field>
      <Field name="need" label={t('need')} hint={t('needHint')}>
        <Input.TextArea maxLength={300} autoSize={{ minRows: 2, maxRows: 4 }} />
      </Field>
      <FieldGroup title={t('who')}>
        <Field name="channel" label={t('channel')} half>
          <Select
            options={BulkSendDraft.shape.channel.options.map((value) => ({
              value,
              label: phrase(channelText[value]),
            }))}
          />
        </Field>
        {groups ? (
          <Field name="groups" label={t('groups')} hint={t('groupsHint')}>
            <GroupSelect />
          </Field>
        ) : (
          <AudienceFields />
        )}
      </FieldGroup>
      <FieldGroup title={t('what')}>
        <Field name="purpose" label={t('purpose')} half>
          <Segmented
            options={(['marketing', 'service'] as const).map((value) => ({
              value,
              label: t(value),
            }))}
          />
        </Field>
        <Field
          name="content"
          label={t('content')}
          hint={
            channel && placeOf[channel]
              ? t('contentHere', { here: phrase(channelText[channel]) })
              : t('contentHint')
          }
        >
          <ContentSelect channel={channel} />
        </Field>
        <Field name="productId" label={t('product')} hint={t('productHint')} optional>
          <ProductSelect />
        </Field>
      </FieldGroup>
      <FieldGroup title={t('when')}>
        <Field name="sendAt" label={t('sendAt')} hint={t('sendAtHint')}>
          <Moment />
        </Field>
        <Field name="projectId" label={t('project')} half>
          <ProjectSelect />
        </Field>
        <Field name="unitId" label={t('unit')} half>
          <UnitSelect />
        </Field>
      </FieldGroup>
    </>
  );
}

function AudienceFields() {
  const t = useText(text);
  const form = Form.useFormInstance();
  const audienceId = Form.useWatch('audienceId');
  const channel = Form.useWatch('channel');
  const full = { width: '100%' };
  return (
    <>
      <Field name="audienceId" label={t('audience')} hint={t('audienceHint')}>
        <AudienceSelect />
      </Field>
      {audienceId && (
        <div className={styles.across}>
          <ChannelAdvice
            audienceId={audienceId}
            chosen={channel}
            choose={(first) => form.setFieldValue('channel', first)}
          />
        </div>
      )}
      <Field name="controlPercent" label={t('controlShare')} hint={t('controlHint')} half>
        <InputNumber min={0} max={50} suffix="%" style={full} />
      </Field>
      <Field
        name="deletionPercent"
        label={t('deletionLimit')}
        hint={t('deletionHint')}
        optional
        half
      >
        <InputNumber min={0} max={100} suffix="%" style={full} />
      </Field>
    </>
  );
}

/** What a clock in the bank shows then, wherever the browser stands. */
const bankTime = (at: string) =>
  new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 'yyyy-mm-ddThh:mm'.length);

/** A moment of the bank's day. Works inside `Field`. */
function Moment(props: {
  id?: string;
  value?: string;
  onChange?: (at: string | undefined) => void;
}) {
  const { value, onChange, ...rest } = props;
  return (
    <DatePicker
      {...rest}
      showTime={{ format: 'HH:mm', minuteStep: 15 }}
      format="YYYY-MM-DD HH:mm"
      style={{ width: '100%' }}
      value={value ? dayjs(bankTime(value)) : null}
      onChange={(at) => onChange?.(at ? `${at.format('YYYY-MM-DDTHH:mm')}:00+08:00` : undefined)}
    />
  );
}
