import { App, Button, Form, Input } from 'antd';
import { useMemo, useState } from 'react';
import { useChange } from '#platform/web/api.ts';
import { DayPicker } from '#platform/web/form/DayPicker.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { CopyText } from '#platform/web/show/CopyText.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import type { Column } from '#platform/web/table/column.ts';
import { DataTable, type RowOf } from '#platform/web/table/DataTable.tsx';
import { useMarks, useText } from '#platform/web/text/lang.ts';
import { listStaffCards, setLicences } from '../../contract.ts';
import styles from './cards.module.css';
import { text } from './text.ts';

type Row = RowOf<typeof listStaffCards>;

/** What customers may check of the people who write to them. */
export default function CardsPage() {
  const t = useText(text);
  const [chosen, setChosen] = useState<Row | null>(null);
  return (
    <Page title={t('cards')} purpose={t('purpose')}>
      <DataTable
        id="content.staff-cards"
        label={t('cards')}
        list={listStaffCards}
        search={t('search')}
        columns={useColumns(setChosen)}
        rowKey={(row) => row.staffId}
        empty={<Empty title={t('none')} />}
      />
      {chosen && <LicenceDialog card={chosen} close={() => setChosen(null)} />}
    </Page>
  );
}

function useColumns(choose: (row: Row) => void): Column<Row>[] {
  const t = useText(text);
  const marks = useMarks();
  return useMemo(
    () => [
      { key: 'name', title: t('name'), fixed: true, render: (row) => row.name },
      { key: 'number', title: t('number'), width: 120, render: (row) => row.number },
      { key: 'unit', title: t('unit'), render: (row) => row.unit },
      {
        key: 'licences',
        title: t('licences'),
        wrap: true,
        render: (row) =>
          row.licences.map(({ name, number }) => `${name} ${number}`).join(marks.semicolon) ||
          t('noLicence'),
      },
      {
        key: 'url',
        title: t('page'),
        render: (row) => (
          <span className={styles.page}>
            <a href={row.url} target="_blank" rel="noreferrer">
              {t('open')}
            </a>
            <CopyText text={row.url} shown={t('link')} />
          </span>
        ),
      },
      {
        key: 'act',
        title: t('act'),
        width: 130,
        render: (row) => (
          <Button size="small" onClick={() => choose(row)}>
            {t('record')}
          </Button>
        ),
      },
    ],
    [t, choose, marks],
  );
}

function LicenceDialog({ card, close }: { card: Row; close: () => void }) {
  const t = useText(text);
  const { message } = App.useApp();
  const set = useChange(setLicences);
  return (
    <FormDialog
      open
      close={close}
      width={640}
      title={t('recordTitle', { name: card.name })}
      consequences={[t('atOnce')]}
      id={`content.licences.${card.staffId}`}
      schema={setLicences.body}
      initial={{ licences: card.licences.length > 0 ? card.licences : [{ name: '', number: '' }] }}
      submit={t('save')}
      onSubmit={async (body) => {
        await set.mutateAsync({ params: { staffId: card.staffId }, body });
        message.success(t('saved'));
      }}
    >
      <Form.List name="licences">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className={styles.licence}>
                <Form.Item name={[name, 'name']} noStyle>
                  <Input aria-label={t('licence')} placeholder={t('licence')} maxLength={40} />
                </Form.Item>
                <Form.Item name={[name, 'number']} noStyle>
                  <Input aria-label={t('licenceNo')} placeholder={t('licenceNo')} maxLength={60} />
                </Form.Item>
                <Form.Item name={[name, 'validTo']} noStyle>
                  <DayPicker />
                </Form.Item>
                <Button onClick={() => remove(name)}>{t('drop')}</Button>
              </div>
            ))}
            <Button onClick={() => add({ name: '', number: '', validTo: null })}>{t('add')}</Button>
          </>
        )}
      </Form.List>
    </FormDialog>
  );
}
