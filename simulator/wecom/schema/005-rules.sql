create table product (
  corp_id text not null,
  product_id text not null,
  agent_id int not null,
  settings jsonb not null,
  created_at bigint not null,
  deleted boolean not null default false,
  primary key (corp_id, product_id)
);

create table intercept_rule (
  corp_id text not null,
  rule_id text not null,
  agent_id int not null,
  settings jsonb not null,
  created_at bigint not null,
  deleted boolean not null default false,
  primary key (corp_id, rule_id)
);

create table strategy (
  corp_id text not null,
  -- customer, moment
  kind text not null,
  strategy_id int generated always as identity,
  agent_id int not null,
  parent_id int not null default 0,
  name text not null,
  admins text[] not null,
  privilege jsonb not null,
  created_at bigint not null,
  primary key (corp_id, strategy_id)
);

create table strategy_node (
  corp_id text not null,
  strategy_id int not null,
  -- u:userid, p:partyid
  node text not null,
  primary key (corp_id, strategy_id, node)
);

create table oauth_code (
  code text primary key,
  corp_id text not null,
  agent_id int not null,
  scope text not null,
  userid text,
  person_id text,
  created_at bigint not null,
  used boolean not null default false
);

create table user_ticket (
  ticket text primary key,
  corp_id text not null,
  agent_id int not null,
  userid text not null,
  expires_at bigint not null
);

create table zone_key (
  corp_id text not null,
  version int not null,
  public_key text not null,
  primary key (corp_id, version)
);

create table archive_entry (
  corp_id text not null,
  seq bigint not null,
  msgid text not null,
  message jsonb not null,
  created_at bigint not null,
  primary key (corp_id, seq)
);

create table service_account (
  corp_id text not null,
  open_kfid text not null,
  name text not null,
  media_id text not null,
  servicers text[] not null default '{}',
  departments int[] not null default '{}',
  created_at bigint not null,
  deleted boolean not null default false,
  primary key (corp_id, open_kfid)
);

create table service_session (
  corp_id text not null,
  open_kfid text not null,
  external_userid text not null,
  state smallint not null default 0,
  servicer text,
  -- Last word of the customer, and how often we answered since.
  written_at bigint not null default 0,
  answers int not null default 0,
  scene text not null default '',
  scene_param text not null default '',
  primary key (corp_id, open_kfid, external_userid)
);

create table service_message (
  seq bigint generated always as identity primary key,
  corp_id text not null,
  open_kfid text not null,
  external_userid text not null,
  msgid text not null,
  message jsonb not null,
  created_at bigint not null,
  unique (corp_id, msgid)
);
create index on service_message (corp_id, open_kfid, seq);

create table service_code (
  code text primary key,
  corp_id text not null,
  open_kfid text not null,
  external_userid text not null,
  expires_at bigint not null,
  used boolean not null default false
);
