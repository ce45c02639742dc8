import { NO_BANK } from '#platform/server/ctx.ts';
import { clockState, moveClock } from '#platform/server/system/clock.service.ts';
import type { Installation } from './installation.ts';

/** How far the two may be apart, in milliseconds of the machine, before the simulator is told again. */
const APART_MS = 2_000;
const LOOK_EVERY_MS = 30_000;

interface SimulatedClock {
  readonly iso: string;
  readonly speed: number;
}

/**
 * One time for the bank and the world around it: the simulator's clock follows the product's. Whoever
 * plays in the simulator asks the product to move on, over the channel of the parent of both.
 */
export function leadSimulatorClock(installation: Installation): { stop(): Promise<void> } {
  const { clock, config, ctxFor, log } = installation;
  const address = new URL('/sim/clock', config.simulatorUrl).href;
  let told: number | null = null;
  let looked = 0;
  let busy: Promise<void> = Promise.resolve();
  let following = false;

  const ask = async (body?: object): Promise<SimulatedClock> => {
    const response = await fetch(address, {
      signal: AbortSignal.timeout(5_000),
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    return (await response.json()) as SimulatedClock;
  };
  const follow = async () => {
    const { version, mode, factor } = clock.setting();
    const speed = mode === 'standing' ? 0 : mode === 'real' ? 1 : factor;
    if (told === version && Date.now() - looked < LOOK_EVERY_MS) return;
    const there = await ask();
    const apart = Math.abs(Date.parse(there.iso) - clock.now().getTime());
    if (there.speed !== speed || apart > APART_MS * Math.max(1, speed))
      await ask({ now: clock.now().toISOString(), speed });
    told = version;
    looked = Date.now();
  };
  const timer = setInterval(() => {
    if (following) return;
    following = true;
    busy = busy
      .then(follow)
      // One that is away is told when it is back.
      .catch((err) => log.debug({ err: err.message }, 'the simulator did not hear the time'))
      .finally(() => {
        following = false;
      });
  }, 500);

  const hear = (message: { type?: unknown; seconds?: unknown }) => {
    const { type, seconds } = message;
    if (type !== 'move-clock' || typeof seconds !== 'number' || !(seconds > 0)) return;
    busy = busy
      .then(async () => {
        await clock.refresh();
        const ctx = ctxFor(NO_BANK, 'simulator');
        const deps = { clock, movable: config.mode === 'demo' };
        const { now, version } = clockState(ctx, deps);
        const to = new Date(Date.parse(now) + seconds * 1000).toISOString();
        await moveClock(ctx, deps, { move: 'jump', to, version });
        await follow();
      })
      .catch((err) => log.warn({ err: err.message }, 'the clock was not moved'));
  };
  process.on('message', hear);

  return {
    async stop() {
      clearInterval(timer);
      process.off('message', hear);
      await busy;
    },
  };
}
