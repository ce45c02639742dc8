import { App, Form, Input, InputNumber, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { z } from 'zod';
import { call, useCall, useChange } from '#platform/web/api.ts';
import { DayPicker } from '#platform/web/form/DayPicker.tsx';
import { Field, FieldGroup } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { usePerson } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { useBusinessNow } from '#platform/web/text/business-clock.ts';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { dayEnd, formatTime } from '#platform/web/text/time.ts';
import {
  checkGrant,
  Employment,
  employmentText,
  GrantDraft,
  listRoles,
  RoleId,
  requestApproval,
  reviseApproval,
  roleGrantKind,
  StaffId,
  UnitId,
} from '../../contract.ts';
import { useReturned } from '../approvals/useReturned.ts';
import { StaffSelect } from '../parts/StaffSelect.tsx';
import styles from './roles.module.css';
import { text } from './text.ts';

const GrantForm = z
  .object({
    staffId: StaffId,
    roleId: RoleId,
    unitId: UnitId,
    employment: Employment,
    sharePercent: z.int().min(1).max(99).optional(),
    maxCustomers: z.int().min(1).max(100_000).optional(),
    until: z.iso.date().optional(),
    note: z.string().trim().max(1000).optional(),
  })
  .refine((form) => form.employment === 'full_time' || form.sharePercent || form.maxCustomers, {
    path: ['sharePercent'],
    message: '兼职要填工作时间占比或客户上限|Part time needs a share of time or a customer limit',
  });
type GrantForm = z.input<typeof GrantForm>;

/** Asks for a role for a person at a unit; a second person decides (CR-143, R-130). */
export default function GrantFormPage() {
  const t = useText(text);
  const navigate = useNavigate();
  const { message } = App.useApp();
  const [search] = useSearchParams();
  const returned = useReturned(search.get('approval'), GrantDraft);
  const request = useChange(requestApproval);
  const revise = useChange(reviseApproval);
  if (returned.waiting) return null;
  const initial: Partial<GrantForm> = returned.payload
    ? fromDraft(returned.payload)
    : {
        employment: 'full_time',
        ...fromAddress('staffId', search.get('staff')),
        ...fromAddress('roleId', search.get('role')),
        ...fromAddress('unitId', search.get('unit')),
      };
  return (
    <Page
      title={t('grantTitle')}
      purpose={t('grantPurpose')}
      width="reading"
      crumbs={[{ label: t('grantsTitle'), to: '/grants' }, { label: t('grantTitle') }]}
    >
      {returned.payload && <Callout>{t('revising')}</Callout>}
      <FormPanel
        id={`org.grant.${returned.id ?? search.get('staff') ?? 'new'}`}
        schema={GrantForm}
        initial={initial}
        submit={t('submit')}
        onCancel={() => navigate(-1)}
        onSubmit={async ({ note, ...form }) => {
          const payload = await withinLatest(toDraft(form));
          const body = { payload, ...(note ? { note } : {}) };
          const made = returned.id
            ? await revise.mutateAsync({ params: { id: returned.id }, body })
            : await request.mutateAsync({ body: { kind: roleGrantKind, ...body } });
          message.success(t('submitted'));
          navigate(`/approvals/${made.id}`);
        }}
      >
        <GrantFields />
      </FormPanel>
    </Page>
  );
}

function GrantFields() {
  const t = useText(text);
  const phrase = usePhrase();
  const me = usePerson();
  const roles = useCall(listRoles);
  const employment = Form.useWatch('employment') ?? 'full_time';
  const roleId = Form.useWatch('roleId');
  const role = roles.data?.items.find(({ id }) => id === roleId);
  return (
    <>
      <FieldGroup title={t('grantWho')}>
        <Field name="staffId" label={t('person')} hint={t('noSelf')}>
          <StaffSelect without={me ? [me.id] : []} />
        </Field>
        <Field name="roleId" label={t('role')} hint={role?.description && phrase(role.description)}>
          <Select
            loading={roles.isPending}
            showSearch={{ optionFilterProp: 'label' }}
            options={(roles.data?.items ?? [])
              .filter(({ state }) => state === 'active')
              .map(({ id, name }) => ({ value: id, label: phrase(name) }))}
          />
        </Field>
      </FieldGroup>
      <FieldGroup title={t('grantWhere')}>
        <Field name="unitId" label={t('unit')} hint={t('grantWhereHint')}>
          <UnitSelect />
        </Field>
      </FieldGroup>
      <FieldGroup title={t('grantHow')}>
        <Field name="employment" label={t('employment')}>
          <Segmented
            options={Employment.options.map((value) => ({
              value,
              label: phrase(employmentText[value]),
            }))}
          />
        </Field>
        {employment === 'part_time' && (
          <>
            <Field name="sharePercent" label={t('share')} hint={t('shareHint')} half>
              <InputNumber min={1} max={99} suffix="%" style={{ width: '100%' }} />
            </Field>
            <Field name="maxCustomers" label={t('maxCustomers')} hint={t('maxCustomersHint')} half>
              <InputNumber min={1} max={100_000} style={{ width: '100%' }} />
            </Field>
          </>
        )}
        <Until role={role ? phrase(role.name) : ''} />
      </FieldGroup>
      <Field name="note" label={t('note')} hint={t('noteHint')} optional>
        <Input.TextArea rows={2} maxLength={1000} />
      </Field>
    </>
  );
}

/** What goes beyond the job must expire: said as soon as person, role and unit are known. */
function Until({ role }: { role: string }) {
  const t = useText(text);
  const now = useBusinessNow();
  const [today] = useState(() => formatTime(now, 'day'));
  const staffId = Form.useWatch('staffId');
  const roleId = Form.useWatch('roleId');
  const unitId = Form.useWatch('unitId');
  const known = Boolean(staffId && roleId && unitId);
  const check = useCall(checkGrant, { query: { staffId, roleId, unitId } }, { enabled: known });
  const broader = known && check.data?.broader === true;
  const latest = check.data?.latest ? formatTime(check.data.latest, 'day') : '';
  return (
    <>
      <Field
        name="until"
        label={t('until')}
        hint={broader ? t('untilBroader', { latest }) : t('untilHint')}
        optional={!broader}
      >
        <DayPicker notBefore={today} {...(broader && latest ? { notAfter: latest } : {})} />
      </Field>
      {known && check.data && (
        <div className={styles.whole}>
          <Callout tone={broader ? 'warn' : 'note'}>
            {broader ? t('broaderNote', { role, latest }) : t('withinNote')}
          </Callout>
        </div>
      )}
    </>
  );
}

/** The last day a grant beyond the job may have ends at the hour the rule counts from. */
async function withinLatest(draft: z.input<typeof GrantDraft>) {
  if (!draft.validUntil) return draft;
  const { staffId, roleId, unitId } = draft;
  const { latest } = await call(checkGrant, { query: { staffId, roleId, unitId } });
  const day = (at: string) => formatTime(at, 'day');
  const lastDay = day(new Date(Date.parse(draft.validUntil) - 1).toISOString());
  return latest && lastDay === day(latest) ? { ...draft, validUntil: latest } : draft;
}

const fromAddress = (name: 'staffId' | 'roleId' | 'unitId', value: string | null) =>
  value ? { [name]: value } : {};

const toDraft = (form: Omit<z.output<typeof GrantForm>, 'note'>): z.input<typeof GrantDraft> => ({
  staffId: form.staffId,
  roleId: form.roleId,
  unitId: form.unitId,
  employment: form.employment,
  load:
    form.employment === 'part_time'
      ? { sharePercent: form.sharePercent ?? null, maxCustomers: form.maxCustomers ?? null }
      : { sharePercent: null, maxCustomers: null },
  validUntil: form.until ? dayEnd(form.until) : null,
});

const fromDraft = (draft: z.output<typeof GrantDraft>): Partial<GrantForm> => ({
  staffId: draft.staffId,
  roleId: draft.roleId,
  unitId: draft.unitId,
  employment: draft.employment,
  ...(draft.load.sharePercent ? { sharePercent: draft.load.sharePercent } : {}),
  ...(draft.load.maxCustomers ? { maxCustomers: draft.load.maxCustomers } : {}),
  // The last day included, from the first instant excluded.
  ...(draft.validUntil ? { until: formatTime(Date.parse(draft.validUntil) - 1, 'day') } : {}),
});
