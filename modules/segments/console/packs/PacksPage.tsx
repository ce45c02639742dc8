import { Button } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useCall } from '#platform/web/api.ts';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { Empty } from '#platform/web/show/Empty.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { Tag } from '#platform/web/show/Status.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import { listPacks, listSetups, type Pack, type Setup } from '../../contract.ts';
import styles from '../segments.module.css';
import { SetupStatus } from '../setups/SetupStatus.tsx';
import { text } from '../text.ts';
import { BeginDialog } from './BeginDialog.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { Lights } from './Lights.tsx';

export default function PacksPage() {
  const t = useText(text);
  const may = useMay();
  const packs = useCall(listPacks);
  const [importing, setImporting] = useState(false);
  const [begun, setBegun] = useState<Pack | null>(null);
  if (packs.isPending) return <SkeletonPage />;
  return (
    <Page
      title={t('packs')}
      purpose={t('packsPurpose')}
      actions={
        may('segments.pack.manage') && (
          <Button onClick={() => setImporting(true)}>
            <Icon name="upload" size={14} /> {t('importPack')}
          </Button>
        )
      }
    >
      {packs.isError ? (
        <ErrorNote error={packs.error} retry={() => packs.refetch()} />
      ) : (
        <div className={styles.cards}>
          {packs.data.items.map((pack) => (
            <PackCard key={pack.key} pack={pack} begin={() => setBegun(pack)} />
          ))}
        </div>
      )}
      <SetupList />
      <ImportDialog open={importing} close={() => setImporting(false)} />
      {begun && <BeginDialog pack={begun} close={() => setBegun(null)} />}
    </Page>
  );
}

function PackCard({ pack, begin }: { pack: Pack; begin: () => void }) {
  const t = useText(text);
  const phrase = usePhrase();
  const may = useMay();
  const { content } = pack;
  return (
    <article className={styles.card}>
      <h3>
        {phrase(content.name)}
        {content.recommended_first && <Tag tone="accent">{t('recommended')}</Tag>}
        {pack.from === 'bank' && <Tag>{t('ours')}</Tag>}
      </h3>
      <div className={styles.stack}>
        <span className={styles.formula}>{phrase(content.mode_formula)}</span>
        <p>{phrase(content.summary)}</p>
        {content.recommended_first && (
          <p className={styles.why}>{phrase(content.recommended_first)}</p>
        )}
      </div>
      <div className={styles.figures}>
        <span>{t('scenesN', { n: content.scenes.length })}</span>
        <span>{t('audiencesN', { n: content.audiences.length })}</span>
        <span>{t('calendarN', { n: content.calendar.length })}</span>
        <span>{pack.active > 0 ? t('running', { n: pack.active }) : t('notRunning')}</span>
      </div>
      <Lights packKey={pack.key} brief />
      <div className={styles.foot}>
        {may('segments.setup.manage') && (
          <Button type={content.recommended_first ? 'primary' : 'default'} onClick={begin}>
            {t('begin')}
          </Button>
        )}
        <Link to={`/segments/packs/${pack.key}`}>{t('look')}</Link>
      </div>
    </article>
  );
}

function SetupList() {
  const t = useText(text);
  const phrase = usePhrase();
  const navigate = useNavigate();
  const setups = useCall(listSetups);
  return (
    <Section title={t('setups')} hint={t('setupsHint')}>
      {setups.isError ? (
        <ErrorNote error={setups.error} retry={() => setups.refetch()} />
      ) : setups.data?.items.length === 0 ? (
        <Empty title={t('noSetups')}>{t('noSetupsHint')}</Empty>
      ) : (
        <div className={styles.wide}>
          <Rows<Setup>
            label={t('setups')}
            rows={setups.data?.items ?? []}
            waiting={setups.isPending ? 3 : 0}
            rowKey={({ id }) => id}
            onOpen={({ id }) => navigate(`/segments/setups/${id}`)}
            columns={[
              {
                key: 'name',
                title: t('name'),
                render: (s) => (
                  <span className={styles.name}>
                    <b>{s.name}</b>
                    <small>{phrase(s.packName)}</small>
                  </span>
                ),
              },
              { key: 'unit', title: t('unit'), render: (s) => s.unit.name },
              {
                key: 'state',
                title: t('state'),
                card: 'side',
                render: (s) => <SetupStatus setup={s} />,
              },
              { key: 'next', title: t('next'), render: (s) => <NextStep setup={s} /> },
              {
                key: 'changed',
                title: t('changed'),
                render: (s) => <DateTime at={s.changedAt} />,
              },
            ]}
          />
        </div>
      )}
    </Section>
  );
}

/** What one would do now. */
function NextStep({ setup }: { setup: Setup }) {
  const t = useText(text);
  const [gap] = setup.gaps;
  if (setup.state === 'ended') return <>—</>;
  if (!setup.can.change) return <>{t('readOnly')}</>;
  if (setup.submitted) return <>{t('inApproval')}</>;
  if (setup.activeVersion === setup.version) return <>{t('allGood')}</>;
  if (gap) return <>{gap.text}</>;
  return <>{setup.state === 'active' ? t('newVersionOpen') : t('ready')}</>;
}
