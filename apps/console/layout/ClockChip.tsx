import { useQueryClient } from '@tanstack/react-query';
import { App, Button, DatePicker, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useEffect, useId, useState } from 'react';
import { type ClockMove, type ClockState, moveClock, readClock } from '#platform/contract/clock.ts';
import { useCall, useChange } from '#platform/web/api.ts';
import { Icon } from '#platform/web/icon/Icon.tsx';
import { DropPanel } from '#platform/web/overlay/DropPanel.tsx';
import { useMay } from '#platform/web/person.ts';
import { businessClock, useBusinessNow } from '#platform/web/text/business-clock.ts';
import { errorText } from '#platform/web/text/error-text.ts';
import { useLang, useText } from '#platform/web/text/lang.ts';
import { formatNumber } from '#platform/web/text/number.ts';
import { formatTime } from '#platform/web/text/time.ts';
import { text } from '../text.ts';
import styles from './top-bar.module.css';

const icons = { real: 'clock', standing: 'pause', running: 'forward' } as const;
const iconAtRest = { ...icons, running: 'clock' } as const;

/** The installation's clock, moving on the screen as it moves on the server. */
export function ClockChip() {
  const t = useText(text);
  const clock = useCall(readClock, {}, { every: 20 });
  const state = clock.data;
  useEffect(() => {
    if (!state) return;
    const factor = state.mode === 'standing' ? 0 : state.mode === 'real' ? 1 : state.factor;
    businessClock.set({ at: Date.parse(state.now), heardAt: Date.now(), factor });
  }, [state]);
  if (!state) return null;
  return (
    <DropPanel
      title={t('clock')}
      button={(props) => (
        <button
          type="button"
          className={styles.clock}
          data-moved={state.mode === 'real' ? undefined : ''}
          aria-label={t('clock')}
          {...props}
        >
          <Icon name={state.factor === 1 ? iconAtRest[state.mode] : icons[state.mode]} size={15} />
          <Ticking short />
        </button>
      )}
    >
      {() => <ClockPanel state={state} />}
    </DropPanel>
  );
}

function Ticking({ short = false }: { short?: boolean }) {
  const now = useBusinessNow();
  return (
    <time dateTime={now.toISOString()}>
      {short ? formatTime(now, 'minute').slice(5) : formatTime(now, 'second')}
    </time>
  );
}

/** Minutes, so that a second of demo shows something happen. */
const speeds = [1, 60, 600, 3600, 21_600, 86_400];

function ClockPanel({ state }: { state: ClockState }) {
  const t = useText(text);
  const lang = useLang();
  const may = useMay();
  const id = useId();
  const client = useQueryClient();
  const { message } = App.useApp();
  const [moment, setMoment] = useState<Dayjs | null>(null);
  const change = useChange(moveClock, {
    onSuccess: () => {
      message.success(t('clockMoved'));
      // Whatever was due in between is done by now or soon.
      client.invalidateQueries();
    },
    onError: (error) => {
      message.error(errorText(error, lang));
    },
  });
  const now = useBusinessNow();
  const move = (step: DistributiveOmit<ClockMove, 'version'>) =>
    change.mutate({ body: { ...step, version: state.version } as ClockMove });
  const forward = (hours: number) =>
    move({ move: 'jump', to: new Date(now.getTime() + hours * 3_600_000).toISOString() });
  const how =
    state.mode === 'real'
      ? t('clockReal')
      : state.mode === 'standing'
        ? t('clockStanding')
        : state.factor === 1
          ? t('clockMovedOn')
          : t('clockRunning', { factor: formatNumber(state.factor) });
  return (
    <div className={styles.clockPanel}>
      <div className={styles.face}>
        <Ticking />
        <span>
          {t('clock')} · {how}
        </span>
      </div>
      <p>{t('clockWhy', { real: formatTime(state.realNow, 'minute') })}</p>
      {state.movable && may('platform.clock.move') ? (
        <>
          <div className={styles.clockRow}>
            <Button
              icon={<Icon name="pause" size={14} />}
              disabled={state.mode === 'standing'}
              onClick={() => move({ move: 'stand' })}
            >
              {t('clockStop')}
            </Button>
            <Button
              icon={<Icon name="play" size={14} />}
              disabled={state.mode !== 'standing'}
              onClick={() => move({ move: 'run', factor: 1 })}
            >
              {t('clockRun')}
            </Button>
            {state.mode !== 'real' && (
              <Button type="text" onClick={() => move({ move: 'real' })}>
                {t('clockReset')}
              </Button>
            )}
          </div>
          <div className={styles.clockRow}>
            <label htmlFor={`${id}speed`}>{t('clockSpeed')}</label>
            <Select
              id={`${id}speed`}
              style={{ flex: 1 }}
              value={
                state.mode === 'running' ? state.factor : state.mode === 'real' ? 1 : undefined
              }
              placeholder={t('clockStanding')}
              onChange={(factor) => move({ move: 'run', factor })}
              options={speeds.map((value) => ({ value, label: `${formatNumber(value)}×` }))}
            />
          </div>
          <div className={styles.clockRow}>
            {(
              [
                ['clockHour', 1],
                ['clockDay', 24],
                ['clockWeek', 168],
                ['clockMonth', 720],
              ] as const
            ).map(([key, hours]) => (
              <Button key={key} size="small" onClick={() => forward(hours)}>
                {t(key)}
              </Button>
            ))}
          </div>
          <div className={styles.clockRow}>
            <label htmlFor={`${id}jump`}>{t('clockJump')}</label>
            <DatePicker
              id={`${id}jump`}
              showTime={{ format: 'HH:mm' }}
              format="YYYY-MM-DD HH:mm"
              style={{ flex: 1 }}
              value={moment ?? dayjs(formatTime(now, 'minute'))}
              allowClear={false}
              onChange={setMoment}
            />
            <Button
              type="primary"
              disabled={moment === null}
              loading={change.isPending}
              onClick={() =>
                moment &&
                move({
                  move: 'jump',
                  to: new Date(`${moment.format('YYYY-MM-DDTHH:mm:00')}+08:00`).toISOString(),
                })
              }
            >
              {t('clockGo')}
            </Button>
          </div>
        </>
      ) : (
        <p>{t('clockMayNot')}</p>
      )}
    </div>
  );
}

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
