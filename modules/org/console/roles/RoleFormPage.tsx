import { App, Form, Input, Radio } from 'antd';
import { useNavigate, useParams, useSearchParams } from 'react-router';
import { z } from 'zod';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field, FieldGroup } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { useMarks, usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type ApprovalId,
  getRole,
  listPermissions,
  Reach,
  type Role,
  RoleChange,
  type RoleId,
  reachText,
  requestApproval,
  reviseApproval,
  roleChangeKind,
} from '../../contract.ts';
import { useReturned } from '../approvals/useReturned.ts';
import { listDifference } from './list-difference.ts';
import { PermissionPicker } from './PermissionPicker.tsx';
import type { Permission } from './permission-groups.ts';
import { text } from './text.ts';

const RoleForm = z.object({
  nameZh: z.string().trim().min(1).max(60),
  nameEn: z.string().trim().max(80).optional(),
  code: RoleChange.shape.code,
  descriptionZh: z.string().trim().max(60).optional(),
  descriptionEn: z.string().trim().max(80).optional(),
  reach: Reach,
  permissions: RoleChange.shape.permissions,
  note: z.string().trim().max(1000).optional(),
});
type RoleForm = z.output<typeof RoleForm>;

/** A new role, a changed one, or a returned request for either: all end as a request for approval. */
export default function RoleFormPage() {
  const t = useText(text);
  const { id } = useParams();
  const [search] = useSearchParams();
  const returned = useReturned(search.get('approval'), RoleChange);
  const roleId = (id ?? returned.payload?.roleId) as RoleId | undefined;
  const role = useCall(getRole, { params: { id: roleId as RoleId } }, { enabled: Boolean(roleId) });
  const all = useCall(listPermissions);
  const failed = role.error ?? all.error;
  if (failed)
    return (
      <Page title={t('role')} crumbs={[{ label: t('roles'), to: '/roles' }]}>
        <ErrorNote error={failed} retry={() => (role.isError ? role : all).refetch()} />
      </Page>
    );
  if (returned.waiting || !all.data || (roleId && !role.data)) return <SkeletonPage />;
  return (
    <RoleFormPanel
      role={role.data}
      all={all.data.items}
      returned={returned.payload}
      approvalId={returned.id}
    />
  );
}

function RoleFormPanel({
  role,
  all,
  returned,
  approvalId,
}: {
  role: Role | undefined;
  all: readonly Permission[];
  returned: z.output<typeof RoleChange> | undefined;
  approvalId: ApprovalId | undefined;
}) {
  const t = useText(text);
  const phrase = usePhrase();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const request = useChange(requestApproval);
  const revise = useChange(reviseApproval);
  const from = returned ?? role;
  const title = role ? t('editTitle', { name: phrase(role.name) }) : t('createTitle');
  return (
    <Page
      title={title}
      purpose={t('formPurpose')}
      width="reading"
      crumbs={[
        { label: t('roles'), to: '/roles' },
        ...(role ? [{ label: phrase(role.name), to: `/roles/${role.id}` }] : []),
        { label: role ? t('edit') : t('create') },
      ]}
    >
      {approvalId && <Callout>{t('revising')}</Callout>}
      <FormPanel
        id={`org.role.${approvalId ?? role?.id ?? 'new'}`}
        version={String(role?.version ?? '')}
        schema={RoleForm}
        initial={from ? toForm(from) : { reach: 'unit', permissions: [] }}
        submit={t('submit')}
        onCancel={() => navigate(role ? `/roles/${role.id}` : '/roles')}
        onSubmit={async ({ note, ...form }) => {
          const payload = toChange(form, role);
          const body = { payload, ...(note ? { note } : {}) };
          const made = approvalId
            ? await revise.mutateAsync({ params: { id: approvalId }, body })
            : await request.mutateAsync({ body: { kind: roleChangeKind, ...body } });
          message.success(t('submitted'));
          navigate(`/approvals/${made.id}`);
        }}
      >
        <RoleFields role={role} all={all} />
      </FormPanel>
    </Page>
  );
}

function RoleFields({ role, all }: { role: Role | undefined; all: readonly Permission[] }) {
  const t = useText(text);
  const phrase = usePhrase();
  const marks = useMarks();
  const permissions: readonly string[] = Form.useWatch('permissions') ?? [];
  const change = role && listDifference(role.permissions, permissions);
  return (
    <>
      <FieldGroup title={t('formWhat')}>
        <Field name="nameZh" label={t('name')} half>
          <Input maxLength={60} autoFocus={!role} />
        </Field>
        <Field name="nameEn" label={t('nameEn')} hint={t('nameEnHint')} optional half>
          <Input maxLength={80} />
        </Field>
        <Field name="code" label={t('code')} hint={role ? undefined : t('codeHint')}>
          <Input maxLength={41} disabled={Boolean(role)} autoComplete="off" />
        </Field>
        <Field name="descriptionZh" label={t('description')} optional>
          <Input maxLength={60} />
        </Field>
        <Field name="descriptionEn" label={t('descriptionEn')} optional>
          <Input maxLength={80} />
        </Field>
        <Field name="reach" label={t('reach')} hint={t('reachHint')}>
          <Radio.Group
            vertical
            options={Reach.options.map((value) => ({
              value,
              label: `${phrase(reachText[value])}${marks.colon}${t(`reach_${value}`)}`,
            }))}
          />
        </Field>
      </FieldGroup>
      <FieldGroup title={t('formMay')} hint={t('formMayHint')}>
        <Field name="permissions" label={t('permissions')}>
          <PermissionPicker all={all} before={role?.permissions} />
        </Field>
      </FieldGroup>
      {change && change.added + change.removed > 0 && (
        <Callout>{t('changesNow', { ...change, holders: role.holders })}</Callout>
      )}
      <Field name="note" label={t('note')} hint={t('noteHint')} optional>
        <Input.TextArea rows={2} maxLength={1000} />
      </Field>
    </>
  );
}

const toForm = (from: Pick<Role, 'name' | 'code' | 'description' | 'reach' | 'permissions'>) => ({
  nameZh: from.name[0],
  nameEn: from.name[1],
  code: from.code,
  ...(from.description
    ? { descriptionZh: from.description[0], descriptionEn: from.description[1] }
    : {}),
  reach: from.reach,
  permissions: from.permissions,
});

/** The second language follows the first where it was left out. */
const toChange = (form: Omit<RoleForm, 'note'>, role: Role | undefined) => ({
  ...(role ? { roleId: role.id, version: role.version } : {}),
  code: form.code,
  name: [form.nameZh, form.nameEn || form.nameZh],
  description: form.descriptionZh
    ? [form.descriptionZh, form.descriptionEn || form.descriptionZh]
    : null,
  permissions: form.permissions,
  reach: form.reach,
  state: 'active' as const,
});
