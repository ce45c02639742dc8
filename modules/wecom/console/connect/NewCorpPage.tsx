import { Input } from 'antd';
import { useNavigate } from 'react-router';
import { useChange } from '#platform/web/api.ts';
import { Field, FieldGroup } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { CorpDraft, createCorp } from '../../contract.ts';
import styles from './connect.module.css';
import { text } from './text.ts';

/** The first step of the wizard: what a corp is called and whose it is. */
export default function NewCorpPage() {
  const t = useText(text);
  const navigate = useNavigate();
  const create = useChange(createCorp);
  return (
    <Page
      title={t('newTitle')}
      purpose={t('newPurpose')}
      width="reading"
      crumbs={[{ label: t('corps'), to: '/wecom' }, { label: t('newTitle') }]}
    >
      <FormPanel
        id="wecom.corp"
        schema={CorpDraft}
        initial={{}}
        submit={t('create')}
        onCancel={() => navigate('/wecom')}
        onSubmit={async (body) => {
          const corp = await create.mutateAsync({ body });
          navigate(`/wecom/corps/${corp.id}/connect`);
        }}
      >
        <FieldGroup title={t('inWecom')} hint={t('newHow')}>
          <Field name="corpid" label={t('corpid')} hint={t('corpidHint')}>
            <Input maxLength={18} autoComplete="off" spellCheck={false} />
          </Field>
        </FieldGroup>
        <FieldGroup title={t('here')}>
          <Field name="name" label={t('name')} hint={t('nameHint')}>
            <Input maxLength={60} />
          </Field>
          <Field name="unitId" label={t('unit')} hint={t('unitHint')}>
            <UnitSelect />
          </Field>
          <Field name="baseUrl" label={t('baseUrl')} hint={t('baseUrlHint')} optional>
            <Input maxLength={200} placeholder="https://qyapi.weixin.qq.com" spellCheck={false} />
          </Field>
        </FieldGroup>
      </FormPanel>
      <Section title={t('ahead')} hint={t('aheadHint')}>
        <ol className={styles.how}>
          <li>{t('ahead1')}</li>
          <li>{t('ahead2')}</li>
          <li>{t('ahead3')}</li>
        </ol>
      </Section>
    </Page>
  );
}
