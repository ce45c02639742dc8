-- The gateway for text messages (simulator/sms). Who has an account there; whose number is whose.
create table sms_account (
  app_id text primary key,
  settings jsonb not null
);
create table sms_number (
  phone text primary key,
  person_id text not null
);
create index on sms_number (person_id);

-- Each id is taken once. `status` and `code` are what the networks will report at `report_at`.
create table sms_message (
  seq bigint generated always as identity primary key,
  app_id text not null,
  id text not null,
  phone text not null,
  text text not null,
  parts int not null,
  at bigint not null,
  status smallint not null,
  code text not null,
  report_at bigint not null,
  told boolean not null default false,
  unique (app_id, id)
);
create index on sms_message (phone, seq);
create index on sms_message (report_at) where not told;

create table sms_reply (
  id text primary key,
  app_id text not null,
  phone text not null,
  text text not null,
  at bigint not null,
  told boolean not null default false
);
create index on sms_reply (phone, at);
create index on sms_reply (at) where not told;
