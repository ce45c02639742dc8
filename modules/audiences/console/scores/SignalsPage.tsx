import { App, Button, InputNumber } from 'antd';
import { useState } from 'react';
import type { Reply } from '#platform/contract/endpoint.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { LeaveGuard } from '#platform/web/form/LeaveGuard.tsx';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonPage } from '#platform/web/show/Skeleton.tsx';
import { usePhrase, useText } from '#platform/web/text/lang.ts';
import {
  type Dimension,
  dimensions,
  dimensionText,
  getSignals,
  type Signal,
  type StandingSettings,
  saveSignals,
} from '../../contract.ts';
import { SignalTable } from './SignalTable.tsx';
import styles from './scores.module.css';
import { text } from './text.ts';

/** The weights of need and recognition; whoever may not change them may read them. */
export default function SignalsPage() {
  const t = useText(text);
  const signals = useCall(getSignals);
  if (signals.isPending) return <SkeletonPage />;
  if (signals.isError)
    return (
      <Page title={t('signals')}>
        <ErrorNote error={signals.error} retry={() => signals.refetch()} />
      </Page>
    );
  return <Weights key={signals.data.version} held={signals.data} />;
}

function Weights({ held }: { held: Reply<typeof getSignals> }) {
  const t = useText(text);
  const phrase = usePhrase();
  const { message } = App.useApp();
  const may = useMay()('audiences.score.manage');
  const save = useChange(saveSignals);
  const [settings, setSettings] = useState<StandingSettings>(held.settings);
  const [signals, setSignals] = useState<readonly Signal[]>(held.signals);
  const [dirty, setDirty] = useState(false);
  const change = (next: readonly Signal[]) => {
    setSignals(next);
    setDirty(true);
  };
  const cut = (dimension: Dimension, level: 'mid' | 'high', value: number | null) => {
    if (value === null) return;
    setSettings({
      ...settings,
      cuts: { ...settings.cuts, [dimension]: { ...settings.cuts[dimension], [level]: value } },
    });
    setDirty(true);
  };
  const send = async () => {
    await save.mutateAsync({
      body: {
        version: held.version,
        settings,
        signals: signals.map(({ dimension, kind, points, halfLifeDays, perDay, stage }) => ({
          dimension,
          kind,
          points,
          halfLifeDays,
          perDay,
          stage,
        })),
      },
    });
    setDirty(false);
    message.success(t('savedNow'));
  };
  return (
    <Page
      title={t('signals')}
      purpose={t('signalsPurpose')}
      crumbs={[{ label: t('matrix'), to: '/audiences/matrix' }, { label: t('signals') }]}
      actions={
        may && (
          <Button type="primary" disabled={!dirty} loading={save.isPending} onClick={send}>
            {t('save')}
          </Button>
        )
      }
    >
      <LeaveGuard when={dirty} />
      {save.isError && <ErrorNote error={save.error} />}
      <Section title={t('cuts')}>
        <div className={styles.cutsRow}>
          {dimensions.flatMap((dimension) =>
            (['mid', 'high'] as const).map((level) => (
              <label key={`${dimension}/${level}`} htmlFor={`${dimension}-${level}`}>
                {phrase(dimensionText[dimension])} · {t(level === 'mid' ? 'midFrom' : 'highFrom')}
                <InputNumber
                  id={`${dimension}-${level}`}
                  min={1}
                  max={99}
                  precision={0}
                  disabled={!may}
                  value={settings.cuts[dimension][level]}
                  onChange={(value) => cut(dimension, level, value)}
                />
              </label>
            )),
          )}
          <label htmlFor="scale">
            {t('scale')}
            <InputNumber
              id="scale"
              min={5}
              max={1000}
              precision={0}
              disabled={!may}
              value={settings.scale}
              onChange={(value) => {
                if (value === null) return;
                setSettings({ ...settings, scale: value });
                setDirty(true);
              }}
            />
          </label>
        </div>
        <p className={styles.quiet}>{t('scaleHint')}</p>
      </Section>
      {dimensions.map((dimension) => (
        <Section key={dimension} title={phrase(dimensionText[dimension])}>
          <SignalTable
            dimension={dimension}
            titles={new Map(held.signals.map(({ kind, title }) => [kind, title]))}
            signals={signals}
            change={may ? change : null}
          />
        </Section>
      ))}
    </Page>
  );
}
