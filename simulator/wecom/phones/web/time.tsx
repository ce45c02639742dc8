import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import type { ClockFace } from '../contract.ts';
import { type Say, useSay } from './text.ts';

const ZONE = 'Asia/Shanghai';
const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('zh-CN', { timeZone: ZONE, hour12: false, ...options });
const clockFormat = format({ hour: '2-digit', minute: '2-digit' });
const dayFormat = format({ year: 'numeric', month: '2-digit', day: '2-digit' });

export const timeText = (ms: number) => clockFormat.format(ms);
export const dayText = (ms: number) => dayFormat.format(ms).replaceAll('/', '-');

const NowContext = createContext(0);

/** The simulated time of day, in milliseconds, moving with its speed between two answers. */
export function NowProvider({ clock, children }: { clock: ClockFace; children: ReactNode }) {
  const [now, setNow] = useState(clock.nowMs);
  useEffect(() => {
    const heard = Date.now();
    const tick = () => setNow(clock.nowMs + (Date.now() - heard) * clock.speed);
    tick();
    const timer = setInterval(tick, 1_000);
    return () => clearInterval(timer);
  }, [clock.nowMs, clock.speed]);
  return <NowContext value={now}>{children}</NowContext>;
}
export const useNow = () => useContext(NowContext);

/** As a phone says it: today the time, before that the day. */
function briefly(at: number, now: number, say: Say): string {
  const [day, today] = [dayText(at * 1000), dayText(now)];
  if (day === today) return timeText(at * 1000);
  if (day === dayText(now - 86_400_000)) return say('yesterday');
  return day.slice(0, 4) === today.slice(0, 4) ? day.slice(5) : day;
}

export function When({ at, full = false }: { at: number; full?: boolean }) {
  const now = useNow();
  const say = useSay();
  const brief = briefly(at, now, say);
  const exact = `${dayText(at * 1000)} ${timeText(at * 1000)}`;
  const shown = full
    ? dayText(at * 1000) === dayText(now)
      ? timeText(at * 1000)
      : `${brief} ${timeText(at * 1000)}`
    : brief;
  return (
    <time dateTime={new Date(at * 1000).toISOString()} title={exact}>
      {shown}
    </time>
  );
}
