import { App, Input, InputNumber } from 'antd';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field, FieldGroup } from '#platform/web/form/Field.tsx';
import { FormPanel } from '#platform/web/form/FormPanel.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { getWording, setWording, threeW, Wording } from '../../contract.ts';
import { text } from './text.ts';

/** What the bank calls things: the labels of the three W, where customers ask. */
export default function WordingPage() {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const wording = useCall(getWording);
  const set = useChange(setWording);
  if (wording.isPending) return <SkeletonPage />;
  return (
    <Page title={t('wording')} purpose={t('purpose')} width="reading">
      {wording.isError ? (
        <ErrorNote error={wording.error} retry={() => wording.refetch()} />
      ) : (
        <FormPanel
          id="content.wording"
          schema={Wording}
          initial={wording.data}
          submit={t('save')}
          onSubmit={async (body) => {
            await set.mutateAsync({ body });
            message.success(t('saved'));
          }}
        >
          <FieldGroup title={t('threeW')} hint={t('threeWHelp')}>
            {(Object.keys(threeW) as (keyof typeof threeW)[]).flatMap((key) => [
              <Field
                key={`${key}/zh`}
                name={['threeW', key, 0]}
                label={t('zh', { name: phrase(threeW[key]) })}
                half
              >
                <Input maxLength={20} />
              </Field>,
              <Field
                key={`${key}/en`}
                name={['threeW', key, 1]}
                label={t('en', { name: phrase(threeW[key]) })}
                half
              >
                <Input maxLength={40} />
              </Field>,
            ])}
          </FieldGroup>
          <FieldGroup title={t('values')}>
            <Field name="servicePhone" label={t('phone')} hint={t('phoneHint')} optional>
              <Input maxLength={20} />
            </Field>
          </FieldGroup>
          <FieldGroup title={t('mix')} hint={t('mixHint')}>
            <Field name="productLinePercent" label={t('productLine')} half>
              <InputNumber min={10} max={100} suffix="%" style={{ width: '100%' }} />
            </Field>
          </FieldGroup>
        </FormPanel>
      )}
    </Page>
  );
}
