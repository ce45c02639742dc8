import type { Ctx } from '#platform/server/ctx.ts';
import type { CorpId } from '../../contract/corp.ts';
import {
  findContacts,
  findFollows,
  type StoredContact,
  type StoredFollow,
} from '../mirror/contact.repo.ts';
import type { ContactRow, FollowRow } from '../mirror/contact-shape.ts';
import { hex } from '../mirror/reading.repo.ts';
import { staleContacts } from '../mirror/stale.repo.ts';
import type { ContactChanges } from '../mirror/take.service.ts';
import type { FoundDifference } from './difference.repo.ts';

/** How the copy stood before a reading was taken over. */
export interface CopyBefore {
  readonly contacts: ReadonlyMap<string, StoredContact>;
  readonly follows: ReadonlyMap<string, StoredFollow>;
  /** An event about them is being worked on: that they differ is no fault of the copy. */
  readonly underWay: ReadonlySet<string>;
}

const pairKey = (externalUserid: string, userid: string) => `${externalUserid} ${userid}`;

export async function copyOf(
  ctx: Ctx,
  corpId: CorpId,
  externalUserids: readonly string[],
): Promise<CopyBefore> {
  const ids = [...new Set(externalUserids)];
  const contacts = await findContacts(ctx, corpId, ids);
  const follows = await findFollows(ctx, corpId, ids);
  return {
    contacts: new Map(contacts.map((row) => [row.externalUserid, row])),
    follows: new Map(follows.map((row) => [pairKey(row.externalUserid, row.userid), row])),
    underWay: await staleContacts(ctx, corpId, ids),
  };
}

/** What the reading changed in the copy, and in which fields. */
export function contactDifferences(
  before: CopyBefore,
  read: readonly { contacts: readonly ContactRow[]; follows: readonly FollowRow[] }[],
  changes: ContactChanges,
): FoundDifference[] {
  const contacts = new Map(
    read.flatMap((r) => r.contacts).map((row) => [row.external_userid, row]),
  );
  const follows = new Map(
    read.flatMap((r) => r.follows).map((row) => [pairKey(row.external_userid, row.userid), row]),
  );
  const ofContacts = changes.contacts.flatMap((id): FoundDifference[] => {
    const [was, is] = [before.contacts.get(id), contacts.get(id)];
    if (before.underWay.has(id) || !was || !is) return [];
    return [{ subject: id, what: 'changed', fields: contactFields(was, is) }];
  });
  const ofPairs = changes.pairs.flatMap(({ externalUserid, userid }): FoundDifference[] => {
    if (before.underWay.has(externalUserid)) return [];
    const key = pairKey(externalUserid, userid);
    const [was, is] = [before.follows.get(key), follows.get(key)];
    if (was?.state !== 'live') return [{ subject: key, what: 'missing', fields: [] }];
    return is ? [{ subject: key, what: 'changed', fields: followFields(was, is) }] : [];
  });
  const ended = changes.ended.flatMap(({ externalUserid, userid }): FoundDifference[] =>
    before.underWay.has(externalUserid)
      ? []
      : [{ subject: pairKey(externalUserid, userid), what: 'gone', fields: [] }],
  );
  return [...ofContacts, ...ofPairs, ...ended];
}

const different = (pairs: readonly (readonly [string, unknown, unknown])[]): string[] =>
  pairs.flatMap(([name, was, is]) => (was === is ? [] : [name]));

const contactFields = (was: StoredContact, is: ContactRow): string[] =>
  different([
    ['kind', was.kind, is.kind],
    ['gender', was.gender, is.gender],
    ['profile', hex(was.profileHash), is.profile_hash],
  ]);

const followFields = (was: StoredFollow, is: FollowRow): string[] =>
  different([
    ['createtime', was.createdAt?.toISOString(), is.created_at],
    ['add_way', was.addWay, is.add_way],
    ['state', was.channel, is.channel],
    ['tags', was.tagIds.join(), is.tag_ids.join()],
    ['remark', hex(was.noteHash), is.note_hash],
  ]);
