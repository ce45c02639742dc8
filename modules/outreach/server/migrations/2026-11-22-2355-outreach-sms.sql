-- A bank's gateway for text messages. `callback_key`: in the address under which the gateway reports.
create table outreach.sms_gateway (
  org_id uuid not null,
  url text not null,
  app_id text not null,
  secret text not null,
  sign text not null,
  on_air boolean not null,
  callback_key text not null unique,
  version int not null,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (org_id)
);
