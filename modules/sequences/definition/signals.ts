import type { Signal } from '../contract/definition.ts';

/** What a customer did, as tracking keeps it. */
export interface Happened {
  readonly id: string;
  readonly kind: string;
  readonly at: Date;
  readonly subject: string | null;
  readonly amount: number | null;
  readonly properties: Readonly<Record<string, unknown>>;
}

type Reader = (event: Happened) => readonly Signal[];

const byIntent: Readonly<Record<string, Signal>> = {
  claim: 'benefit_claim',
  product: 'reply_product_keyword',
  consult: 'reply_consult',
  visit: 'book_visit',
  signup: 'event_signup',
  unsubscribe: 'reply_unsubscribe',
  pause: 'reply_pause',
};

/** In which events a signal is found. An answer that was understood says more than that it came. */
const readers: Readonly<Record<string, Reader>> = {
  'message.replied': ({ properties }) => {
    const understood = byIntent[String(properties.intent ?? '')];
    if (understood === 'reply_unsubscribe' || understood === 'reply_pause') return [understood];
    return understood ? ['reply', understood] : ['reply'];
  },
  'message.consulted': () => ['reply', 'reply_consult'],
  'message.opted-out': () => ['reply_unsubscribe'],
  'link.opened': () => ['link_click'],
  'content.read': () => ['link_click', 'content_read'],
  'content.finished': () => ['content_read'],
  'moments.liked': () => ['moments_reaction'],
  'moments.commented': () => ['moments_reaction'],
  'benefit.granted': () => ['benefit_claim'],
  'benefit.redeemed': () => ['benefit_claim'],
  'product.viewed': () => ['product_card_click'],
  'questionnaire.answered': ({ subject }) =>
    subject === null || subject.includes('risk') ? ['assessment_done'] : [],
  'consultation.asked': () => ['reply_consult'],
  'form.submitted': ({ subject }) => (subject?.includes('visit') ? ['book_visit'] : []),
  'activity.joined': () => ['event_signup'],
  'product.bought': () => ['business_done'],
  'deposit.changed': ({ amount }) => ((amount ?? 0) > 0 ? ['business_done'] : []),
  'relationship.ended': ({ properties }) =>
    properties.endedBy === 'customer' ? ['deleted_by_customer'] : [],
  'complaint.made': () => ['complaint'],
  'work-item.done': ({ subject }) =>
    subject === 'won' ? ['business_done'] : subject === 'opt_out' ? ['reply_unsubscribe'] : [],
  // Not an event of tracking: a consent to be reached was withdrawn.
  'consent.withdrawn': () => ['reply_unsubscribe'],
};

export const kindsHeard = Object.keys(readers);

export const signalsOf = (event: Happened): readonly Signal[] => readers[event.kind]?.(event) ?? [];

/** Signs of life: what shows that the customer heard us. */
export const isAlive = (signal: Signal): boolean =>
  signal !== 'deleted_by_customer' && signal !== 'reply_unsubscribe' && signal !== 'complaint';
