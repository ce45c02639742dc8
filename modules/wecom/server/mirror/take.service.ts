import type { TxCtx } from '#platform/server/ctx.ts';
import type { CorpId } from '../../contract/corp.ts';
import { endOthers, noteFacts, type Pair, upsertContacts, upsertFollows } from './contact.repo.ts';
import type { ContactRow, FollowRow } from './contact-shape.ts';
import { type Heard, together } from './hear.ts';
import { lockCopy } from './reading.repo.ts';
import { markStale } from './stale.repo.ts';

/** What readings of contacts brought. */
export interface ContactPictures {
  readonly contacts: readonly ContactRow[];
  readonly follows: readonly FollowRow[];
  /** Asked for with all their relationships: what is not among them has ended. */
  readonly whole: readonly { externalUserid: string; reading: number }[];
}

export interface ContactChanges {
  readonly contacts: readonly string[];
  readonly pairs: readonly Pair[];
  readonly ended: readonly Pair[];
}

/** Takes pictures over into the copy, whatever else has arrived meanwhile. */
export async function takeContacts(
  ctx: TxCtx,
  corpId: CorpId,
  { contacts, follows, whole }: ContactPictures,
): Promise<ContactChanges> {
  await lockCopy(ctx, corpId);
  return {
    contacts: await upsertContacts(
      ctx,
      corpId,
      newest(contacts, (row) => row.external_userid),
    ),
    pairs: await upsertFollows(
      ctx,
      corpId,
      newest(follows, (row) => `${row.external_userid} ${row.userid}`),
    ),
    ended: await endOthers(ctx, corpId, whole),
  };
}

/** Facts of events are kept at once; what they only hint at is marked to be read again. */
export async function takeHeard(
  ctx: TxCtx,
  corpId: CorpId,
  heard: readonly Heard[],
): Promise<void> {
  const { facts, stale } = together(heard);
  if (facts.length > 0) await lockCopy(ctx, corpId);
  await noteFacts(ctx, corpId, facts);
  await markStale(ctx, corpId, stale);
}

/** The same thing may have been read twice in one batch. */
function newest<R extends { reading: number }>(rows: readonly R[], key: (row: R) => string): R[] {
  const found = new Map<string, R>();
  for (const row of rows) {
    const known = found.get(key(row));
    if (!known || known.reading < row.reading) found.set(key(row), row);
  }
  return [...found.values()];
}

export const touched = ({ contacts, pairs, ended }: ContactChanges): string[] => [
  ...contacts,
  ...pairs.map((pair) => pair.externalUserid),
  ...ended.map((pair) => pair.externalUserid),
];
