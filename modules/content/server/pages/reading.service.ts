import { createHash } from 'node:crypto';
import { hasConsent, livingCustomer } from '#modules/customers/server/index.ts';
import { eventId, recordEvents } from '#modules/tracking/server/index.ts';
import { type Ctx, inTx } from '#platform/server/ctx.ts';
import type { Voice } from '../../contract/sending.ts';
import { claimFirstDevice, type LinkRow } from './link.repo.ts';
import { count } from './use.service.ts';

export interface Piece {
  /** Made where it was read; the same at every try. */
  readonly id: string;
  /** The page was opened: told once. */
  readonly first: boolean;
  /** The reader left for the first time: told once, with the time until then. */
  readonly read: boolean;
  readonly seconds: number;
  readonly depth: number;
}

export interface Reading {
  /** The address that is open. */
  readonly link: LinkRow;
  /** The personal address by which this browser came, if it did. */
  readonly via: LinkRow | null;
  /** Who has signed in on the phone. */
  readonly reader: number | null;
  /** A random mark of this browser, for these pages alone. */
  readonly device: string;
  readonly piece: Piece;
}

/** Longer than anybody reads without a pause: a page that lay open. */
const MOST_SECONDS = 3_600;
const TO_THE_END = 95;

/**
 * Whose reading it is. Somebody who has signed in reads for themself, whoever the address was made
 * for. Nobody signed in: it counts as the addressee's, as weak evidence, on the one device that opened
 * their address first; on any other it is somebody's to whom it was passed on, and nobody's here.
 * It stands with a customer only when that customer agreed that behaviour is used; without a
 * customer it is only counted.
 */
export function noteReading(ctx: Ctx, reading: Reading): Promise<void> {
  return inTx(ctx, async (ctx) => {
    const { link, via, piece } = reading;
    const voice = (via ?? link).voice as Voice;
    const seconds = Math.min(MOST_SECONDS, Math.max(0, piece.seconds));
    const ref = { itemId: link.itemId, version: link.version, voice };
    await count(ctx, [
      {
        ...ref,
        opened: piece.first ? 1 : 0,
        readings: piece.read ? 1 : 0,
        seconds: Math.round(seconds),
        depth: piece.read ? piece.depth : 0,
      },
    ]);
    const whose = await whoseReading(ctx, reading);
    if (!whose || !(await hasConsent(ctx, whose.customerId, 'personalisation', 'any'))) return;
    const { customerId, certainty } = whose;
    const common = { customerId, source: 'content', at: ctx.now() };
    const who = { certainty, ...(link.staffId && { staffId: link.staffId }) };
    const mark = (via ?? link).mark;
    await recordEvents(ctx, [
      ...(piece.read
        ? [
            {
              ...common,
              id: eventId('content.read', ctx.orgId, piece.id),
              kind: 'content.read',
              subject: link.itemId,
              properties: { seconds, depth: piece.depth, version: link.version, ...who },
            },
          ]
        : []),
      ...(piece.first
        ? [
            {
              ...common,
              id: eventId('content.opened', ctx.orgId, piece.id),
              kind: 'link.opened',
              subject: mark,
              properties: { itemId: link.itemId, ...who },
            },
          ]
        : []),
      ...(piece.read && piece.depth >= TO_THE_END
        ? [
            {
              ...common,
              id: eventId('content.finished', ctx.orgId, piece.id),
              kind: 'content.finished',
              subject: link.itemId,
              properties: {},
            },
          ]
        : []),
    ]);
  });
}

async function whoseReading(
  ctx: Parameters<typeof claimFirstDevice>[0],
  { link, via, reader, device }: Reading,
): Promise<{ customerId: number; certainty: 'signed-in' | 'link' } | null> {
  if (reader !== null) return { customerId: reader, certainty: 'signed-in' };
  const personal = via ?? link;
  if (personal.customerId === null) return null;
  const mine = createHash('sha256').update(device).digest();
  const first = await claimFirstDevice(ctx, personal.tokenHash, mine);
  if (!first?.equals(mine)) return null;
  const customerId = await livingCustomer(ctx, ctx.orgId, personal.customerId);
  return customerId === null ? null : { customerId, certainty: 'link' };
}
