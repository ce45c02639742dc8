import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { z } from 'zod';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Field } from '#platform/web/form/Field.tsx';
import { FormDialog } from '#platform/web/overlay/FormDialog.tsx';
import { Page } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { useText } from '#platform/web/text/lang.ts';
import { useSettled } from '#platform/web/useSettled.ts';
import { listReviews, PackKey, packFromSetup } from '../../contract.ts';
import styles from '../segments.module.css';
import { text } from '../text.ts';

type Line = Reply<typeof listReviews>['items'][number];

export default function ReviewsPage() {
  const t = useText(text);
  const [q, setQ] = useState('');
  const [chosen, setChosen] = useState<Line | null>(null);
  const settled = useSettled(q, 250);
  const reviews = useCall(listReviews, { query: settled ? { q: settled } : {} }, { keep: true });
  return (
    <Page title={t('reviews')} purpose={t('reviewsPurpose')} width="reading">
      <Input
        aria-label={t('searchReviews')}
        placeholder={t('searchReviews')}
        value={q}
        allowClear
        onChange={(event) => setQ(event.target.value)}
      />
      {reviews.isError && <ErrorNote error={reviews.error} retry={() => reviews.refetch()} />}
      {reviews.data?.items.length === 0 && (
        <Empty title={t('noReviews')}>{t('noReviewsHint')}</Empty>
      )}
      {reviews.data?.items.map((line) => (
        <Review key={line.setupId} line={line} make={() => setChosen(line)} />
      ))}
      {chosen && <MakePack line={chosen} close={() => setChosen(null)} />}
    </Page>
  );
}

function Review({ line, make }: { line: Line; make: () => void }) {
  const t = useText(text);
  const may = useMay();
  return (
    <article className={styles.review}>
      <h3>
        <Link to={`/segments/setups/${line.setupId}`}>{line.name}</Link>
      </h3>
      <span className={styles.note}>
        {line.unit} · <DateTime at={line.endedAt} />
      </span>
      <dl>
        <dt>{t('need')}</dt>
        <dd>{line.need}</dd>
        <dt>{t('goal')}</dt>
        <dd>{line.goal}</dd>
        <dt>{t('result')}</dt>
        <dd>{line.result}</dd>
        <dt>{t('learned')}</dt>
        <dd>{line.learned}</dd>
        <dt>{t('reuse')}</dt>
        <dd>{line.reuse}</dd>
      </dl>
      {may('segments.pack.manage') && (
        <div>
          <Button onClick={make}>{t('makePack')}</Button>
        </div>
      )}
    </article>
  );
}

const Form = z.object({ key: PackKey, name: z.string().trim().min(1).max(60) });

function MakePack({ line, close }: { line: Line; close: () => void }) {
  const t = useText(text);
  const { message } = App.useApp();
  const make = useChange(packFromSetup);
  return (
    <FormDialog
      open
      close={close}
      id="segments.pack-from"
      title={t('makePack')}
      schema={Form}
      initial={{ name: line.name }}
      submit={t('makePack')}
      onSubmit={async (body) => {
        await make.mutateAsync({ params: { id: line.setupId }, body });
        message.success(t('packMade', { name: body.name }));
      }}
    >
      <Field name="name" label={t('name')}>
        <Input maxLength={60} />
      </Field>
      <Field name="key" label={t('packKey')} hint={t('packKeyHint')}>
        <Input maxLength={40} />
      </Field>
    </FormDialog>
  );
}
