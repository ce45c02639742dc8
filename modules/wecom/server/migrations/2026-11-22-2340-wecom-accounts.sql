-- Official accounts and mini programs of the bank. Nothing secret: the product calls neither.
create table wecom.account (
  org_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('official', 'mini')),
  unit_id uuid not null,
  appid text not null,
  name text not null,
  type text check (type in ('service', 'subscription')),
  purpose text not null,
  state text not null check (state in ('active', 'stopped')),
  version int not null,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, appid)
);
