import type { Signal } from '../contract/definition.ts';

/** A customer switched personalised recommendations off, or on again. */
export interface Choice {
  readonly id: string;
  readonly at: Date;
  readonly off: boolean;
}

/** Who switched personalised recommendations off; who never said so did not (CR-013). */
export const isGeneric = (choices: readonly Choice[]): boolean =>
  inOrder(choices).at(-1)?.off ?? false;

/**
 * Whether something may be concluded from what a customer did at a moment: never while the switch is
 * off, and later never from what they did while it was.
 */
export function inferring(choices: readonly Choice[]): (at: Date) => boolean {
  if (choices.length === 0) return () => true;
  if (isGeneric(choices)) return () => false;
  const told = inOrder(choices);
  return (at) => !(told.findLast((choice) => choice.at <= at)?.off ?? false);
}

/** Those that changed something: agreeing to what nobody had switched off does not. */
export const turns = (choices: readonly Choice[]): Choice[] =>
  inOrder(choices).filter(({ off }, i, told) => off !== (told[i - 1]?.off ?? false));

const inOrder = (choices: readonly Choice[]): Choice[] =>
  [...choices].sort((a, b) => a.at.getTime() - b.at.getTime() || (a.id < b.id ? -1 : 1));

/** What customers ask for in so many words: an answer to it is no guess at what they might like. */
const asked: ReadonlySet<Signal> = new Set([
  'reply_product_keyword',
  'reply_consult',
  'book_visit',
  'event_signup',
  'business_done',
  'reply_unsubscribe',
  'deleted_by_customer',
  'complaint',
  'reply_pause',
]);
export const isAsked = (signal: Signal): boolean => asked.has(signal);
