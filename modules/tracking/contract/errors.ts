import { defineErrors } from '#platform/contract/errors.ts';

export const trackingErrors = defineErrors('tracking', {
  /** A module of ours recorded an event that its kind does not allow: details say why. */
  eventRefused: 422,
  /** A bank system's request without a right signature of the last five minutes. */
  notSigned: 401,
  kindNotFound: 404,
  kindTaken: 409,
  /** Kinds that come with the product are not changed by a bank. */
  kindBuiltIn: 409,
  /** A property that events already carry may not vanish, change its type or become required. */
  kindNarrowed: 409,
  siteNotFound: 404,
  siteCodeTaken: 409,
  unitNotFound: 404,
  /** Somebody else changed it in between. */
  changed: 409,
  /** Behaviour joins a customer only with the customer's consent. */
  noConsent: 422,
  visitorNotFound: 404,
  notStitched: 409,
});
