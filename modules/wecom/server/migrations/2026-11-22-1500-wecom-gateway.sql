create schema if not exists wecom;

-- A WeCom corp of the bank. Its unit says whose it is: whoever works there may see or change it.
create table wecom.corp (
  org_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  -- WeCom's own id, ww….
  corpid text not null,
  name text not null,
  base_url text not null,
  state text not null check (state in ('active', 'stopped')),
  -- What the last test of the connection found.
  checks jsonb,
  checked_at timestamptz,
  version int not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, corpid)
);

-- Secrets and callback keys are encrypted by the vault.
create table wecom.app (
  org_id uuid not null,
  id uuid not null,
  corp_id uuid not null,
  kind text not null check (kind in ('self_built', 'contact_sync', 'customer_contact', 'archive')),
  name text not null,
  agent_id int,
  secret text not null,
  state text not null check (state in ('active', 'stopped')),
  -- Part of the address that WeCom calls; unguessable.
  callback_key text not null unique,
  callback_token text not null,
  callback_aes_key text not null,
  -- Still taken until WeCom has checked the address with the new ones.
  old_callback_token text,
  old_callback_aes_key text,
  callback_checked_at timestamptz,
  version int not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, corp_id) references wecom.corp (org_id, id)
);
create index app_corp on wecom.app (org_id, corp_id);

-- One token for each app, shared by all processes. Times are the machine's.
create table wecom.token (
  org_id uuid not null,
  app_id uuid not null,
  version int not null,
  token text,
  renew_at timestamptz,
  expires_at timestamptz,
  -- How often one was asked for; tells those who waited that somebody has tried.
  tries int not null,
  failed_code int,
  -- After a refusal nobody asks again before this.
  retry_at timestamptz,
  -- Who holds the lease is asking for a new one.
  lease_until timestamptz,
  primary key (org_id, app_id)
);

-- How many calls may still be made: one row for each limit. Times are the machine's.
create table wecom.bucket (
  org_id uuid not null,
  -- corp:<id>, app:<id>, or address: everything that leaves from this installation.
  scope text not null,
  endpoint text not null,
  span text not null,
  level float8 not null,
  at timestamptz not null,
  strikes int not null,
  closed_until timestamptz,
  closed_code int,
  primary key (org_id, scope, endpoint, span)
);

-- Each call, without what was in it. Ready for a partition a day.
create table wecom.call (
  org_id uuid not null,
  at timestamptz not null,
  id uuid not null,
  corp_id uuid not null,
  app_id uuid,
  endpoint text not null,
  cost int not null,
  outcome text not null,
  errcode int,
  ms int not null,
  request_id text not null,
  primary key (org_id, at, id)
) partition by range (at);
create table wecom.call_rest partition of wecom.call default;
create index call_corp on wecom.call (org_id, corp_id, at desc, id desc);

-- What WeCom pushed, stored before it is worked on. The message is encrypted by the vault.
create table wecom.callback (
  org_id uuid not null,
  id uuid not null,
  corp_id uuid not null,
  app_id uuid not null,
  -- The same for a push and its repeats.
  key text not null,
  name text not null,
  sent_at timestamptz not null,
  received_at timestamptz not null,
  copies int not null,
  state text not null check (state in ('received', 'processed', 'unknown', 'failed')),
  attempts int not null,
  problem text,
  processed_at timestamptz,
  message text not null,
  primary key (org_id, id),
  unique (org_id, corp_id, key)
);
create index callback_newest on wecom.callback (org_id, corp_id, received_at desc, id desc);
create index callback_open on wecom.callback (org_id, corp_id, state) where state in ('received', 'failed');
