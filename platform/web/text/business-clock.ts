import { createStore, useStore } from '../store.ts';

/**
 * The installation's clock as last heard from the server. It may stand, jump or run fast (a demo
 * or rehearsal), so "5 minutes ago" is counted from it and not from the reader's machine.
 */
export interface ClockReading {
  /** Business time when it was read, ms. */
  at: number;
  /** Machine time when it was read, ms. */
  heardAt: number;
  /** 0 stands still, 1 runs like the machine's. */
  factor: number;
}

export const businessClock = createStore<ClockReading>({
  at: Date.now(),
  heardAt: Date.now(),
  factor: 1,
});

export function businessNow(reading: ClockReading, machineNow: number): number {
  return reading.at + (machineNow - reading.heardAt) * reading.factor;
}

const beat = createStore(0);
let beating: ReturnType<typeof setInterval> | undefined;
let followers = 0;

/** Every clock on the screen ticks together, and not at all when none is shown. */
const secondly = {
  ...beat,
  subscribe: (listener: () => void) => {
    followers += 1;
    beating ??= setInterval(() => beat.set(beat.get() + 1), 1000);
    const leave = beat.subscribe(listener);
    return () => {
      leave();
      followers -= 1;
      if (followers === 0) {
        clearInterval(beating);
        beating = undefined;
      }
    };
  },
};

/** Business time, moving. */
export function useBusinessNow(): Date {
  const reading = useStore(businessClock);
  useStore(secondly);
  return new Date(businessNow(reading, Date.now()));
}
