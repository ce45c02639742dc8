import type { Sim } from '../wecom/core/sim.ts';
import { openAccounts, type SmsAccounts } from './account.ts';
import { openPushes, type SmsPushes } from './push.ts';

/** The gateway for text messages, in the process of the simulator: the same people, the same clock. */
export interface Sms {
  readonly accounts: SmsAccounts;
  readonly pushes: SmsPushes;
}

export async function openSms(sim: Pick<Sim, 'pool' | 'clock' | 'faults' | 'ids'>): Promise<Sms> {
  const accounts = await openAccounts(sim.pool);
  return { accounts, pushes: openPushes(sim, accounts) };
}
