import type { ClockFace } from '../contract.ts';
import { useMoveClock } from './api.ts';
import styles from './page.module.css';
import { Icon } from './parts/Icon.tsx';
import { type Key, useLang, useSay } from './text.ts';
import { dayText, timeText, useNow } from './time.tsx';

const steps: readonly (readonly [Key, number])[] = [
  ['min10', 600],
  ['hour1', 3_600],
  ['day1', 86_400],
  ['week1', 604_800],
];

export function ClockBar({ clock }: { clock: ClockFace }) {
  const say = useSay();
  const lang = useLang();
  const now = useNow();
  const move = useMoveClock();
  const weekday = new Intl.DateTimeFormat(lang, { timeZone: 'Asia/Shanghai', weekday: 'short' });
  return (
    <div className={styles.clock} title={clock.led ? say('clockLed') : undefined}>
      <Icon name="clock" size={17} />
      <span className={styles.face}>
        <b>{timeText(now)}</b> {dayText(now).slice(5)} {weekday.format(now)}
        {clock.speed !== 1 && (
          <em>{clock.speed === 0 ? say('clockStanding') : say('clockFast', { n: clock.speed })}</em>
        )}
      </span>
      <span className={styles.steps}>
        {steps.map(([key, seconds]) => (
          <button
            key={key}
            type="button"
            disabled={move.isPending}
            onClick={() => move.mutate(seconds)}
          >
            {say(key)}
          </button>
        ))}
      </span>
    </div>
  );
}
