import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { CallbackFaults } from '../callbacks/queue.ts';
import { rows } from '../core/db.ts';
import { Fault } from '../core/faults.ts';
import type { Sim } from '../core/sim.ts';
import { upkeep } from '../core/upkeep.ts';
import { bodyOf, ControlError } from './json.ts';

const ClockChange = z.object({
  /** ISO text or Unix seconds. */
  now: z.union([z.number(), z.iso.datetime({ offset: true })]).optional(),
  speed: z.number().min(0).max(1_000_000).optional(),
  /** Seconds forward. */
  advance: z.number().min(0).optional(),
});

/** How the simulator runs: its clock, what goes wrong, what was called. */
export function runControl(http: FastifyInstance, sim: Sim): void {
  const clock = () => ({
    now: sim.clock.now(),
    iso: new Date(sim.clock.nowMs()).toISOString(),
    speed: sim.clock.state().speed,
  });

  http.get('/sim/health', async () => ({ ok: true, ...clock() }));
  http.get('/sim/clock', async () => clock());

  http.post('/sim/clock', async (request) => {
    const { now, speed, advance } = bodyOf(request, ClockChange);
    const wanted =
      now === undefined ? undefined : typeof now === 'number' ? now * 1000 : Date.parse(now);
    const base = wanted ?? sim.clock.nowMs();
    const nowMs = wanted === undefined && !advance ? undefined : base + (advance ?? 0) * 1000;
    await sim.clock.set({ nowMs, speed });
    await upkeep(sim);
    return clock();
  });

  http.get('/sim/faults', async () => ({ faults: sim.faults.list() }));
  http.post('/sim/faults', async (request) => ({ id: sim.faults.add(bodyOf(request, Fault)) }));
  http.delete('/sim/faults', async () => {
    sim.faults.clear();
    return { ok: true };
  });
  http.delete('/sim/faults/:id', async (request) => {
    const { id } = request.params as { id: string };
    if (!sim.faults.remove(Number(id))) throw new ControlError(404, 'no such fault');
    return { ok: true };
  });

  http.get('/sim/callbacks', async (request) => {
    const query = request.query as { corp?: string; state?: string; limit?: string };
    return {
      counts: await sim.callbacks.counts(),
      callbacks: await rows(
        sim.pool,
        `select id, corp_id, agent_id, subject, message, created_at, attempts, state, status, problem
           from outbox
          where ($1::text is null or corp_id = $1) and ($2::text is null or state = $2)
          order by id desc limit $3`,
        [
          query.corp ?? null,
          query.state ?? null,
          Math.min(1000, Number(query.limit ?? 100) || 100),
        ],
      ),
    };
  });
  http.get('/sim/callbacks/faults', async () => sim.callbacks.faults());
  http.put('/sim/callbacks/faults', async (request) => {
    sim.callbacks.setFaults(bodyOf(request, CallbackFaults));
    return sim.callbacks.faults();
  });
  http.put('/sim/callbacks/retry-delays', async (request) => {
    const { ms } = bodyOf(request, z.object({ ms: z.array(z.int().min(0)).min(1).max(3) }));
    sim.callbacks.setRetryDelays(ms);
    return { ok: true };
  });
  /** Answers once nothing waits, or says that something still does. */
  http.post('/sim/callbacks/idle', async (request) => {
    const { timeoutMs } = bodyOf(
      request,
      z.object({ timeoutMs: z.int().min(0).max(600_000).default(10_000) }),
    );
    await sim.sms.pushes.tell();
    return { idle: await sim.callbacks.idle(timeoutMs) };
  });
  http.post('/sim/callbacks/:id/resend', async (request) => {
    const { id } = request.params as { id: string };
    if (!(await sim.callbacks.resend(Number(id)))) throw new ControlError(404, 'no such callback');
    return { ok: true };
  });

  http.get('/sim/calls', async (request) => ({
    totals: sim.calls.totals(),
    calls: sim.calls.recent(
      Math.min(5000, Number((request.query as { limit?: string }).limit ?? 100) || 100),
    ),
  }));
  http.delete('/sim/calls', async () => {
    sim.calls.clear();
    return { ok: true };
  });
  http.get('/sim/rates', async () => ({ rates: sim.rates.usage() }));
  http.delete('/sim/rates', async () => {
    sim.rates.clear();
    return { ok: true };
  });
}
