import type { BuiltInKind } from '#modules/tracking/contract.ts';

/** A customer did something with what we sent. */
export const reactions: BuiltInKind[] = [
  'message.replied',
  'moments.liked',
  'moments.commented',
  'link.opened',
  'content.read',
  'content.finished',
  'product.viewed',
  'profile.visited',
];

/** A customer asked about business. */
export const asked: BuiltInKind[] = ['consultation.asked', 'message.consulted'];

/** A customer did business. */
export const bought: BuiltInKind[] = ['product.bought'];
