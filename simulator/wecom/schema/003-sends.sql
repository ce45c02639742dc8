create table mass_message (
  corp_id text not null,
  msgid text not null,
  agent_id int,
  creator text,
  chat_type text not null,
  content jsonb not null,
  allow_select boolean not null default false,
  created_at bigint not null,
  -- Until then the task is being dispatched.
  ready_at bigint not null,
  cancelled_at bigint,
  reminders int not null default 0,
  reminded_at bigint not null default 0,
  primary key (corp_id, msgid)
);
create index on mass_message (corp_id, chat_type, created_at, msgid);

create table mass_task (
  corp_id text not null,
  msgid text not null,
  userid text not null,
  -- 0 not sent, 2 sent
  status smallint not null default 0,
  send_time bigint,
  primary key (corp_id, msgid, userid)
);
create index on mass_task (corp_id, userid) where status = 0;

create table mass_item (
  corp_id text not null,
  msgid text not null,
  userid text not null,
  target text not null,
  status smallint not null default 0,
  send_time bigint,
  primary key (corp_id, msgid, userid, target)
);

-- Mass messages that reached one customer or group, by calendar day (Shanghai).
create table mass_receipt (
  corp_id text not null,
  target text not null,
  day int not null,
  count int not null,
  primary key (corp_id, target, day)
);

create table moment (
  corp_id text not null,
  moment_id text not null,
  agent_id int,
  creator text,
  content jsonb not null,
  visible_type smallint not null,
  created_at bigint not null,
  ready_at bigint not null,
  cancelled boolean not null default false,
  deleted boolean not null default false,
  primary key (corp_id, moment_id)
);
create index on moment (corp_id, created_at, moment_id);

create table moment_task (
  corp_id text not null,
  moment_id text not null,
  userid text not null,
  published_at bigint,
  primary key (corp_id, moment_id, userid)
);
create index on moment_task (corp_id, userid) where published_at is null;

create table moment_audience (
  corp_id text not null,
  moment_id text not null,
  userid text not null,
  external_userid text not null,
  sees boolean not null default false,
  primary key (corp_id, moment_id, userid, external_userid)
);

create table moment_reaction (
  corp_id text not null,
  moment_id text not null,
  userid text not null,
  kind text not null,
  external_userid text,
  by_userid text,
  content text not null default '',
  created_at bigint not null
);
create index on moment_reaction (corp_id, moment_id, userid);

create table group_welcome (
  corp_id text not null,
  template_id text not null,
  agent_id int not null,
  content jsonb not null,
  created_at bigint not null,
  primary key (corp_id, template_id)
);

-- Everything said in a chat: between a member and a customer, or in a group.
create table chat_message (
  id bigint generated always as identity primary key,
  corp_id text not null,
  userid text,
  external_userid text,
  chat_id text,
  sender text not null,
  msgtype text not null,
  content jsonb not null,
  -- manual, welcome, mass, group-welcome, transfer
  source text not null,
  created_at bigint not null,
  msgid text not null
);
create index on chat_message (corp_id, external_userid, userid, id);
create index on chat_message (corp_id, chat_id, id) where chat_id is not null;
create index on chat_message (corp_id, userid, created_at);

create table app_message (
  corp_id text not null,
  msgid text not null,
  agent_id int not null,
  msgtype text not null,
  content jsonb not null,
  receivers text[] not null,
  digest text not null,
  created_at bigint not null,
  recalled boolean not null default false,
  primary key (corp_id, msgid)
);
create index on app_message (corp_id, agent_id, created_at);

create table card (
  corp_id text not null,
  agent_id int not null,
  task_id text not null,
  msgid text not null,
  content jsonb not null,
  primary key (corp_id, agent_id, task_id)
);

create table response_code (
  code text primary key,
  corp_id text not null,
  agent_id int not null,
  task_id text not null,
  expires_at bigint not null,
  used boolean not null default false
);

create table media (
  media_id text primary key,
  corp_id text not null,
  kind text not null,
  -- temporary, moment, album, permanent
  purpose text not null,
  filename text not null,
  content_type text not null,
  bytes bytea not null,
  created_at bigint not null,
  expires_at bigint
);
