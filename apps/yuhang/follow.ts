import { listen } from '#platform/server/notices.ts';
import type { Installation } from './installation.ts';

/** Keeps what the process holds in memory as the database has it: at each notice, and now and then anyway. */
export function follow({ clock, readOnly, vault, config, log }: Installation): {
  stop(): Promise<void>;
} {
  const listening = listen(
    config.databaseUrl,
    { yuhang_clock: clock.refresh, yuhang_audit: readOnly.refresh, yuhang_keys: vault.refresh },
    log,
  );
  const every = (ms: number, refresh: () => Promise<void>) =>
    setInterval(() => {
      refresh().catch((err) => log.debug({ err: err.message }, 'the database could not be read'));
    }, ms);
  const timers = [every(1_000, clock.refresh), every(10_000, readOnly.refresh)];
  return {
    async stop() {
      timers.forEach(clearInterval);
      await listening.stop();
    },
  };
}
