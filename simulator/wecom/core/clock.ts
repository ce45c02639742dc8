import { type Db, readSetting, writeSetting } from './db.ts';

/**
 * The simulated time: it may stand still, jump or run fast. Everything that lives by the calendar
 * reads it; what lives by the wire (rates, time-outs, retries) reads the machine.
 */
export interface ClockState {
  /** Simulated milliseconds at the machine's `anchorMs`. */
  readonly baseMs: number;
  readonly anchorMs: number;
  /** 0 stands still, 1 is real time. */
  readonly speed: number;
}

export interface Clock {
  /** Unix seconds. */
  now(): number;
  nowMs(): number;
  state(): ClockState;
  set(change: { nowMs?: number | undefined; speed?: number | undefined }): Promise<void>;
}

export async function openClock(db: Db): Promise<Clock> {
  let state: ClockState = (await readSetting<ClockState>(db, 'clock')) ?? {
    baseMs: Date.now(),
    anchorMs: Date.now(),
    speed: 1,
  };
  const nowMs = () => Math.floor(state.baseMs + (Date.now() - state.anchorMs) * state.speed);
  return {
    nowMs,
    now: () => Math.floor(nowMs() / 1000),
    state: () => state,
    async set(change) {
      state = {
        baseMs: change.nowMs ?? nowMs(),
        anchorMs: Date.now(),
        speed: change.speed ?? state.speed,
      };
      await writeSetting(db, 'clock', state);
    },
  };
}

export const DAY = 86_400;
/** The platform counts days in Shanghai. */
const OFFSET = 8 * 3600;

export const dayOf = (seconds: number): number => Math.floor((seconds + OFFSET) / DAY);
export const startOfDay = (seconds: number): number => dayOf(seconds) * DAY - OFFSET;

/** Days from the first of the month to the day itself, and how many the month has. */
export function monthOf(seconds: number): { firstDay: number; days: number; key: string } {
  const date = new Date((seconds + OFFSET) * 1000);
  const year = date.getUTCFullYear();
  const month = date.getUTCMonth();
  return {
    firstDay: Date.UTC(year, month, 1) / (DAY * 1000),
    days: new Date(Date.UTC(year, month + 1, 0)).getUTCDate(),
    key: `${year}-${month + 1}`,
  };
}
