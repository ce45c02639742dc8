-- A person of WeChat (1) or of another corp's WeCom (2), outside every corp.
create table person (
  person_id text primary key,
  unionid text not null,
  name text not null,
  avatar text not null default '',
  gender smallint not null default 0,
  kind smallint not null default 1,
  corp_name text,
  corp_full_name text,
  position text
);
create index on person (unionid);

-- The same person as one corp knows them.
create table customer (
  corp_id text not null,
  external_userid text not null,
  person_id text not null,
  primary key (corp_id, external_userid)
);
create unique index on customer (corp_id, person_id);

create table relationship (
  corp_id text not null,
  userid text not null,
  external_userid text not null,
  seq bigint not null,
  -- Added a member who skips the check, and is not confirmed.
  half boolean not null default false,
  deleted_by_staff_at bigint,
  deleted_by_customer_at bigint,
  createtime bigint not null,
  add_way smallint not null default 0,
  state text,
  link_id text,
  oper_userid text not null default '',
  remark text not null default '',
  description text not null default '',
  remark_corp_name text,
  remark_mobiles text[] not null default '{}',
  tag_ids text[] not null default '{}',
  personal_tags text[] not null default '{}',
  chatted boolean not null default false,
  last_chat_at bigint not null default 0,
  messages_received int not null default 0,
  temporary_until bigint,
  agreement text,
  agreement_at bigint not null default 0,
  primary key (corp_id, userid, external_userid)
);
create index on relationship (corp_id, external_userid);
create unique index on relationship (corp_id, userid, seq);
create index on relationship using gin (tag_ids);

create table welcome_code (
  code text primary key,
  corp_id text not null,
  userid text not null,
  external_userid text not null,
  expires_at bigint not null,
  used boolean not null default false
);

create table tag_group (
  corp_id text not null,
  group_id text not null,
  name text not null,
  sort bigint not null default 0,
  strategy_id int,
  agent_id int,
  created_at bigint not null,
  deleted boolean not null default false,
  primary key (corp_id, group_id)
);

create table tag (
  corp_id text not null,
  tag_id text not null,
  group_id text not null,
  name text not null,
  sort bigint not null default 0,
  agent_id int,
  created_at bigint not null,
  deleted boolean not null default false,
  primary key (corp_id, tag_id)
);
create index on tag (corp_id, group_id);

create table contact_way (
  corp_id text not null,
  config_id text not null,
  agent_id int not null,
  settings jsonb not null,
  is_temp boolean not null default false,
  created_at bigint not null,
  expires_at bigint,
  uses int not null default 0,
  deleted boolean not null default false,
  primary key (corp_id, config_id)
);
create index on contact_way (corp_id, created_at, config_id);

create table acquisition_link (
  corp_id text not null,
  link_id text not null,
  agent_id int not null,
  name text not null,
  settings jsonb not null,
  created_at bigint not null,
  uses int not null default 0,
  deleted boolean not null default false,
  primary key (corp_id, link_id)
);

create table acquisition_click (
  corp_id text not null,
  link_id text not null,
  person_id text not null,
  day bigint not null,
  primary key (corp_id, link_id, person_id, day)
);

create table acquisition_chat (
  chat_key text primary key,
  corp_id text not null,
  link_id text not null,
  userid text not null,
  external_userid text not null,
  messages int not null,
  expires_at bigint not null
);

create table transfer (
  corp_id text not null,
  id text not null,
  kind text not null,
  handover text not null,
  takeover text not null,
  external_userid text not null,
  started_at bigint not null,
  takeover_time bigint not null,
  -- 1 done, 2 waiting, 3 refused, 4 receiver full
  status smallint not null,
  message text not null default '',
  primary key (corp_id, id)
);
create index on transfer (corp_id, handover, takeover, id);
create index on transfer (corp_id, external_userid);
create index on transfer (takeover_time) where status = 2;
