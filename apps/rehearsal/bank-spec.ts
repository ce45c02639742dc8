import type { RehearsalSubject } from '#modules/rehearsal/contract.ts';

/** What the bank of a rehearsal is told: a file, since an environment can be read by others. */
export interface BankSpec {
  readonly orgId: string;
  readonly subject: RehearsalSubject;
  readonly corpid: string;
  /** Business time of the beginning. */
  readonly begin: string;
  readonly days: number;
  readonly simulatorUrl: string;
  readonly worldUrl: string;
  readonly port: number;
  readonly folder: string;
  readonly databaseUrl: string;
  /** What customers write is heard: chats with these colleagues are kept. */
  readonly kept: readonly string[];
  /** Asks everything in every hour, in place of what is due when something is. */
  readonly everyHour: boolean;
  /** Copied customers, and by which unionid WeCom will name them. */
  readonly known: readonly { readonly customerId: number; readonly value: string }[];
  /** Of those whose number the bank knows: one that was made up. */
  readonly numbers: readonly { readonly customerId: number; readonly value: string }[];
}
