create table group_chat (
  corp_id text not null,
  chat_id text not null,
  name text not null default '',
  owner text not null,
  notice text not null default '',
  admins text[] not null default '{}',
  -- 0 normal, 1 owner left, 2 inheriting, 3 inherited
  status smallint not null default 0,
  version int not null default 1,
  internal boolean not null default false,
  opengid text not null,
  capacity int not null default 200,
  created_at bigint not null,
  dissolved_at bigint,
  primary key (corp_id, chat_id)
);
create index on group_chat (corp_id, owner);
create index on group_chat (corp_id, opengid);

create table group_member (
  corp_id text not null,
  chat_id text not null,
  member_id text not null,
  -- 1 member, 2 external
  kind smallint not null,
  join_time bigint not null,
  join_scene smallint not null,
  invitor text,
  nickname text not null default '',
  state text,
  left_at bigint,
  primary key (corp_id, chat_id, member_id)
);
create index on group_member (corp_id, member_id);

create table join_way (
  corp_id text not null,
  config_id text not null,
  agent_id int not null,
  settings jsonb not null,
  -- Groups that were made because the others were full.
  made int not null default 0,
  created_at bigint not null,
  deleted boolean not null default false,
  primary key (corp_id, config_id)
);

create table group_transfer (
  corp_id text not null,
  chat_id text not null,
  old_owner text not null,
  new_owner text not null,
  kind text not null,
  at bigint not null
);
create index on group_transfer (corp_id, chat_id);
create index on group_transfer (corp_id, old_owner, at);
