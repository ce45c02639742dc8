import { NOW } from '../bank.ts';
import type { LivingBank } from '../living-bank.ts';

export interface Example {
  readonly query?: Record<string, unknown>;
  readonly body?: Record<string, unknown>;
  readonly agent?: number;
  readonly file?: Uint8Array;
}

export type Make = (bank: LivingBank) => Example | Promise<Example>;

export const DAY = 86_400;
export const text = { content: '您好' };

export const span = { start_time: NOW - 7 * DAY, end_time: NOW + DAY };
export const pair = (b: LivingBank) => ({ userid: 'zhangsan', external_userid: b.ids.customer });

export async function unionid(b: LivingBank): Promise<string> {
  const customer = await b.control('GET', `/sim/corps/${b.corpId}/customers/p1`);
  return customer.unionid as unknown as string;
}
