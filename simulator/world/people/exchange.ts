import type { Content } from './content.ts';

/** What the people see of the world, and what they do in it. */

export interface SeenMessage {
  /** The customer of a chat between two; null in a group. */
  readonly person: string | null;
  readonly userid: string | null;
  readonly chatId: string | null;
  /** Said by a member of the bank. */
  readonly fromStaff: boolean;
  /** Who said it, in a group: a person or a userid. */
  readonly by: string | null;
  readonly source: string;
  readonly at: number;
  readonly text: string;
  readonly content: Content;
}

export interface SeenMoment {
  readonly momentId: string;
  readonly userid: string;
  readonly at: number;
  readonly content: Content;
  /** Persons. */
  readonly viewers: readonly string[];
}

export interface SeenSms {
  readonly person: string;
  readonly at: number;
  readonly content: Content;
}

export interface SeenTask {
  readonly kind: 'mass' | 'moment';
  /** The mass message or the Moment. */
  readonly id: string;
  readonly userid: string;
  readonly createdAt: number;
  readonly reminders: number;
  /** What it says: the same words come again where a task was called off and given out anew. */
  readonly about?: string;
}

export interface SeenRequest {
  readonly userid: string;
  readonly person: string;
  readonly at: number;
}

/** Codes on posters, in outlets, in pages: what can be scanned. */
export interface Codes {
  readonly ways: readonly { readonly configId: string; readonly users: readonly string[] }[];
  readonly links: readonly {
    readonly linkId: string;
    readonly url: string;
    readonly users: readonly string[];
  }[];
  readonly joins: readonly { readonly configId: string; readonly owners: readonly string[] }[];
}

/** How a page answered. */
export interface Visited {
  readonly person: string;
  readonly userid: string | null;
  readonly status: number;
  /** The page said that there is nothing left. */
  readonly gone: boolean;
}

/** What stands on an RM's list in the workbench of the product. */
export interface SeenItem {
  readonly id: string;
  readonly version: number;
  /** The customer asked for it; a plan did; an assessment is missing; nobody has been in touch for long. */
  readonly kind: 'follow_up' | 'plan' | 'assessment' | 'care';
  /** The product's number of the customer. */
  readonly customer: number;
  /** An elderly customer thinks it over: `over` once that time has passed. */
  readonly consideration?: { readonly over: boolean } | null;
}

export interface SeenList {
  readonly userid: string;
  /** The most important first. */
  readonly items: readonly SeenItem[];
}

export interface Seen {
  readonly messages: readonly SeenMessage[];
  readonly moments: readonly SeenMoment[];
  /** Absent in what was written down before there were any. */
  readonly sms?: readonly SeenSms[];
  readonly tasks: readonly SeenTask[];
  readonly requests: readonly SeenRequest[];
  /** Members of the groups in which something was said: persons. */
  readonly groups: Readonly<Record<string, readonly string[]>>;
  readonly visited: readonly Visited[];
  /** Lists that were opened. Absent in what was written down before RMs had any. */
  readonly lists?: readonly SeenList[];
  /** When they were looked up. */
  readonly codes?: Codes;
}

export const NOTHING: Seen = {
  messages: [],
  moments: [],
  tasks: [],
  requests: [],
  groups: {},
  visited: [],
};

/** Something to do in the simulator, as `/sim/corps/:corp/acts` takes it. */
export interface Act {
  readonly do: string;
  readonly [field: string]: unknown;
}

/** A page to look at in WeChat's browser. */
export interface Visit {
  readonly person: string;
  readonly userid: string | null;
  readonly url: string;
  readonly userAgent: string;
}

/** What the buttons of the workbench say came of an item. */
export type ItemOutcome = 'done' | 'no_answer' | 'won' | 'lost' | 'declined' | 'opt_out';
export type LostReason = 'price' | 'product' | 'other_bank' | 'no_need' | 'no_money' | 'other';

/** Something an RM does in the workbench of the product. */
export type DeskDeed =
  | { readonly do: 'look'; readonly userid: string }
  | {
      readonly do: 'log';
      readonly userid: string;
      readonly item: string;
      readonly version: number;
      readonly outcome: ItemOutcome;
      readonly lostReason?: LostReason;
      readonly calledBack?: boolean;
    };

export interface Deeds {
  readonly acts: readonly Act[];
  readonly visits: readonly Visit[];
  readonly desk: readonly DeskDeed[];
}

/** What came of an act, in the place of the act. */
export type Outcome =
  | { readonly ok: true; readonly [field: string]: unknown }
  | { readonly ok: false; readonly code: number };
