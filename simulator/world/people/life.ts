import type { Stream } from '../chance.ts';
import type { Temper, Values } from '../parameters.ts';
import type { Content } from './content.ts';
import type { DueList } from './due.ts';
import type { Act, Codes, DeskDeed, SeenItem, Visit } from './exchange.ts';
import type { Mind, Person } from './minds.ts';
import type { Interest } from './topics.ts';

/** Something that somebody is going to do. Plain data: it is written down and read again. */
export type Errand = { readonly at: number; readonly who: string; readonly n: number } & (
  | {
      readonly kind: 'look';
      readonly userid: string | null;
      readonly chatId: string | null;
      readonly content: Content;
    }
  | {
      readonly kind: 'moment';
      readonly userid: string;
      readonly momentId: string;
      readonly content: Content;
    }
  | { readonly kind: 'look-sms'; readonly content: Content }
  | { readonly kind: 'stop-sms' }
  | { readonly kind: 'visit'; readonly userid: string | null; readonly url: string }
  | { readonly kind: 'say'; readonly userid: string; readonly text: string; readonly asks: boolean }
  | { readonly kind: 'say-in-group'; readonly chatId: string; readonly text: string }
  | { readonly kind: 'delete'; readonly userid: string }
  | { readonly kind: 'stop'; readonly userid: string }
  | { readonly kind: 'unanswered'; readonly userid: string; readonly asked: number }
  | { readonly kind: 'leave'; readonly chatId: string }
  | { readonly kind: 'meet' }
  | { readonly kind: 'join' }
  | { readonly kind: 'confirm'; readonly id: string }
  | { readonly kind: 'publish'; readonly id: string }
  | { readonly kind: 'accept'; readonly person: string }
  | {
      readonly kind: 'answer';
      readonly person: string;
      readonly interest: Interest | null;
      readonly stop: boolean;
    }
  | { readonly kind: 'open-list' }
  | { readonly kind: 'do-item'; readonly item: SeenItem }
  | { readonly kind: 'own-mass' }
  | { readonly kind: 'own-moment' }
  | { readonly kind: 'own-promotions' }
);
export type ErrandOf<K extends Errand['kind']> = Extract<Errand, { readonly kind: K }>;

/** What an RM has to do, and what they made of it. */
export interface Desk {
  /** Counts errands. */
  n: number;
  /** Counts tasks: what customers want of the RM does not change how tasks are treated. */
  seen: number;
  /** Tasks that wait, by kind and id: how often they were reminded. */
  tasks: Record<string, { n: number; reminders: number; planned: boolean }>;
  /** What they meant to do with words they know, and since when; null: nothing. */
  meant?: Record<string, { n: number; since: number; at: number | null }>;
  requests: Record<string, true>;
  /** What stands on the list in the workbench, by id and version: whether it is about to be done. */
  items: Record<string, { n: number; looks: number; planned: boolean }>;
  /** Counts items. */
  listed: number;
}

export interface StaffMember {
  readonly userid: string;
  readonly who: Stream;
  readonly temper: Temper;
  readonly desk: Desk;
}

/** Everything that is going on, as the parts of the core share it. */
export interface Life {
  readonly values: Values;
  readonly people: ReadonlyMap<string, Person>;
  readonly staff: ReadonlyMap<string, StaffMember>;
  readonly due: DueList<Errand>;
  now: number;
  codes: Codes;
  /** Persons and RMs that somebody plays by hand. */
  readonly byHand: ReadonlySet<string>;
  /** RMs who have a workbench and look into it. */
  readonly desks: ReadonlySet<string>;
  /** Known, or somebody new. */
  person(id: string): Person;
  /** By the product's number, where that is known. */
  customerOf(number: number): Person | null;
  act(act: Act): void;
  visit(visit: Visit): void;
  atDesk(deed: DeskDeed): void;
}

export const nextOf = (counting: Mind | Desk): number => counting.n++;
