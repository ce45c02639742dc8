-- What a bank says about a day, over the public arrangement.
create table platform.calendar_day (
  org_id uuid not null,
  day date not null,
  workday boolean not null,
  name text not null,
  primary key (org_id, day)
);

-- Work of the installation that is due once a business day.
create table platform.daily_task (
  name text primary key,
  due_at timestamptz not null
);

-- The last verification of a bank's audit chain (CR-146).
create table platform.audit_check (
  org_id uuid primary key,
  checked_at timestamptz not null,
  through_seq bigint not null,
  entries bigint not null,
  broken boolean not null,
  findings jsonb not null
);

-- Breaks an operator looked into and accepted. The seal keeps anyone from accepting with SQL alone.
create table platform.audit_acceptance (
  org_id uuid not null,
  kind text not null,
  from_seq bigint not null,
  to_seq bigint not null,
  fingerprint text not null,
  accepted_at timestamptz not null,
  accepted_by text not null,
  reason text not null,
  seal bytea not null,
  primary key (org_id, kind, from_seq, to_seq, fingerprint)
);

-- Where a chain begins after its oldest entries were deleted in time: the last link that is gone.
create table platform.audit_cut (
  org_id uuid primary key,
  through_seq bigint not null,
  hash bytea not null,
  cut_at timestamptz not null,
  seal bytea not null
);
insert into platform.daily_task values ('verify-audit', 'epoch'), ('retention', 'epoch');
