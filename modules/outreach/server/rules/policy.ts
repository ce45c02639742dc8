import type { RawBuilder } from 'kysely';
import type { Phrase } from '#platform/contract/text.ts';
import type { GateStep } from '../../contract/gate.ts';
import type { Basis } from './basis.ts';
import type { Columns, FactName, Facts } from './facts.ts';

/** From when on a deferred contact may be tried again: at the next opening after that moment. */
export type Wait =
  /** Now is no hour for it. */
  | 'opening'
  | 'next_day'
  | 'hour'
  /** Until its plan runs again. */
  | 'resume';

/** What a short code of a policy means. */
export interface Says {
  readonly outcome: 'refuse' | 'defer';
  readonly wait?: Wait;
  readonly rule: string;
  readonly version: number;
}

/**
 * One rule, written twice over the same facts: `judge` for one contact, `judgeSql` for a set. Both
 * answer a short code, or null when it passes; tests hold them against each other.
 */
export interface Policy {
  /** Tells it from others: no two have the same. */
  readonly key: string;
  /** Those it may cite, the chief one first. */
  readonly rules: readonly [string, ...string[]];
  readonly step: GateStep;
  readonly name: Phrase;
  /** Judged once more just before handing over: what may have changed since. */
  readonly again: boolean;
  /** Uses up something that was reserved: a lesser contact may give way to it. */
  readonly slot?: boolean;
  /** Whether it speaks of such a contact at all. */
  readonly about: (basis: Basis) => boolean;
  readonly facts: readonly FactName[];
  readonly judge: (facts: Facts, basis: Basis) => string | null;
  readonly judgeSql: (columns: Columns, basis: Basis) => RawBuilder<string | null>;
  /** All it may say. */
  readonly codes: (basis: Basis) => Readonly<Record<string, Says>>;
  /** In words, with what would help. */
  readonly why: (code: string, facts: Facts, basis: Basis) => Phrase;
}

export const refuses = (rule: string, version: number): Says => ({
  outcome: 'refuse',
  rule,
  version,
});
export const defers = (rule: string, version: number, wait: Wait): Says => ({
  outcome: 'defer',
  wait,
  rule,
  version,
});

/** Words for the codes of a policy that always say the same. */
export const saying =
  (texts: Readonly<Record<string, Phrase>>) =>
  (code: string): Phrase =>
    texts[code] ?? [code, code];
