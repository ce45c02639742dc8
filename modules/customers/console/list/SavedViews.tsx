import { App, Button, Checkbox, Input, Select } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { z } from 'zod';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { useMarks, useText } from '#platform/web/text/lang.ts';
import {
  type CustomerFilter,
  deleteView,
  listViews,
  type SavedView,
  saveView,
} from '../../contract.ts';
import styles from './list.module.css';
import { text } from './text.ts';
import { addressOfView, sameFilter } from './view-address.ts';

const ViewName = z.object({
  name: z.string().trim().min(1).max(40),
  shared: z.boolean().default(false),
});

/** Searches kept under a name: one's own and those others share. */
export function SavedViews({ filter }: { filter: CustomerFilter }) {
  const t = useText(text);
  const marks = useMarks();
  const { message } = App.useApp();
  const [, setSearch] = useSearchParams();
  const views = useCall(listViews).data?.items ?? [];
  const save = useChange(saveView);
  const drop = useChange(deleteView);
  const [ask, setAsk] = useState<'save' | SavedView | null>(null);
  const here = views.find((view) => sameFilter(view.query, filter));
  const { q: _, ids: __, ...kept } = filter;
  const filtered = Object.keys(filter).length > 0;
  const savable = Object.keys(kept).length > 0;
  const dropping = ask === 'save' ? null : ask;
  if (views.length === 0 && !savable) return null;
  return (
    <div className={styles.views}>
      <Select
        aria-label={t('views')}
        value={here?.id ?? (filtered ? undefined : 'all')}
        placeholder={t('views')}
        popupMatchSelectWidth={260}
        onChange={(id: string) => {
          const view = views.find((one) => one.id === id);
          setSearch(view ? addressOfView(view.query) : {});
        }}
        options={[
          { value: 'all', label: t('allCustomers') },
          ...views.map((view) => ({
            value: view.id,
            label: view.mine
              ? view.name
              : `${view.name}${marks.aside(t('sharedBy', { who: view.owner.name }))}`,
          })),
        ]}
        className={styles.viewSelect ?? ''}
      />
      {savable && !here && <Button onClick={() => setAsk('save')}>{t('saveView')}</Button>}
      {here?.mine && <Button onClick={() => setAsk(here)}>{t('dropView')}</Button>}
      <FormDialog
        open={ask === 'save'}
        close={() => setAsk(null)}
        id="customers.view"
        title={t('saveView')}
        consequences={[t('saveViewHint')]}
        schema={ViewName}
        initial={{ shared: false }}
        submit={t('save')}
        onSubmit={async (body) => {
          await save.mutateAsync({ body: { ...body, query: kept } });
          message.success(t('saved', { name: body.name }));
        }}
      >
        <Field name="name" label={t('viewName')}>
          <Input maxLength={40} />
        </Field>
        <Field name="shared" label={t('share')} hint={t('shareHint')} valueProp="checked">
          <Checkbox>{t('share')}</Checkbox>
        </Field>
      </FormDialog>
      <Confirm
        open={dropping !== null}
        close={() => setAsk(null)}
        title={t('dropTitle', { name: dropping?.name ?? '' })}
        consequences={[t('dropWhat'), ...(dropping?.shared ? [t('dropShared')] : [])]}
        verb={t('dropView')}
        danger
        run={async () => {
          if (!dropping) return;
          await drop.mutateAsync({ params: { id: dropping.id } });
          message.success(t('dropped'));
        }}
      />
    </div>
  );
}
