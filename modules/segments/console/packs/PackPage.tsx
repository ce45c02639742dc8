import { Button } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { stages } from '#modules/content/contract.ts';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall } from '#platform/web/api.ts';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { Facts, Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import { styles as communityStyles, getPack, modes } from '../../contract.ts';
import styles from '../segments.module.css';
import { text } from '../text.ts';
import { BeginDialog } from './BeginDialog.tsx';
import { Lights } from './Lights.tsx';
import { saveJson } from './save-file.ts';
import { Week } from './Week.tsx';
import { whenWords } from './when-words.ts';

type Shown = Reply<typeof getPack>;

export default function PackPage() {
  const t = useText(text);
  const phrase = usePhrase();
  const may = useMay();
  const { key = '' } = useParams();
  const pack = useCall(getPack, { params: { key } });
  const [begun, setBegun] = useState(false);
  if (pack.isPending) return <SkeletonPage />;
  if (pack.isError)
    return (
      <Page title={key} crumbs={[{ label: t('packs'), to: '/segments' }]}>
        <ErrorNote error={pack.error} retry={() => pack.refetch()} />
      </Page>
    );
  const { content, version } = pack.data;
  return (
    <Page
      title={phrase(content.name)}
      purpose={phrase(content.summary)}
      crumbs={[{ label: t('packs'), to: '/segments' }, { label: phrase(content.name) }]}
      aside={<Tag>{t('version', { n: version })}</Tag>}
      actions={
        <>
          <Button onClick={() => saveJson(`${content.key}.pack.json`, content)}>
            <Icon name="download" size={14} /> {t('exportPack')}
          </Button>
          {may('segments.setup.manage') && (
            <Button type="primary" onClick={() => setBegun(true)}>
              {t('begin')}
            </Button>
          )}
        </>
      }
    >
      <Section title={t('health')} hint={t('healthHint')}>
        <Lights packKey={key} />
      </Section>
      <HowRun pack={pack.data} />
      <Scenes pack={pack.data} />
      <Week week={content.week} />
      <Groups pack={pack.data} />
      <Research pack={pack.data} />
      <Section title={t('versions')}>
        <ul className={styles.rows}>
          {pack.data.versions.map((one) => (
            <li key={one.version}>
              <b>{t('version', { n: one.version })}</b>
              <span>{one.from === 'product' ? t('fromProduct') : t('fromBank')}</span>
              <DateTime at={one.at} />
            </li>
          ))}
        </ul>
      </Section>
      {begun && <BeginDialog pack={pack.data} close={() => setBegun(false)} />}
    </Page>
  );
}

function HowRun({ pack: { content, templates } }: { pack: Shown }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const title = (key: string | null) =>
    (key && templates.find((one) => one.key === key)?.title) || '—';
  return (
    <Section title={t('howRun')}>
      <Facts
        items={[
          { label: t('formula'), value: phrase(content.mode_formula), wide: true },
          { label: t('mode'), value: phrase(modes[content.mode]) },
          { label: t('style'), value: phrase(communityStyles[content.style]) },
          { label: t('sop'), value: title(content.sop) },
          { label: t('sequence'), value: title(content.sequence) },
          {
            label: t('channels'),
            value: content.channels.map(({ name }) => phrase(name)).join(comma),
            wide: true,
          },
          {
            label: t('benefits'),
            value: content.benefits.map(({ name }) => phrase(name)).join(comma) || '—',
            wide: true,
          },
        ]}
      />
    </Section>
  );
}

function Scenes({ pack: { content } }: { pack: Shown }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  return (
    <>
      <Section title={t('scenes')}>
        <ul className={styles.rows}>
          {content.scenes.map((scene) => (
            <li key={scene.key}>
              <b>{phrase(scene.name)}</b>
              <Tag>{phrase(modes[scene.mode])}</Tag>
              <span className={styles.note}>{scene.benefits.join(comma)}</span>
              <span>{scene.windows.map(([from, to]) => `${from}–${to}`).join(comma)}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('calendar')}>
        <ul className={styles.rows}>
          {content.calendar.map(({ key, name, when }) => (
            <li key={key}>
              <b>{phrase(name)}</b>
              <span>{phrase(whenWords(when))}</span>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

function Groups({ pack: { content, templates } }: { pack: Shown }) {
  const t = useText(text);
  const phrase = usePhrase();
  return (
    <>
      <Section title={t('audiences')}>
        <ul className={styles.rows}>
          {content.audiences.map(({ key, name, description }) => (
            <li key={key}>
              <b>{phrase(name)}</b>
              <span className={styles.note}>{description}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('content')} hint={t('contentHint')}>
        <ul className={styles.rows}>
          {content.content.stages.map(({ stage, least }) => (
            <li key={stage}>
              <b>{phrase(stages[stage])}</b>
              <span>{t('atLeast', { n: least })}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('kpis')}>
        <ul className={styles.rows}>
          {content.kpis.map(({ key, name, unit, higher }) => (
            <li key={key}>
              <b>{phrase(name)}</b>
              <span className={styles.note}>{unit}</span>
              <span>{higher ? t('higher') : t('lower')}</span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t('templates')}>
        <ul className={styles.rows}>
          {templates.map(({ key, title, description }) => (
            <li key={key}>
              <b>{title}</b>
              <span className={styles.note}>{description}</span>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

function Research({ pack: { research } }: { pack: Shown }) {
  const t = useText(text);
  return (
    <Section title={t('research')}>
      <Facts
        items={research.map(({ label, fields }) => ({
          label,
          wide: true,
          value: (
            <span className={styles.tags}>
              {fields.map((field) => (
                <Tag key={field.key} tone={field.required ? 'accent' : 'plain'}>
                  {field.label}
                  {field.required && ` · ${t('required')}`}
                </Tag>
              ))}
            </span>
          ),
        }))}
      />
    </Section>
  );
}
