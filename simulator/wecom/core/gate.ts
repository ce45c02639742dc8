import type { WecomEndpoint } from '#protocol/wecom/endpoint.ts';
import { ADDRESS_RATES, CORP_RATES, DEBUG_RATES } from '#protocol/wecom/limits.ts';
import type { App, Corp } from './directory.ts';
import { demand, Refusal } from './refusal.ts';
import type { Sim } from './sim.ts';

/** Whether a kind of app may call a kind of endpoint. */
export function checkAccess(endpoint: WecomEndpoint, app: App): void {
  demand(!app.closed, app.kind === 'self-built' ? 50003 : 50006);
  const { kind, customerContact } = app;
  const allowed = {
    open: true,
    any: true,
    contacts: true,
    'contact-sync': kind === 'contact-sync',
    app: kind === 'self-built',
    customer: kind === 'customer-contact' || (kind === 'self-built' && customerContact),
    'customer-app': kind === 'self-built' && customerContact,
    archive: kind === 'archive',
  }[endpoint.access];
  demand(allowed, 48002);
}

export function checkAddress(app: App, address: string): void {
  const { trustedIps } = app.settings;
  demand(!trustedIps || trustedIps.includes(address), 60020);
}

const plain = (address: string) => address.replace(/^::ffff:/, '');

export { plain as plainAddress };

/** The general limits, then the endpoint's own. Over any of them: 45009. */
export function checkRates(
  sim: Sim,
  endpoint: WecomEndpoint,
  caller: { corp: Corp; app: App } | null,
  address: string,
  debug: boolean,
): void {
  const now = sim.rateClock === 'machine' ? Date.now() : sim.clock.nowMs();
  const counted = (window: string) =>
    sim.rateClock !== 'off' || window === 'day' || window === 'month';
  const take = (key: string, window: 'minute' | 'hour' | 'day' | 'month', limit: number) => {
    if (!counted(window)) return;
    if (!sim.rates.take(`${endpoint.name} ${key}`, window, limit, now)) throw new Refusal(45009);
  };
  if (caller && endpoint.name !== 'app-message.send') {
    take(`corp ${caller.corp.corpId}`, 'minute', CORP_RATES.minute);
    take(`corp ${caller.corp.corpId}`, 'hour', CORP_RATES.hour);
  }
  take(`ip ${address}`, 'minute', ADDRESS_RATES.minute);
  take(`ip ${address}`, 'hour', ADDRESS_RATES.hour);
  if (debug) take(`debug ${caller?.corp.corpId}`, 'minute', DEBUG_RATES.minute);
  if (!caller) return;
  // What is counted by the calendar follows the simulated one.
  for (const rate of endpoint.rates) {
    if (!counted(rate.window)) continue;
    const owner = rate.per === 'corp' ? 'own' : `own ${caller.app.agentId}`;
    const key = `${endpoint.name} ${owner} ${caller.corp.corpId}`;
    const byCalendar = rate.window === 'day' || rate.window === 'month';
    const at = byCalendar ? sim.clock.nowMs() + 8 * 3_600_000 : now;
    if (!sim.rates.take(key, rate.window, rate.calls, at)) throw new Refusal(45009);
  }
}

/** Calls that are under way, for 45033 and 45035. */
export class UnderWay {
  readonly #counts = new Map<string, number>();

  enter(key: string, most: number, code: number): () => void {
    const count = this.#counts.get(key) ?? 0;
    if (count >= most) throw new Refusal(code);
    this.#counts.set(key, count + 1);
    return () => {
      const left = (this.#counts.get(key) ?? 1) - 1;
      if (left > 0) this.#counts.set(key, left);
      else this.#counts.delete(key);
    };
  }
}
