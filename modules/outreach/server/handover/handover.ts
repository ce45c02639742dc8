import type { ContentAttachment } from '#modules/content/contract.ts';
import type { HandoverState } from '../../contract/handover.ts';

/** A handover as it lies. */
export interface HandoverRow {
  readonly orgId: string;
  readonly id: string;
  readonly planId: string;
  readonly itemKey: string;
  readonly channel: string;
  readonly corpId: string | null;
  readonly staffId: string | null;
  readonly userid: string | null;
  readonly contentKind: string;
  readonly contentId: string;
  readonly contentVersion: number;
  readonly params: Readonly<Record<string, unknown>> | null;
  readonly state: HandoverState;
  readonly size: number;
  readonly message: Message | null;
  readonly link: string | null;
  readonly job: string | null;
  readonly task: string | null;
  readonly formedAt: Date;
  readonly calledAt: Date | null;
  readonly sentAt: Date | null;
  readonly confirmedAt: Date | null;
  readonly expiresAt: Date | null;
  /** Called off when its customers' hours end; null: they do not. */
  readonly closesAt: Date | null;
  readonly remindedAt: readonly Date[];
  readonly calls: number;
  /** Of a moment, the customers who see it (senders/visibility); null before it is prepared. */
  readonly cohort: number | null;
}

/** What is said to everybody in a handover. Files are named as content knows them. */
export interface Message {
  readonly text: string;
  readonly attachments: readonly ContentAttachment[];
}

/** One touch of a handover and where it goes: a friend's id, a chat, a colleague, a number. */
export interface Recipient {
  readonly customerId: number;
  readonly plannedAt: Date;
  readonly touchId: string;
  readonly staffId: string | null;
  readonly target: string;
  /** The colleague's id at WeCom, where each recipient has their own (Moments). */
  readonly userid: string | null;
}

/** What leaves: the whole of it, as a permit lets it through. */
export interface Parcel {
  readonly handover: HandoverRow;
  readonly message: Message;
  readonly recipients: readonly Recipient[];
}
