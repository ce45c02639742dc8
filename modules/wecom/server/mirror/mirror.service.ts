import type { Ctx } from '#platform/server/ctx.ts';
import type { CorpId } from '../../contract/corp.ts';
import { findContacts, findFollows, pageOfContacts, type StoredFollow } from './contact.repo.ts';
import { type ContactProfile, type FollowNote, NOTE, PROFILE } from './contact-shape.ts';
import {
  findDepartments,
  findMembers,
  MEMBER_PROFILE,
  type MemberProfile,
} from './directory.repo.ts';
import {
  findGroupMembers,
  findGroups,
  GROUP_PROFILE,
  type GroupMemberProfile,
} from './group.repo.ts';
import { findTags } from './tag.repo.ts';

/** A customer and a colleague, as far as WeCom and its events told. */
export interface MirroredFollow {
  readonly userid: string;
  /** `unread`: told of, and not read yet. */
  readonly state: 'unread' | 'live' | 'ended';
  readonly createdAt: Date | null;
  readonly addWay: number | null;
  /** Of the code or link they came by. */
  readonly channel: string | null;
  readonly tagIds: readonly string[];
  readonly note: FollowNote | null;
  /** The customer deleted the colleague and has not come back; WeCom still lists the relationship. */
  readonly leftAt: Date | null;
  readonly endedAt: Date | null;
  readonly endedBy: 'staff' | 'transfer' | 'unknown' | null;
  readonly changedAt: Date;
}

export interface MirroredContact {
  readonly externalUserid: string;
  /** Null when only events told of them so far. */
  readonly profile: (ContactProfile & { kind: 'wechat' | 'wecom'; gender: number }) | null;
  readonly follows: readonly MirroredFollow[];
}

/** These contacts with all their relationships; who is not in the copy is left out. */
export async function mirroredContacts(
  ctx: Ctx,
  corpId: CorpId,
  externalUserids: readonly string[],
): Promise<MirroredContact[]> {
  const ids = [...new Set(externalUserids)];
  if (ids.length === 0) return [];
  const contacts = new Map(
    (await findContacts(ctx, corpId, ids)).map((row) => [row.externalUserid, row]),
  );
  const follows = new Map<string, StoredFollow[]>();
  for (const row of await findFollows(ctx, corpId, ids))
    follows.set(row.externalUserid, [...(follows.get(row.externalUserid) ?? []), row]);
  const known = ids.filter((id) => contacts.has(id) || follows.has(id));
  return Promise.all(
    known.map(async (externalUserid) => {
      const contact = contacts.get(externalUserid);
      return {
        externalUserid,
        profile: contact
          ? {
              ...(await opened<ContactProfile>(ctx, PROFILE, contact.profile)),
              kind: contact.kind === 2 ? ('wecom' as const) : ('wechat' as const),
              gender: contact.gender,
            }
          : null,
        follows: await Promise.all(
          (follows.get(externalUserid) ?? []).map((row) => shownFollow(ctx, row)),
        ),
      };
    }),
  );
}

async function shownFollow(ctx: Ctx, row: StoredFollow): Promise<MirroredFollow> {
  const { addedAt, deletedAt, transferredAt, leftAt } = row;
  const began = latest(row.createdAt, addedAt);
  const since = (at: Date | null) => (at && (!began || at >= began) ? at : null);
  const ended = row.state === 'ended';
  const by = latest(since(deletedAt), since(transferredAt));
  return {
    userid: row.userid,
    state: row.state as MirroredFollow['state'],
    createdAt: row.createdAt,
    addWay: row.addWay,
    channel: row.channel,
    tagIds: row.tagIds,
    note: row.note ? await opened<FollowNote>(ctx, NOTE, row.note) : null,
    leftAt: since(leftAt),
    endedAt: ended ? (by ?? row.goneAt) : null,
    endedBy: ended ? (by ? (by === since(transferredAt) ? 'transfer' : 'staff') : 'unknown') : null,
    changedAt: row.changedAt,
  };
}

const latest = (a: Date | null, b: Date | null) => (a && b ? (a > b ? a : b) : (a ?? b));

const opened = async <T>(ctx: Ctx, place: string, sealed: string): Promise<T> =>
  JSON.parse(await ctx.vault.decrypt(place, sealed)) as T;

/** Ids of contacts after this one, in order: for whoever goes through the whole copy. */
export const mirroredContactIds = (
  ctx: Ctx,
  corpId: CorpId,
  after: string,
  limit: number,
): Promise<string[]> => pageOfContacts(ctx, corpId, after, limit);

export async function mirroredGroups(ctx: Ctx, corpId: CorpId, chatIds: readonly string[]) {
  if (chatIds.length === 0) return [];
  const members = await findGroupMembers(ctx, corpId, chatIds);
  const shown = await Promise.all(
    members.map(async ({ profile, kind, ...member }) => ({
      ...member,
      kind: kind === 1 ? ('staff' as const) : ('customer' as const),
      ...(await opened<GroupMemberProfile>(ctx, GROUP_PROFILE, profile)),
    })),
  );
  return (await findGroups(ctx, corpId, chatIds)).map(({ staff, customers, ...group }) => ({
    ...group,
    counts: { staff, customers },
    members: shown.filter((member) => member.chatId === group.chatId),
  }));
}
export type MirroredGroup = Awaited<ReturnType<typeof mirroredGroups>>[number];

/** The corp's customer tags with their groups. */
export const mirroredTags = (ctx: Ctx, corpId: CorpId) => findTags(ctx, corpId);
export type MirroredTag = Awaited<ReturnType<typeof mirroredTags>>[number];

/** Everybody of the corp, or these; who has left is there with `goneAt`. */
export async function mirroredStaff(ctx: Ctx, corpId: CorpId, userids?: readonly string[]) {
  return Promise.all(
    (await findMembers(ctx, corpId, userids)).map(async ({ profile, ...member }) => ({
      ...member,
      departments: member.departments.map(Number),
      ...(await opened<MemberProfile>(ctx, MEMBER_PROFILE, profile)),
    })),
  );
}
export type MirroredStaff = Awaited<ReturnType<typeof mirroredStaff>>[number];

export const mirroredDepartments = (ctx: Ctx, corpId: CorpId) => findDepartments(ctx, corpId);
