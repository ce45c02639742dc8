import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Calendar, Radio } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { type ClockMove, type ClockState, moveClock, readClock } from '#platform/contract/clock.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { MomentPicker } from '#platform/web/form/DayPicker.tsx';
import { Confirm } from '#platform/web/overlay/Confirm.tsx';
import { Page, Section } from '#platform/web/page/Page.tsx';
import { useMay } from '#platform/web/person.ts';
import { Callout } from '#platform/web/show/Callout.tsx';
import { ErrorNote } from '#platform/web/show/ErrorNote.tsx';
import { SkeletonText } from '#platform/web/show/Skeleton.tsx';
import { useBusinessNow } from '#platform/web/text/business-clock.ts';
import { useLang, useText } from '#platform/web/text/lang.ts';
import { formatDuration, formatNumber } from '#platform/web/text/number.ts';
import { formatTime } from '#platform/web/text/time.ts';
import styles from './system.module.css';
import { text } from './text.ts';

export default function ClockPage() {
  const t = useText(text);
  const clock = useCall(readClock, {}, { every: 10 });
  return (
    <Page title={t('clock')} purpose={t('clockPurpose')}>
      {clock.isPending ? (
        <SkeletonText lines={6} />
      ) : !clock.data ? (
        <ErrorNote error={clock.error} retry={() => clock.refetch()} />
      ) : (
        <>
          <Face state={clock.data} />
          <Controls state={clock.data} />
        </>
      )}
    </Page>
  );
}

function Face({ state }: { state: ClockState }) {
  const t = useText(text);
  const lang = useLang();
  const now = useBusinessNow();
  const apart = (now.getTime() - Date.now()) / 1000;
  const how =
    state.mode === 'real'
      ? t('clockReal')
      : state.mode === 'standing'
        ? t('clockStanding')
        : t('clockRunning', { factor: formatNumber(state.factor) });
  return (
    <div className={styles.face}>
      <span>{t('clockNow')}</span>
      <time dateTime={now.toISOString()}>{formatTime(now, 'second')}</time>
      <span>
        {how}
        {state.mode !== 'real' &&
          ` · ${t(apart >= 0 ? 'ahead' : 'behind', { time: longDuration(Math.abs(apart), lang) })}`}
        {` · ${t('machine')} ${formatTime(Date.now(), 'minute')}`}
      </span>
    </div>
  );
}

/** Days where hours would be too many to read. */
function longDuration(seconds: number, lang: 'zh-CN' | 'en'): string {
  if (seconds < 86_400) return formatDuration(seconds, lang);
  const whole = Math.round(seconds / 3600);
  const [days, hours] = [Math.floor(whole / 24), whole % 24];
  const said = lang === 'en' ? `${days} d` : `${days} 天`;
  return hours > 0 ? `${said} ${formatDuration(hours * 3600, lang)}` : said;
}

const speeds = [1, 60, 600, 3600, 21_600, 86_400] as const;
const leaps = [
  ['plus_hour', 1],
  ['plus_day', 24],
  ['plus_week', 168],
  ['plus_month', 720],
] as const;

type Step = ClockMove extends infer M ? (M extends unknown ? Omit<M, 'version'> : never) : never;

function Controls({ state }: { state: ClockState }) {
  const t = useText(text);
  const lang = useLang();
  const may = useMay();
  const now = useBusinessNow();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [moment, setMoment] = useState<string>();
  const [target, setTarget] = useState<string | null>(null);
  const change = useChange(moveClock, {
    onSuccess: () => {
      message.success(t('moved'));
      client.invalidateQueries();
    },
  });
  if (!state.movable) return <Callout>{t('notMovable')}</Callout>;
  if (!may('platform.clock.move')) return <Callout>{t('mayNot')}</Callout>;
  const move = (step: Step) =>
    change.mutateAsync({ body: { ...step, version: state.version } as ClockMove });
  const leap = target ? (Date.parse(target) - now.getTime()) / 1000 : 0;
  const time = longDuration(Math.abs(leap), lang);
  return (
    <>
      {change.isError && <ErrorNote error={change.error} />}
      <div className={styles.controls}>
        <div className={styles.ways}>
          <Section title={t('stand')} hint={t('standWhat')}>
            <div>
              <Button
                disabled={state.mode === 'standing'}
                loading={change.isPending}
                onClick={() => move({ move: 'stand' })}
              >
                {t('stand')}
              </Button>
            </div>
          </Section>
          <Section title={t('run')} hint={t('runWhat')}>
            <Radio.Group
              aria-label={t('speed')}
              optionType="button"
              value={state.mode === 'running' ? state.factor : state.mode === 'real' ? 1 : null}
              onChange={(event) => move({ move: 'run', factor: event.target.value })}
              options={speeds.map((value) => ({ value, label: t(`perSecond_${value}`) }))}
            />
          </Section>
          <Section title={t('reset')} hint={t('resetWhat')}>
            <div>
              <Button disabled={state.mode === 'real'} onClick={() => move({ move: 'real' })}>
                {t('reset')}
              </Button>
            </div>
          </Section>
        </div>
        <Section title={t('jump')} hint={t('jumpWhat')}>
          <div className={styles.leaps}>
            {leaps.map(([key, hours]) => (
              <Button
                key={key}
                onClick={() => setTarget(new Date(now.getTime() + hours * 3_600_000).toISOString())}
              >
                {t(key)}
              </Button>
            ))}
          </div>
          <div className={styles.leaps}>
            <div className={styles.moment}>
              <MomentPicker
                label={t('moment')}
                placeholder={t('moment')}
                {...(moment ? { value: moment } : {})}
                onChange={setMoment}
              />
            </div>
            <Button type="primary" disabled={!moment} onClick={() => moment && setTarget(moment)}>
              {t('go')}
            </Button>
          </div>
          <p>{t('calendarHint')}</p>
          <div className={styles.calendar}>
            <Calendar
              fullscreen={false}
              value={dayjs(formatTime(now, 'day'))}
              onSelect={(day, { source }) =>
                source === 'date' &&
                setTarget(new Date(`${day.format('YYYY-MM-DD')}T09:00:00+08:00`).toISOString())
              }
            />
          </div>
        </Section>
      </div>
      <Confirm
        open={target !== null}
        close={() => setTarget(null)}
        title={t('goTitle', { when: target ? formatTime(target) : '' })}
        consequences={[t(leap >= 0 ? 'goForward' : 'goBack', { time }), t('goSessions')]}
        verb={t('go')}
        run={async () => {
          if (target) await move({ move: 'jump', to: target });
        }}
      />
    </>
  );
}
