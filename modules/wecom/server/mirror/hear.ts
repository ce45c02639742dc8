import type { Push } from '#protocol/wecom/callbacks/events.ts';
import type { PairFacts } from './contact.repo.ts';
import type { StaleThing } from './stale.repo.ts';

/** What a push means for the copy: facts that no reading tells, and what is to be read again. */
export interface Heard {
  readonly facts: readonly PairFacts[];
  readonly stale: readonly (StaleThing & { tell?: boolean; afterMs?: number })[];
}

const NOTHING: Heard = { facts: [], stale: [] };
const thing = (kind: StaleThing['kind'], id: unknown = '') => ({
  kind,
  id: String(id),
  userid: '',
});

/** WeCom's own answers about a group settle a moment after the event that tells of it. */
export const GROUP_SETTLES_MS = 2_000;

function pair(
  { fields, createTime }: Push,
  fact?: keyof Omit<PairFacts, 'external_userid' | 'userid'>,
  tell = false,
): Heard {
  const [externalUserid, userid] = [String(fields.ExternalUserID), String(fields.UserID)];
  const facts: PairFacts = {
    external_userid: externalUserid,
    userid,
    added_at: null,
    deleted_at: null,
    transferred_at: null,
    left_at: null,
  };
  if (fact) facts[fact] = new Date(createTime * 1000).toISOString();
  return { facts: [facts], stale: [{ kind: 'contact', id: externalUserid, userid, tell }] };
}

const group = ({ fields }: Push): Heard => ({
  facts: [],
  stale: [{ ...thing('group', fields.ChatId), afterMs: GROUP_SETTLES_MS }],
});
const tags = (): Heard => ({ facts: [], stale: [thing('tags')] });
const departments = (): Heard => ({ facts: [], stale: [thing('departments')] });

function member({ fields }: Push): Heard {
  const ids = [fields.UserID, fields.NewUserID].filter(Boolean);
  const renamed = ids.length > 1;
  return {
    facts: [],
    stale: ids.flatMap((id) => [thing('member', id), ...(renamed ? [thing('follower', id)] : [])]),
  };
}

const hearers: Readonly<Record<string, (push: Push) => Heard>> = {
  'customer.added': (push) => pair(push, 'added_at'),
  'customer.edited': (push) => pair(push),
  'customer.deleted-by-staff': (push) =>
    pair(push, push.fields.Source === 'DELETE_BY_TRANSFER' ? 'transferred_at' : 'deleted_at', true),
  // WeCom's lists show them as before, so a reading finds nothing new.
  'customer.left': (push) => pair(push, 'left_at', true),
  'group.created': group,
  'group.updated': group,
  'group.dismissed': group,
  'tag.created': tags,
  'tag.updated': tags,
  'tag.deleted': tags,
  'tag.shuffled': tags,
  'member.created': member,
  'member.updated': member,
  'member.deleted': member,
  'department.created': departments,
  'department.updated': departments,
  'department.deleted': departments,
};

export const hear = (push: Push): Heard => hearers[push.name]?.(push) ?? NOTHING;

const later = (a: string | null, b: string | null) => (a && b ? (a > b ? a : b) : (a ?? b));

/** Many pushes as one: each thing once, each fact with its latest time. */
export function together(heard: readonly Heard[]): Heard {
  const facts = new Map<string, PairFacts>();
  for (const fact of heard.flatMap((h) => h.facts)) {
    const key = `${fact.external_userid} ${fact.userid}`;
    const known = facts.get(key);
    facts.set(
      key,
      known
        ? {
            ...fact,
            added_at: later(known.added_at, fact.added_at),
            deleted_at: later(known.deleted_at, fact.deleted_at),
            transferred_at: later(known.transferred_at, fact.transferred_at),
            left_at: later(known.left_at, fact.left_at),
          }
        : fact,
    );
  }
  const stale = new Map<string, Heard['stale'][number]>();
  for (const one of heard.flatMap((h) => h.stale)) {
    const key = `${one.kind} ${one.id} ${one.userid}`;
    stale.set(key, { ...one, tell: Boolean(one.tell || stale.get(key)?.tell) });
  }
  return { facts: [...facts.values()], stale: [...stale.values()] };
}
