-- A copy of what WeCom holds of a corp. Every reading of WeCom takes a number before it is asked
-- for; of two pictures of one thing the one asked for later stays, whichever arrives first.
create sequence wecom.reading;

-- Lists that are read whole: the number of the newest one taken over.
create table wecom.list_reading (
  org_id uuid not null,
  corp_id uuid not null,
  kind text not null,
  reading bigint not null,
  primary key (org_id, corp_id, kind)
);

create table wecom.department (
  org_id uuid not null,
  corp_id uuid not null,
  id bigint not null,
  name text not null,
  parent_id bigint not null,
  sort bigint not null,
  leaders text[] not null,
  reading bigint not null,
  changed_reading bigint not null,
  changed_at timestamptz not null,
  gone_at timestamptz,
  primary key (org_id, corp_id, id)
);

-- Profiles are encrypted by the vault; their keyed hash shows whether they changed.
create table wecom.member (
  org_id uuid not null,
  corp_id uuid not null,
  userid text not null,
  profile text not null,
  profile_hash bytea not null,
  departments bigint[] not null,
  -- Parallel to the departments.
  leads int[] not null,
  -- 1 active, 2 disabled, 4 not activated, 5 left.
  status int not null,
  -- May have customers.
  serves boolean not null,
  reading bigint not null,
  changed_reading bigint not null,
  changed_at timestamptz not null,
  gone_at timestamptz,
  primary key (org_id, corp_id, userid)
);

create table wecom.contact (
  org_id uuid not null,
  corp_id uuid not null,
  external_userid text not null,
  -- 1 WeChat, 2 WeCom.
  kind int not null,
  gender int not null,
  profile text not null,
  profile_hash bytea not null,
  reading bigint not null,
  changed_reading bigint not null,
  changed_at timestamptz not null,
  primary key (org_id, corp_id, external_userid)
);

-- A customer and a colleague. What readings say and what events told stand side by side: events are
-- kept as the latest time of each kind, so that their order does not matter.
create table wecom.follow (
  org_id uuid not null,
  corp_id uuid not null,
  external_userid text not null,
  userid text not null,
  -- unread: told of by an event, not read yet · live · ended
  state text not null check (state in ('unread', 'live', 'ended')),
  created_at timestamptz,
  add_way int,
  -- Of the code or link they came by.
  channel text,
  oper_userid text,
  tag_ids text[] not null,
  note text,
  note_hash bytea,
  reading bigint not null,
  changed_reading bigint not null,
  changed_at timestamptz not null,
  -- When a reading no longer found it.
  gone_at timestamptz,
  added_at timestamptz,
  -- The colleague deleted the customer.
  deleted_at timestamptz,
  transferred_at timestamptz,
  -- The customer deleted the colleague; WeCom's lists keep showing the relationship.
  left_at timestamptz,
  primary key (org_id, corp_id, external_userid, userid)
);
create index follow_member on wecom.follow (org_id, corp_id, userid) where state = 'live';
create index follow_gone on wecom.follow (org_id, gone_at) where state = 'ended';

create table wecom.tag_group (
  org_id uuid not null,
  corp_id uuid not null,
  group_id text not null,
  name text not null,
  sort bigint not null,
  -- Of a rule group; null for the whole corp.
  strategy_id bigint,
  created_at timestamptz not null,
  changed_reading bigint not null,
  changed_at timestamptz not null,
  gone_at timestamptz,
  primary key (org_id, corp_id, group_id)
);

create table wecom.tag (
  org_id uuid not null,
  corp_id uuid not null,
  tag_id text not null,
  group_id text not null,
  name text not null,
  sort bigint not null,
  created_at timestamptz not null,
  changed_reading bigint not null,
  changed_at timestamptz not null,
  gone_at timestamptz,
  primary key (org_id, corp_id, tag_id)
);

create table wecom.group_chat (
  org_id uuid not null,
  corp_id uuid not null,
  chat_id text not null,
  name text not null,
  notice text not null,
  owner text not null,
  admins text[] not null,
  -- Of the owner: 0 normal, 1 left and waiting, 2 inheriting, 3 inherited.
  status int not null,
  created_at timestamptz,
  member_version text,
  -- Of WeCom's members and of customers.
  staff int not null,
  customers int not null,
  reading bigint not null,
  changed_reading bigint not null,
  changed_at timestamptz not null,
  gone_at timestamptz,
  primary key (org_id, corp_id, chat_id)
);
create index group_chat_owner on wecom.group_chat (org_id, corp_id, owner) where gone_at is null;

create table wecom.group_member (
  org_id uuid not null,
  corp_id uuid not null,
  chat_id text not null,
  member_id text not null,
  -- 1 a colleague, 2 somebody from outside.
  kind int not null,
  joined_at timestamptz not null,
  join_scene int not null,
  invitor text,
  channel text,
  profile text not null,
  profile_hash bytea not null,
  reading bigint not null,
  changed_reading bigint not null,
  left_at timestamptz,
  primary key (org_id, corp_id, chat_id, member_id)
);
create index group_member_groups on wecom.group_member (org_id, corp_id, member_id)
  where left_at is null;
create index group_member_left on wecom.group_member (org_id, left_at) where left_at is not null;

-- What an event says has changed and has not been read again since. Times are the machine's.
create table wecom.stale (
  org_id uuid not null,
  corp_id uuid not null,
  -- contact · follower (everybody of a colleague) · group · member · departments · tags
  kind text not null,
  id text not null,
  -- For a contact: whose.
  userid text not null,
  -- A reading with a higher number has seen the change.
  mark bigint not null,
  -- Whoever keeps more of it is told even if the reading finds nothing new.
  tell boolean not null,
  told_at timestamptz not null,
  due_at timestamptz not null,
  attempts int not null,
  problem int,
  primary key (org_id, corp_id, kind, id, userid)
);
create index stale_due on wecom.stale (org_id, corp_id, due_at, mark);

-- Who reads a corp's changes at the moment. Times are the machine's.
create table wecom.refreshing (
  org_id uuid not null,
  corp_id uuid not null,
  holder uuid,
  held_until timestamptz,
  primary key (org_id, corp_id)
);

-- A full sync or a reconcile.
create table wecom.sync_run (
  org_id uuid not null,
  id uuid not null,
  corp_id uuid not null,
  mode text not null check (mode in ('full', 'reconcile')),
  state text not null check (state in ('running', 'done', 'failed', 'cancelled')),
  task_id uuid not null,
  started_by_id text,
  started_by_name text,
  started_at timestamptz not null,
  ended_at timestamptz,
  differences int not null,
  primary key (org_id, id)
);
create unique index sync_run_one on wecom.sync_run (org_id, corp_id) where state = 'running';
create index sync_run_newest on wecom.sync_run (org_id, corp_id, started_at desc, id desc);

create table wecom.sync_step (
  org_id uuid not null,
  run_id uuid not null,
  kind text not null,
  position int not null,
  state text not null
    check (state in ('waiting', 'running', 'done', 'failed', 'skipped', 'cancelled')),
  -- What was read later than this is of this run.
  began bigint,
  done int not null,
  total int,
  records int not null,
  changed int not null,
  problem int,
  started_at timestamptz,
  ended_at timestamptz,
  primary key (org_id, run_id, kind)
);

-- What a step reads, in parts that go on where they were after a crash.
create table wecom.sync_part (
  org_id uuid not null,
  run_id uuid not null,
  kind text not null,
  part int not null,
  -- Colleagues or departments.
  items text[] not null,
  cursor text not null,
  done boolean not null,
  primary key (org_id, run_id, kind, part)
);

create table wecom.difference (
  org_id uuid not null,
  run_id uuid not null,
  kind text not null,
  subject text not null,
  what text not null check (what in ('missing', 'changed', 'gone')),
  fields text[] not null,
  at timestamptz not null,
  primary key (org_id, run_id, kind, subject)
);

-- When the nightly reconcile of a corp is due, by the business clock.
create table wecom.sync_schedule (
  org_id uuid not null,
  corp_id uuid not null,
  reconcile_at text,
  due_at timestamptz,
  primary key (org_id, corp_id)
);
create index sync_schedule_due on wecom.sync_schedule (due_at);
