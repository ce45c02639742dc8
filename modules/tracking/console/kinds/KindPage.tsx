import { App as AntApp, Button } from 'antd';
import { useState } from 'react';
import { useNavigate, useParams } from 'react-router';
import { useCall, useChange } from '#platform/web/api.ts';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { Facts, Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { DateTime } from '#platform/web/show/DateTime.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { Status } from '#platform/web/show/Status.tsx';
import { Rows } from '#platform/web/table/Rows.tsx';
import { useComma, usePhrase, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { getKind, type KindProperty, updateKind } from '../../contract.ts';
import { DayColumns } from '../parts/DayColumns.tsx';
import { Refusals } from '../parts/Refusals.tsx';
import { text } from './text.ts';

type Shown = NonNullable<ReturnType<typeof useKind>['data']>;
const useKind = (kind: string) => useCall(getKind, { params: { kind } }, { every: 30 });

export default function KindPage() {
  const t = useText(text);
  const { kind: name = '' } = useParams();
  const kind = useKind(name);
  const crumbs = [{ label: t('back'), to: '/tracking/kinds' }];
  if (kind.isPending)
    return (
      <Page title={name} crumbs={crumbs}>
        <SkeletonText lines={10} />
      </Page>
    );
  if (!kind.data)
    return (
      <Page title={name} crumbs={crumbs}>
        <ErrorNote error={kind.error} retry={() => kind.refetch()} />
      </Page>
    );
  return <KindDetail kind={kind.data} crumbs={crumbs} />;
}

function KindDetail({ kind, crumbs }: { kind: Shown; crumbs: { label: string; to: string }[] }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  const may = useMay();
  const navigate = useNavigate();
  const [asked, setAsked] = useState(false);
  const mine = !kind.builtIn && may('tracking.kind.manage');
  const need = { none: 'none', optional: 'needOptional', required: 'needRequired' } as const;
  return (
    <Page
      title={phrase(kind.title)}
      purpose={phrase(kind.description)}
      crumbs={crumbs}
      actions={
        <>
          {mine && (
            <Button danger={kind.state === 'active'} onClick={() => setAsked(true)}>
              {t(kind.state === 'active' ? 'stop' : 'start')}
            </Button>
          )}
          <Button onClick={() => navigate(`/tracking/events?kind=${kind.kind}`)}>
            {t('seeEvents')}
          </Button>
        </>
      }
    >
      <Facts
        items={[
          { label: t('code'), value: <code>{kind.kind}</code> },
          {
            label: t('state'),
            value: (
              <Status kind={kind.state === 'active' ? 'active' : 'stopped'}>{t(kind.state)}</Status>
            ),
          },
          { label: t('from'), value: kind.from.map((reporter) => t(reporter)).join(comma) },
          { label: t('subject'), value: t(need[kind.subject]) },
          { label: t('amount'), value: t(need[kind.amount]) },
          { label: t('last'), value: kind.lastAt ? <DateTime at={kind.lastAt} /> : t('never') },
        ]}
      />
      <Volume kind={kind} />
      <Section title={t('properties')} hint={t('propertiesHint')}>
        {kind.properties.length === 0 ? <p>{t('noProperties')}</p> : <Properties kind={kind} />}
      </Section>
      <Section title={t('refusals')}>
        {kind.refusals.length === 0 ? <p>{t('noRefusals')}</p> : <Refusals rows={kind.refusals} />}
      </Section>
      <StateDialog kind={kind} open={asked} close={() => setAsked(false)} />
    </Page>
  );
}

function Volume({ kind }: { kind: Shown }) {
  const t = useText(text);
  const sum = (key: 'stored' | 'duplicate' | 'late' | 'refused') =>
    formatNumber(kind.days.reduce((total, day) => total + day[key], 0));
  return (
    <Section title={t('volume')}>
      <DayColumns
        days={kind.days.map(({ day, stored, refused }) => ({
          day,
          parts: [
            { value: stored, tone: 'plain' },
            { value: refused, tone: 'bad' },
          ],
        }))}
        sentence={t('volumeSays', {
          days: kind.days.length,
          stored: sum('stored'),
          late: sum('late'),
          duplicate: sum('duplicate'),
          refused: sum('refused'),
        })}
      />
    </Section>
  );
}

function Properties({ kind }: { kind: Shown }) {
  const t = useText(text);
  const phrase = usePhrase();
  const comma = useComma();
  return (
    <Rows<KindProperty>
      label={t('properties')}
      rows={kind.properties}
      rowKey={(property) => property.name}
      columns={[
        { key: 'title', title: t('property'), fixed: true, render: (p) => phrase(p.title) },
        { key: 'name', title: t('code'), render: (p) => <code>{p.name}</code> },
        {
          key: 'type',
          title: t('type'),
          render: (p) => (p.choices ? p.choices.join(comma) : t(p.type)),
        },
        {
          key: 'required',
          title: t('required'),
          card: 'side',
          render: (p) => t(p.required ? 'required' : 'optional'),
        },
      ]}
    />
  );
}

function StateDialog({ kind, open, close }: { kind: Shown; open: boolean; close: () => void }) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = AntApp.useApp();
  const change = useChange(updateKind);
  const stops = kind.state === 'active';
  const name = phrase(kind.title);
  return (
    <Confirm
      open={open}
      close={close}
      danger={stops}
      title={t(stops ? 'stopTitle' : 'startTitle', { name })}
      consequences={[t(stops ? 'stopWhat' : 'startWhat')]}
      verb={t(stops ? 'stop' : 'start')}
      run={async () => {
        const { title, description, from, necessary, subject, amount, properties, version } = kind;
        await change.mutateAsync({
          params: { kind: kind.kind },
          body: {
            title,
            description,
            from,
            necessary,
            subject,
            amount,
            properties,
            version,
            state: stops ? 'stopped' : 'active',
          },
        });
        message.success(t('done'));
      }}
    />
  );
}
