-- Times are Unix seconds of the simulated clock, unless a name ends in _ms (machine time).
create table setting (
  name text primary key,
  value jsonb not null
);

create table corp (
  corp_id text primary key,
  name text not null,
  settings jsonb not null,
  created_at bigint not null
);

create table app (
  corp_id text not null references corp,
  agent_id int not null,
  kind text not null,
  name text not null,
  secret text not null unique,
  closed boolean not null default false,
  -- May call customer contact, and hears of it.
  customer_contact boolean not null default false,
  range_users text[] not null default '{}',
  range_parties int[] not null default '{}',
  settings jsonb not null default '{}',
  callback jsonb,
  menu jsonb,
  created_at bigint not null,
  primary key (corp_id, agent_id)
);

create table token (
  token text primary key,
  kind text not null,
  corp_id text not null,
  agent_id int not null,
  issued_at bigint not null,
  expires_at bigint not null,
  voided boolean not null default false
);
create index on token (corp_id, agent_id, kind);

create table department (
  corp_id text not null,
  id int not null,
  name text not null,
  name_en text not null default '',
  parent_id int not null,
  sort bigint not null default 0,
  leaders text[] not null default '{}',
  primary key (corp_id, id)
);

create table staff (
  corp_id text not null,
  userid text not null,
  name text not null,
  departments int[] not null,
  sorts bigint[] not null default '{}',
  leads int[] not null default '{}',
  -- 1 active, 2 disabled, 4 not activated, 5 left
  status smallint not null default 1,
  customer_contact boolean not null default true,
  verified boolean not null default true,
  banned boolean not null default false,
  last_login bigint not null default 0,
  left_at bigint,
  profile jsonb not null default '{}',
  primary key (corp_id, userid)
);

create table job (
  corp_id text not null,
  jobid text not null,
  kind text not null,
  agent_id int not null,
  created_at bigint not null,
  due_at bigint not null,
  expires_at bigint not null,
  payload jsonb not null,
  result jsonb,
  primary key (corp_id, jobid)
);
create index on job (due_at) where result is null;

create table outbox (
  id bigint generated always as identity primary key,
  corp_id text not null,
  agent_id int not null,
  subject text not null,
  message text not null,
  created_at bigint not null,
  not_before_ms bigint not null default 0,
  -- Kept back by a fault, once.
  held boolean not null default false,
  attempts smallint not null default 0,
  -- waiting, sending, delivered, dropped, lost
  state text not null default 'waiting',
  status smallint,
  problem text
);
create index on outbox (id) where state = 'waiting';
create index on outbox (corp_id, id);
