import { App, Checkbox, Form, Input } from 'antd';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { z } from 'zod';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field, FieldGroup } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { useText } from '#platform/web/text/lang.ts';
import {
  createStaff,
  getStaff,
  type StaffDetail,
  StaffDraft,
  type StaffId,
  updateStaff,
} from '../../contract.ts';
import { text } from './text.ts';

/** Creates a member of staff, or changes one: `/staff/new`, `/staff/:id/edit`. */
export default function StaffFormPage() {
  const { id } = useParams();
  return id ? <EditStaff id={id as StaffId} /> : <NewStaff />;
}

function NewStaff() {
  const t = useText(text);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [search] = useSearchParams();
  const unitId = search.get('unit');
  const create = useChange(createStaff);
  return (
    <Page
      title={t('create')}
      purpose={t('createPurpose')}
      width="reading"
      crumbs={[{ label: t('staff'), to: '/staff' }, { label: t('create') }]}
    >
      <FormPanel
        id="org.staff.new"
        schema={StaffDraft}
        initial={unitId ? { unitId } : {}}
        submit={t('createDo')}
        onCancel={() => navigate('/staff')}
        onSubmit={async (body) => {
          const made = await create.mutateAsync({ body });
          message.success(t('createdMessage', { name: made.name }));
          navigate(`/staff/${made.id}`);
        }}
      >
        <StaffFields />
      </FormPanel>
    </Page>
  );
}

/** An empty contact stays as it is stored; it is removed only when that is said. */
const StaffEdit = StaffDraft.extend({
  clearPhone: z.boolean().optional(),
  clearEmail: z.boolean().optional(),
});

function EditStaff({ id }: { id: StaffId }) {
  const t = useText(text);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const staff = useCall(getStaff, { params: { id } });
  const change = useChange(updateStaff);
  if (staff.isPending) return <SkeletonPage />;
  if (staff.isError)
    return (
      <Page title={t('editTitle')} width="reading">
        <ErrorNote error={staff.error} retry={() => staff.refetch()} />
      </Page>
    );
  const person = staff.data;
  return (
    <Page
      title={t('editTitle')}
      width="reading"
      crumbs={[
        { label: t('staff'), to: '/staff' },
        { label: person.name, to: `/staff/${id}` },
        { label: t('editTitle') },
      ]}
    >
      <FormPanel
        id={`org.staff.${id}`}
        version={String(person.version)}
        schema={StaffEdit}
        initial={{
          number: person.number,
          name: person.name,
          unitId: person.unit.id,
          title: person.title,
          wecomUserId: person.wecomUserId,
        }}
        submit={t('save')}
        onCancel={() => navigate(`/staff/${id}`)}
        onSubmit={async ({ clearPhone, clearEmail, phone, email, ...rest }) => {
          await change.mutateAsync({
            params: { id },
            body: {
              ...rest,
              title: rest.title ?? null,
              wecomUserId: rest.wecomUserId ?? null,
              ...(phone || clearPhone ? { phone: phone ?? null } : {}),
              ...(email || clearEmail ? { email: email ?? null } : {}),
              version: person.version,
            },
          });
          message.success(t('saved'));
          navigate(`/staff/${id}`);
        }}
      >
        <StaffFields person={person} />
      </FormPanel>
    </Page>
  );
}

function StaffFields({ person }: { person?: StaffDetail }) {
  const t = useText(text);
  return (
    <>
      <FieldGroup title={t('formWho')}>
        <Field name="name" label={t('name')} half>
          <Input maxLength={40} autoFocus={!person} autoComplete="off" />
        </Field>
        <Field name="number" label={t('number')} hint={t('numberHint')} half>
          <Input maxLength={32} autoComplete="off" />
        </Field>
      </FieldGroup>
      <FieldGroup title={t('formWhere')}>
        <Field name="unitId" label={t('unit')} half>
          <UnitSelect />
        </Field>
        <Field name="title" label={t('title')} optional half>
          <Input maxLength={40} />
        </Field>
        <Field name="wecomUserId" label={t('wecom')} hint={t('wecomHint')} optional>
          <Input maxLength={64} autoComplete="off" />
        </Field>
      </FieldGroup>
      <FieldGroup title={t('formContact')} hint={t('contactHint')}>
        <Contact field="phone" clear="clearPhone" stored={person?.phone} hint={t('phoneHint')} />
        <Contact field="email" clear="clearEmail" stored={person?.email} />
      </FieldGroup>
    </>
  );
}

function Contact({
  field,
  clear,
  stored,
  hint,
}: {
  field: 'phone' | 'email';
  clear: string;
  stored: string | null | undefined;
  hint?: string;
}) {
  const t = useText(text);
  return (
    <div>
      <Field
        name={field}
        label={t(field)}
        hint={stored ? t('phoneKept', { masked: stored }) : hint}
        optional
        half
      >
        <Input
          inputMode={field === 'phone' ? 'tel' : 'email'}
          maxLength={120}
          autoComplete="off"
          {...(stored ? { placeholder: stored } : {})}
        />
      </Field>
      {stored && (
        <Form.Item name={clear} valuePropName="checked" noStyle>
          <Checkbox>{t('clearField')}</Checkbox>
        </Form.Item>
      )}
    </div>
  );
}
