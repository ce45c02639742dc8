import { openSimulator } from './server.ts';

/**
 * The stand-in for WeCom, a process of its own. DATABASE_URL names its own database; PORT 0 takes a
 * free one; the first line on stdout says where it listens.
 */
const { DATABASE_URL, PORT, SIM_SEED, SIM_PUBLIC_URL, SIM_LOG_LEVEL, SIM_RATE_CLOCK } = process.env;
const { SIM_PRODUCT_URL, SIM_CLOCK_LED, SIM_WORLD_URL, SIM_PHONE_COOKIES } = process.env;
if (!DATABASE_URL) {
  process.stderr.write('DATABASE_URL is missing: the simulator needs a database of its own\n');
  process.exit(2);
}

const simulator = await openSimulator({
  databaseUrl: DATABASE_URL,
  ...(SIM_SEED ? { seed: SIM_SEED } : {}),
  ...(SIM_PUBLIC_URL ? { publicUrl: SIM_PUBLIC_URL } : {}),
  ...(SIM_LOG_LEVEL ? { logLevel: SIM_LOG_LEVEL } : {}),
  rateClock:
    SIM_RATE_CLOCK === 'simulated' || SIM_RATE_CLOCK === 'off' ? SIM_RATE_CLOCK : 'machine',
  phones: {
    productUrl: SIM_PRODUCT_URL || null,
    worldUrl: SIM_WORLD_URL || null,
    cookies: SIM_PHONE_COOKIES?.split(',').filter(Boolean) ?? [],
    lead: SIM_CLOCK_LED
      ? { ask: (seconds) => process.send?.({ type: 'move-clock', seconds }) }
      : null,
  },
});
const address = await simulator.listen(Number(PORT ?? 0));
process.stdout.write(`${JSON.stringify({ listening: address })}\n`);
process.send?.({ type: 'ready', url: address });

/** A killed launcher's database waits ten seconds for us before it stops too. */
const ORPHAN_LIMIT_MS = 9_000;
let stopping = false;
const stop = () => {
  if (stopping) return;
  stopping = true;
  simulator.close().then(
    () => process.exit(0),
    () => process.exit(1),
  );
};
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop);
// Started with a channel: whoever did is gone.
if (process.send) {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  // Nobody else ends us when something that we wait for hangs.
  const orphaned = () => {
    setTimeout(() => process.exit(1), ORPHAN_LIMIT_MS).unref();
    stop();
  };
  if (process.connected) process.once('disconnect', orphaned);
  else orphaned();
}
