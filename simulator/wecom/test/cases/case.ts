import type { Example } from '../examples/example.ts';
import type { LivingBank } from '../living-bank.ts';

/** Refusals that come from the state of the bank: what to do first, and the call that is refused. */

export type Make = (b: LivingBank) => Example | Promise<Example>;
export type Case = readonly [endpoint: string, code: number, make: Make];

export const DAY = 86_400;
export const text = { content: '您好' };
export const pair = (b: LivingBank) => ({
  userid: 'zhangsan',
  external_userid: b.ids.customer,
});

export const body =
  (make: (b: LivingBank) => Record<string, unknown>): Make =>
  (b) => ({ body: make(b) });

/** The corp has other settings until the next case. */
export const having =
  (settings: object, make: Make): Make =>
  async (b) => {
    await b.control('PATCH', `/sim/corps/${b.corpId}`, { settings });
    return make(b);
  };

export const after =
  (acts: { do: string; [field: string]: unknown }[], make: Make): Make =>
  async (b) => {
    await b.act(...acts);
    return make(b);
  };

export const by =
  (make: Make, agent: number): Make =>
  async (b) => ({ ...(await make(b)), agent });

export async function fetchJson(b: LivingBank, path: string, json: object, agent?: number) {
  const response = await fetch(`${b.url}${path}?access_token=${await b.token(agent)}`, {
    method: 'POST',
    body: JSON.stringify(json),
  });
  return (await response.json()) as Record<string, never>;
}
