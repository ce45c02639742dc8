import { App, Input } from 'antd';
import { useNavigate, useSearchParams } from 'react-router';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field, FieldGroup } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  ConsentPurpose,
  consentPurposeText,
  draftConsentText,
  listConsentTexts,
} from '../../contract.ts';
import { ConsentTextForm, draftOf, formOf } from './consent-text-form.ts';
import { text } from './text.ts';

const texts = '/customers/consent-texts';
const small = ['method', 'retention', 'controller', 'contact', 'rights'] as const;

/** A new version, begun from the latest; it goes to approval when it is sent. */
export default function ConsentTextFormPage() {
  const t = useText(text);
  const phrase = usePhrase();
  const navigate = useNavigate();
  const { message } = App.useApp();
  const draft = useChange(draftConsentText);
  const [search] = useSearchParams();
  const read = ConsentPurpose.safeParse(search.get('purpose'));
  const purpose = read.success ? read.data : 'marketing';
  const known = useCall(listConsentTexts, { query: { purpose } });
  if (known.isPending) return <SkeletonPage />;
  const crumbs = [{ label: t('texts'), to: texts }, { label: phrase(consentPurposeText[purpose]) }];
  if (known.isError)
    return (
      <Page title={t('formTitle')} crumbs={crumbs}>
        <ErrorNote error={known.error} retry={() => known.refetch()} />
      </Page>
    );
  const latest = known.data.items.toSorted((one, other) => other.version - one.version)[0];
  return (
    <Page title={t('formTitle')} purpose={t('formPurpose')} width="reading" crumbs={crumbs}>
      <FormPanel
        id={`customers.consent-text.${purpose}`}
        version={String(latest?.version ?? 0)}
        schema={ConsentTextForm}
        initial={latest ? formOf(latest) : { purpose }}
        submit={t('submit')}
        onCancel={() => navigate(texts)}
        onSubmit={async (form) => {
          await draft.mutateAsync({ body: draftOf(form) });
          message.success(t('submitted'));
          navigate(texts);
        }}
      >
        {([0, 1] as const).map((side) => (
          <FieldGroup key={side} title={t(side === 0 ? 'zh' : 'en')}>
            <Field name={['title', side]} label={t('title')}>
              <Input maxLength={60} />
            </Field>
            <Field name={['body', side]} label={t('body')}>
              <Input.TextArea rows={8} maxLength={4000} showCount />
            </Field>
            <Field name={['categories', side]} label={t('categories')} hint={t('oneALine')}>
              <Input.TextArea rows={4} maxLength={1800} />
            </Field>
            {small.map((name) => (
              <Field key={name} name={[name, side]} label={t(name)}>
                <Input.TextArea autoSize={{ minRows: 1, maxRows: 4 }} maxLength={400} />
              </Field>
            ))}
          </FieldGroup>
        ))}
      </FormPanel>
    </Page>
  );
}
