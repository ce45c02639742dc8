-- How long a bank keeps records of a kind, where it differs from the default (CR-024).
create table platform.retention_rule (
  org_id uuid not null,
  record text not null,
  days int not null,
  reason text not null,
  set_by text not null,
  set_at timestamptz not null,
  primary key (org_id, record)
);

-- Deletion stands still for a dispute or an inquiry.
create table platform.retention_hold (
  org_id uuid not null,
  id uuid not null,
  record text not null,
  since timestamptz,
  reason text not null,
  placed_by text not null,
  placed_at timestamptz not null,
  released_at timestamptz,
  primary key (org_id, id)
);
create index retention_hold_open on platform.retention_hold (org_id, record) where released_at is null;
