import { App as AntApp, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { UnitSelect } from '#platform/web/form/UnitSelect.tsx';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { Callout } from '#platform/web/show/Callout.tsx';
import { CopyText } from '#platform/web/show/CopyText.tsx';
import { useText } from '#platform/web/text/lang.ts';
import {
  createSite,
  renewSecret,
  type Site,
  SiteDraft,
  siteKinds,
  updateSite,
} from '../../contract.ts';
import { text } from './text.ts';

export type Ask = { what: 'add' } | { what: 'renew' | 'state'; site: Site };

/** Adds a site, renews a secret, stops and starts; a secret is shown once, afterwards never. */
export function SiteDialogs({ ask, close }: { ask: Ask | null; close: () => void }) {
  const t = useText(text);
  const { message } = AntApp.useApp();
  const [secret, setSecret] = useState<string | null>(null);
  const create = useChange(createSite);
  const renew = useChange(renewSecret);
  const change = useChange(updateSite);
  const site = ask && 'site' in ask ? ask.site : null;
  const stops = site?.state === 'active';
  const name = site?.name ?? '';
  return (
    <>
      <FormDialog
        open={ask?.what === 'add'}
        close={close}
        id="tracking.site"
        title={t('add')}
        schema={SiteDraft}
        initial={{ kind: 'h5', origins: [], eventsPerSecond: 2_000 }}
        submit={t('submit')}
        onSubmit={async (body) => {
          const made = await create.mutateAsync({ body });
          message.success(t('created', { name: made.name }));
          setSecret(made.secret);
        }}
      >
        <Field name="name" label={t('name')} hint={t('nameHint')}>
          <Input maxLength={40} />
        </Field>
        <Field name="code" label={t('code')} hint={t('codeHint')}>
          <Input maxLength={31} spellCheck={false} />
        </Field>
        <Field name="kind" label={t('kind')}>
          <Select options={siteKinds.map((value) => ({ value, label: t(value) }))} />
        </Field>
        <Field name="unitId" label={t('unit')}>
          <UnitSelect />
        </Field>
        <Field name="origins" label={t('origins')} hint={t('originsHint')} optional>
          <Select mode="tags" tokenSeparators={[',', '，', ' ']} open={false} />
        </Field>
        <Field name="eventsPerSecond" label={t('rate')}>
          <InputNumber min={1} max={200_000} style={{ width: '100%' }} />
        </Field>
      </FormDialog>
      <Confirm
        open={ask?.what === 'renew'}
        close={close}
        title={t('renewTitle', { name })}
        consequences={[t('renewWhat')]}
        verb={t('renew')}
        run={async () => {
          if (site) setSecret((await renew.mutateAsync({ params: { id: site.id } })).secret);
        }}
      />
      <Confirm
        open={ask?.what === 'state'}
        close={close}
        danger={stops}
        title={t(stops ? 'stopTitle' : 'startTitle', { name })}
        consequences={[t(stops ? 'stopWhat' : 'startWhat')]}
        verb={t(stops ? 'stop' : 'start')}
        run={async () => {
          if (!site) return;
          const state = stops ? 'stopped' : 'active';
          await change.mutateAsync({
            params: { id: site.id },
            body: { state, version: site.version },
          });
          message.success(t('done'));
        }}
      />
      <Modal
        open={secret !== null}
        title={t('secretTitle')}
        okText={t('saved')}
        cancelButtonProps={{ style: { display: 'none' } }}
        closable={false}
        mask={{ closable: false }}
        onOk={() => setSecret(null)}
      >
        <Callout tone="warn" title={t('secretOnce')}>
          <CopyText text={secret ?? ''} />
        </Callout>
      </Modal>
    </>
  );
}
