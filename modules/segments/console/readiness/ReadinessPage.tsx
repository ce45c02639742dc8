import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { type Assessment, Dimension, dimensions, getReadiness } from '../../contract.ts';
import styles from '../segments.module.css';
import { text as words } from '../text.ts';
import { AssessmentForm } from './AssessmentForm.tsx';
import { text } from './text.ts';

/** How ready the bank is, and what it does in its first ninety days. */
export default function ReadinessPage() {
  const t = useText(text);
  const w = useText(words);
  const may = useMay();
  const readiness = useCall(getReadiness);
  const [asking, setAsking] = useState(false);
  if (readiness.isPending) return <SkeletonPage />;
  const [newest, ...older] = readiness.data?.items ?? [];
  const manages = may('segments.setup.manage') && !asking;
  return (
    <Page
      title={t('title')}
      purpose={t('purpose')}
      crumbs={[{ label: w('packs'), to: '/segments' }]}
      actions={manages && newest && <Button onClick={() => setAsking(true)}>{t('again')}</Button>}
    >
      {readiness.isError ? (
        <ErrorNote error={readiness.error} retry={() => readiness.refetch()} />
      ) : asking ? (
        <AssessmentForm
          form={readiness.data.form}
          before={newest ?? null}
          close={() => setAsking(false)}
        />
      ) : newest ? (
        <>
          <Scores
            newest={newest}
            before={older.find(({ unit }) => unit.id === newest.unit.id) ?? null}
          />
          <Plan steps={newest.steps} />
          {older.length > 0 && <History items={older} />}
        </>
      ) : (
        <Empty
          title={t('none')}
          action={
            manages && (
              <Button type="primary" onClick={() => setAsking(true)}>
                {t('assess')}
              </Button>
            )
          }
        >
          {t('noneHint')}
        </Empty>
      )}
    </Page>
  );
}

function Scores({ newest, before }: { newest: Assessment; before: Assessment | null }) {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <Section
      title={newest.unit.name}
      hint={
        <>
          {newest.by} · <DateTime at={newest.at} /> · {t('scoreNote')}
        </>
      }
    >
      <div className={styles.scores}>
        {Dimension.options.map((key) => (
          <div key={key}>
            <span>{phrase(dimensions[key])}</span>
            <b>{newest.scores[key]}</b>
            <span className={styles.bar}>
              <i style={{ width: `${newest.scores[key]}%` }} />
            </span>
            <span className={styles.note}>
              {before ? t('since', { n: before.scores[key] }) : ' '}
            </span>
          </div>
        ))}
      </div>
    </Section>
  );
}

function Plan({ steps }: { steps: Assessment['steps'] }) {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <Section title={t('plan')} hint={t('planHint')}>
      <ol className={styles.week}>
        {steps.map(({ key, title, because, link, from, to }) => (
          <li key={key}>
            <span className={styles.when}>{t('days', { from, to })}</span>
            <div>
              <b>{phrase(title)}</b> <Link to={link}>{t('go')}</Link>
              <p>{because ? t('because', { answer: phrase(because) }) : t('always')}</p>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function History({ items }: { items: readonly Assessment[] }) {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <Section title={t('history')}>
      <ul className={styles.rows}>
        {items.map(({ id, unit, scores, at }) => (
          <li key={id}>
            <b>{unit.name}</b>
            <span>
              {Dimension.options
                .map((key) => `${phrase(dimensions[key])} ${scores[key]}`)
                .join(' · ')}
            </span>
            <DateTime at={at} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
