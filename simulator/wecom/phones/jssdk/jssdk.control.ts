import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import { bodyOf, ControlError } from '../../control/json.ts';
import type { Sim, Work } from '../../core/sim.ts';
import { upkeep } from '../../core/upkeep.ts';
import { needStaff } from '../cards.store.ts';
import { appCalls, openCalls } from './client-calls.ts';
import { type ConfiguredPages, openConfigured } from './configured.ts';
import { type Answer, Ask } from './contract.ts';

/** Where the scripts of the real ones stand; here both are one. */
const SCRIPTS = ['/open/js/jweixin-1.2.0.js', '/wwopen/js/jwxwork-1.0.0.js'];
const script = readFileSync(new URL('./sdk.js', import.meta.url), 'utf8');

export function jssdkControl(http: FastifyInstance, sim: Sim): void {
  const pages = openConfigured();
  for (const path of SCRIPTS)
    http.get(path, (_request, reply) =>
      reply
        .type('text/javascript; charset=utf-8')
        // Pages of the product carry a policy of their own; a script is for everybody.
        .header('cross-origin-resource-policy', 'cross-origin')
        .send(script),
    );

  /** The phone asks for the page it shows. */
  http.post('/phones/api/corps/:corp/jssdk', async (request): Promise<Answer> => {
    const corp = sim.directory.corp((request.params as { corp: string }).corp);
    if (!corp) throw new ControlError(404, 'no such corp');
    const work: Work = { sim, corp, db: sim.pool, now: sim.clock.now() };
    const ask = bodyOf(request, Ask);
    const answer = await answerTo(work, pages, ask);
    await upkeep(sim);
    return typeof answer === 'string'
      ? { errMsg: `${ask.name}:${answer}` }
      : { ...answer, errMsg: `${ask.name}:ok` };
  });
}

async function answerTo(
  work: Work,
  pages: ConfiguredPages,
  ask: Ask,
): Promise<Omit<Answer, 'errMsg'> | string> {
  const { sim, corp } = work;
  const { page, name, params, place, userid } = ask;
  const done = (problem: string | null) => problem ?? {};
  if (name === 'hello') {
    pages.forget(page);
    return {};
  }
  if (name === 'config') return done(pages.config(sim, corp, ask));
  if (name === 'agentConfig') return done(pages.agentConfig(sim, corp, ask));

  const configured = pages.of(page);
  const agent = configured?.agent ?? null;
  const names = new Set([...(configured?.config ?? []), ...(agent?.names ?? [])]);
  if (name === 'checkJsApi') {
    const asked = Array.isArray(params.jsApiList) ? params.jsApiList.map(String) : [];
    return { checkResult: Object.fromEntries(asked.map((one) => [one, names.has(one)])) };
  }
  const call = openCalls[name] ?? appCalls[name];
  if (!call) return 'fail not supported on the phones of the simulator';
  // One page may close itself unasked; everything else was asked for when it was configured.
  if (name !== 'closeWindow' && !names.has(name)) return 'fail no permission';
  if (name in appCalls && !agent?.names.includes(name)) return 'fail no permission';
  const app = agent ? corp.apps.get(agent.agentId) : [...corp.apps.values()][0];
  const staff = needStaff(work, userid);
  if (!app || app.closed) return 'fail no permission';
  return call({ work, staff, app, place }, params);
}
