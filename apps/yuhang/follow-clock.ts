import type { Installation } from './installation.ts';

/** Reads the clock again every second. */
export function followClock({ clock, config, log }: Installation): { stop(): Promise<void> } {
  if (config.mode !== 'demo') return { stop: async () => {} };
  const timer = setInterval(() => {
    clock.refresh().catch((err) => log.debug({ err: err.message }, 'the clock could not be read'));
  }, 1_000);
  return {
    async stop() {
      clearInterval(timer);
    },
  };
}
