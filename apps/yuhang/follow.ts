import { listen } from '#platform/server/notices.ts';
import type { Installation } from './installation.ts';

/** Keeps what the process holds in memory as the database has it: at each notice, and every second anyway. */
export function follow({ clock, config, log }: Installation): { stop(): Promise<void> } {
  const listening = listen(config.databaseUrl, { yuhang_clock: clock.refresh }, log);
  const timer = setInterval(() => {
    clock.refresh().catch((err) => log.debug({ err: err.message }, 'the clock could not be read'));
  }, 1_000);
  return {
    async stop() {
      clearInterval(timer);
      await listening.stop();
    },
  };
}
