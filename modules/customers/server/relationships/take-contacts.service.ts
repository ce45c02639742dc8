import {
  type MirroredContact,
  type MirroredFollow,
  mirroredContacts,
} from '#modules/wecom/server/index.ts';
import type { TxCtx } from '#platform/server/ctx.ts';
import { publishMany } from '#platform/server/events.ts';
import { relationshipEnded, relationshipStarted } from '../../contract/events.ts';
import type { CustomerId } from '../../contract/ids.ts';
import type { EndedBy } from '../../contract/relationship.ts';
import { tellChanged } from '../changed.ts';
import type { CustomerRecord } from '../identities/record.ts';
import { resolveCustomers } from '../identities/resolve.service.ts';
import { sourceOf } from './add-way.ts';
import { recordChanges } from './record-changes.ts';
import * as repo from './relationship.repo.ts';

type CorpId = Parameters<typeof mirroredContacts>[1];

/** The copy of these contacts changed. */
export async function takeContacts(
  ctx: TxCtx,
  { corpId, externalUserids }: { corpId: CorpId; externalUserids: readonly string[] },
): Promise<void> {
  await takeMirrored(ctx, corpId, await mirroredContacts(ctx, corpId, externalUserids));
}

/**
 * Brings customers and relationships to what the copy of WeCom says. Idempotent: told twice
 * or late, it ends in the same place, and what happened is noted once.
 */
export async function takeMirrored(
  ctx: TxCtx,
  corpId: string,
  mirrored: readonly MirroredContact[],
): Promise<void> {
  const contacts = mirrored.filter((contact) => contact.profile !== null);
  if (contacts.length === 0) return;
  const staff = await repo.staffOfUsers(ctx, [
    ...new Set(contacts.flatMap((contact) => contact.follows.map((f) => f.userid))),
  ]);
  const headOffice = await repo.headOfficeId(ctx);
  const resolved = await resolveCustomers(
    ctx,
    contacts.map((contact) => recordOf(corpId, contact, staff, headOffice)),
    { source: 'wecom' },
  );
  const told = contacts.flatMap((contact, i) =>
    contact.follows.flatMap((follow) => {
      const row = rowOf(corpId, resolved[i]!.customerId, follow, staff);
      return row ? [row] : [];
    }),
  );
  const ids = [...new Set(told.map((row) => row.customerId))];
  const known = new Map(
    (await repo.relationshipRows(ctx, ids, corpId)).map((row) => [keyOf(row), row]),
  );
  const changed = told.filter((row) => differs(known.get(keyOf(row)), row));
  await repo.putRelationships(ctx, changed);
  const changes = changed.flatMap((row) => changesOf(known.get(keyOf(row)), row));
  await repo.putChanges(ctx, changes);
  await recordChanges(ctx, changes);
  await announce(ctx, changes);
  await tellChanged(
    ctx,
    changed.map((row) => row.customerId),
  );
}

function recordOf(
  corpId: string,
  { externalUserid, profile, follows }: MirroredContact,
  staff: ReadonlyMap<string, repo.StaffOfUser>,
  headOffice: string,
): CustomerRecord {
  const friends = follows.filter((follow) => follow.state === 'live' && follow.leftAt === null);
  const friend = (friends.length > 0 ? friends : follows)
    .toSorted((a, b) => (a.createdAt?.getTime() ?? 0) - (b.createdAt?.getTime() ?? 0))
    .map((follow) => staff.get(follow.userid))
    .find((found) => found !== undefined);
  const phones = new Set(follows.flatMap((follow) => follow.note?.mobiles ?? []));
  return {
    identities: [
      { kind: 'external_userid', scope: corpId, value: externalUserid, verified: true },
      ...(profile?.unionid
        ? [{ kind: 'unionid' as const, value: profile.unionid, verified: true }]
        : []),
      // Typed in by a colleague: a hint, not a proof.
      ...[...phones].map((value) => ({ kind: 'phone' as const, value })),
    ],
    name: profile?.name ?? null,
    nameFrom: 'wecom',
    unitId: friend?.unitId ?? headOffice,
    rmId: friend?.staffId ?? null,
  };
}

const ENDED: Record<'staff' | 'transfer' | 'unknown', EndedBy | null> = {
  staff: 'staff',
  transfer: 'bank',
  unknown: null,
};

function rowOf(
  corpId: string,
  customerId: number,
  follow: MirroredFollow,
  staff: ReadonlyMap<string, repo.StaffOfUser>,
): repo.RelationshipRow | null {
  const { createdAt, leftAt, endedAt, endedBy } = follow;
  if (follow.state === 'unread' || createdAt === null) return null;
  const over = leftAt ?? endedAt;
  return {
    customerId,
    corpId,
    userid: follow.userid,
    staffId: staff.get(follow.userid)?.staffId ?? null,
    state: over ? 'ended' : 'active',
    startedAt: createdAt,
    source: sourceOf(follow.addWay),
    channel: follow.channel,
    endedAt: over,
    endedBy: leftAt ? 'customer' : endedBy && ENDED[endedBy],
  };
}

const keyOf = ({ customerId, userid }: repo.RelationshipRow) => `${customerId}:${userid}`;
const time = (at: Date | null) => at?.getTime() ?? null;

const differs = (known: repo.RelationshipRow | undefined, told: repo.RelationshipRow): boolean =>
  !known ||
  known.state !== told.state ||
  known.staffId !== told.staffId ||
  known.source !== told.source ||
  known.channel !== told.channel ||
  known.endedBy !== told.endedBy ||
  time(known.startedAt) !== time(told.startedAt) ||
  time(known.endedAt) !== time(told.endedAt);

/** What happened between what was known and what is told. */
function changesOf(
  known: repo.RelationshipRow | undefined,
  told: repo.RelationshipRow,
): repo.ChangeRow[] {
  const { customerId, corpId, userid, staffId } = told;
  const base = { customerId, corpId, userid, staffId };
  const began = !known || time(known.startedAt) !== time(told.startedAt);
  const over = told.endedAt !== null && (began || time(known.endedAt) !== time(told.endedAt));
  return [
    ...(began
      ? [
          {
            ...base,
            kind: 'started' as const,
            at: told.startedAt,
            source: told.source,
            channel: told.channel,
          },
        ]
      : []),
    ...(over
      ? [{ ...base, kind: 'ended' as const, at: told.endedAt!, endedBy: told.endedBy }]
      : []),
  ];
}

async function announce(ctx: TxCtx, changes: readonly repo.ChangeRow[]): Promise<void> {
  const pair = ({ customerId, corpId, userid, staffId, at }: repo.ChangeRow) => ({
    customerId: customerId as CustomerId,
    corpId,
    userid,
    staffId,
    at: at.toISOString(),
  });
  const started = changes.filter(({ kind }) => kind === 'started');
  const ended = changes.filter(({ kind }) => kind !== 'started');
  await publishMany(
    ctx,
    relationshipStarted,
    started.map((change) => ({
      ...pair(change),
      source: change.source ?? 'unknown',
      channel: change.channel ?? null,
    })),
  );
  await publishMany(
    ctx,
    relationshipEnded,
    ended.map((change) => ({
      ...pair(change),
      endedBy: (change.endedBy ?? null) as EndedBy | null,
    })),
  );
}
