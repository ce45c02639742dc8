import { z } from 'zod';
import { type Db, rows, run } from '../wecom/core/db.ts';

/** What a bank agreed with the operator of the gateway. */
export const SmsAccount = z.object({
  secret: z.string().min(12),
  /** Names that were registered for its number; a text begins with one of them. */
  signs: z.array(z.string()).min(1),
  /** Where outcomes and answers are pushed; null: they are only asked for. */
  callbackUrl: z.string().nullable().default(null),
  /** Requests; more answers 429. */
  requestsPerMinute: z.int().min(1).default(600),
  /** Messages to one number in a day, as networks limit them. */
  perNumberAndDay: z.int().min(1).default(10),
  /** Share of phones that are off or out of reach when a message comes. */
  outOfReach: z.number().min(0).max(1).default(0.01),
});
export type SmsAccount = z.infer<typeof SmsAccount>;

export interface SmsAccounts {
  find(appId: string): SmsAccount | undefined;
  all(): readonly (readonly [appId: string, account: SmsAccount])[];
  put(db: Db, appId: string, account: SmsAccount): Promise<void>;
}

export async function openAccounts(db: Db): Promise<SmsAccounts> {
  const known = new Map<string, SmsAccount>();
  for (const { app_id, settings } of await rows<{ app_id: string; settings: unknown }>(
    db,
    'select app_id, settings from sms_account order by app_id',
  ))
    known.set(app_id, SmsAccount.parse(settings));
  return {
    find: (appId) => known.get(appId),
    all: () => [...known],
    async put(db, appId, account) {
      await run(
        db,
        `insert into sms_account values ($1, $2::jsonb)
         on conflict (app_id) do update set settings = excluded.settings`,
        [appId, JSON.stringify(account)],
      );
      known.set(appId, account);
    },
  };
}
