import Fastify, { type FastifyInstance } from 'fastify';
import { openReply } from '#protocol/wecom/callbacks/envelope.ts';
import { parseXml } from '#protocol/wecom/callbacks/xml.ts';
import { smsGateway } from '../sms/gateway.api.ts';
import { openSms } from '../sms/open-sms.ts';
import { smsControl } from '../sms/sms.control.ts';
import { API } from './api.ts';
import { archiveSdk } from './archive/sdk.ts';
import { openCallbackQueue } from './callbacks/queue.ts';
import { keysOf } from './callbacks/send.ts';
import { actsControl } from './control/acts.control.ts';
import { corpControl } from './control/corp.control.ts';
import { guardControl } from './control/guard.ts';
import { failed } from './control/json.ts';
import { publicPages } from './control/public.pages.ts';
import { runControl } from './control/run.control.ts';
import { streamControl } from './control/stream.control.ts';
import { viewControl } from './control/view.control.ts';
import { openCallLog } from './core/call-log.ts';
import { openClock } from './core/clock.ts';
import { applySchema, openPool, run } from './core/db.ts';
import { openDirectory } from './core/directory.ts';
import { serveApi } from './core/dispatch.ts';
import { openFaults } from './core/faults.ts';
import { openFreshen } from './core/freshen.ts';
import { openIds } from './core/ids.ts';
import { openRates } from './core/rates.ts';
import type { Sim } from './core/sim.ts';
import { openTokens } from './core/tokens.ts';
import { upkeep } from './core/upkeep.ts';
import { identityPages } from './identity/pages.ts';
import { jssdkControl } from './phones/jssdk/jssdk.control.ts';
import { type PhonesOptions, phonesControl } from './phones/phones.control.ts';
import { phonesPages } from './phones/phones.pages.ts';

export interface SimulatorOptions {
  readonly databaseUrl: string;
  /** Ids and chances come from it. */
  readonly seed?: string;
  /** Where others reach the simulator; by default where it listens. */
  readonly publicUrl?: string;
  readonly rateClock?: 'machine' | 'simulated' | 'off';
  readonly logLevel?: string;
  readonly phones?: PhonesOptions;
}

export interface Simulator {
  readonly sim: Sim;
  readonly http: FastifyInstance;
  listen(port: number): Promise<string>;
  close(): Promise<void>;
}

/** Uploads of 20 MB, with their frame. */
const BODY_LIMIT = 32 * 1024 * 1024;
const UPKEEP_MS = 500;

export async function openSimulator(options: SimulatorOptions): Promise<Simulator> {
  const pool = openPool(options.databaseUrl);
  await applySchema(pool);
  const clock = await openClock(pool);
  const ids = await openIds(pool, options.seed ?? 'yuhang');
  const directory = await openDirectory(pool);
  const faults = openFaults();
  let address = options.publicUrl ?? '';
  const sim: Sim = {
    pool,
    clock,
    ids,
    directory,
    tokens: await openTokens(
      pool,
      options.rateClock === 'off' ? () => Math.floor(Date.now() / 1000) : clock.now,
      directory,
    ),
    rates: openRates(),
    faults,
    calls: openCallLog(),
    freshen: openFreshen(pool),
    sms: await openSms({ pool, clock, faults, ids }),
    callbacks: await openCallbackQueue(pool, clock, directory, ids, (item, answer) =>
      passiveReply(sim, item, answer),
    ),
    publicUrl: () => address,
    rateClock: options.rateClock ?? 'machine',
  };

  const http = Fastify({
    logger: options.logLevel ? { level: options.logLevel } : false,
    bodyLimit: BODY_LIMIT,
    routerOptions: { maxParamLength: 512 },
  });
  // Clients send JSON under any content type, or under none.
  http.removeAllContentTypeParsers();
  http.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  http.setErrorHandler((error, _request, reply) => failed(error, reply));
  guardControl(http, sim);
  serveApi(http, sim, API);
  identityPages(http, sim);
  archiveSdk(http, sim);
  smsGateway(http, sim);
  smsControl(http, sim);
  corpControl(http, sim);
  actsControl(http, sim);
  viewControl(http, sim);
  streamControl(http, sim);
  runControl(http, sim);
  publicPages(http, sim);
  phonesControl(
    http,
    sim,
    options.phones ?? { productUrl: null, lead: null, worldUrl: null, cookies: [] },
  );
  jssdkControl(http, sim);
  phonesPages(http);

  let upkeeping = false;
  const timer = setInterval(async () => {
    if (upkeeping) return;
    upkeeping = true;
    const work = Promise.all([upkeep(sim), sim.sms.pushes.tell()]);
    await work.catch((error) => http.log.error({ err: error }, 'upkeep failed'));
    upkeeping = false;
  }, UPKEEP_MS);
  timer.unref();

  return {
    sim,
    http,
    async listen(port) {
      const listening = await http.listen({ port, host: '127.0.0.1' });
      address ||= listening;
      return listening;
    },
    async close() {
      clearInterval(timer);
      await http.close();
      await sim.callbacks.stop();
      await pool.end();
    },
  };
}

/** The answer to a card event may change the card at once. */
async function passiveReply(
  sim: Sim,
  item: { corp_id: string; agent_id: number; message: string },
  answer: string,
): Promise<void> {
  const callback = sim.directory.corp(item.corp_id)?.apps.get(item.agent_id)?.callback;
  if (!callback || !answer.includes('<Encrypt>')) return;
  const plain = openReply(keysOf(item.corp_id, callback), answer);
  const reply = plain ? parseXml(plain) : null;
  const event = parseXml(item.message);
  if (!reply?.ok || !event.ok) return;
  const { MsgType, Button, TemplateCard } = reply.value;
  const change =
    MsgType === 'update_button'
      ? { replaced_button: (Button as Record<string, string> | undefined)?.ReplaceName }
      : MsgType === 'update_template_card'
        ? { replaced_by: TemplateCard }
        : null;
  if (change)
    await run(
      sim.pool,
      `update card set content = content || $4::jsonb
        where corp_id = $1 and agent_id = $2 and task_id = $3`,
      [item.corp_id, item.agent_id, event.value.TaskId, JSON.stringify(change)],
    );
}
