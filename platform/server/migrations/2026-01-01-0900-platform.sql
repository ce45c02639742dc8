create schema platform;

-- The installation's business clock: one row.
create table platform.clock (
  id int primary key check (id = 1),
  mode text not null check (mode in ('real', 'standing', 'running')),
  real_at timestamptz not null,
  business_at timestamptz not null,
  factor double precision not null check (factor > 0),
  version int not null
);
insert into platform.clock values (1, 'real', 'epoch', 'epoch', 1, 1);

create table platform.data_key (
  id uuid primary key,
  purpose text not null check (purpose in ('field', 'mac')),
  generation int not null,
  wrapped bytea not null,
  created_at timestamptz not null,
  unique (purpose, generation)
);

-- One link a change; `hash` covers every column and the link before (CR-145, CR-146).
create table platform.audit_entry (
  org_id uuid not null,
  seq bigint not null,
  at timestamptz not null,
  real_at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  action text not null,
  subject_kind text not null,
  subject_id text not null,
  subject_name text,
  unit_id uuid,
  before jsonb,
  after jsonb,
  reason text,
  ip text,
  request_id text not null,
  prev_hash bytea not null,
  hash bytea not null,
  primary key (org_id, seq)
);
create index audit_entry_at on platform.audit_entry (org_id, at);
create index audit_entry_subject on platform.audit_entry (org_id, subject_kind, subject_id, seq);
create index audit_entry_actor on platform.audit_entry (org_id, actor_id, seq);

create table platform.audit_head (
  org_id uuid primary key,
  seq bigint not null,
  hash bytea not null
);

-- A job whose effect is in the database: its mark commits with the effect, so a second delivery does nothing.
create table platform.handled_job (
  key uuid primary key,
  handled_at timestamptz not null
);
create index handled_job_at on platform.handled_job (handled_at);

-- Processes that take jobs, and when they last said so (machine time).
create table platform.process (
  id uuid primary key,
  role text not null,
  host text not null,
  pid int not null,
  workers text[] not null,
  started_at timestamptz not null,
  seen_at timestamptz not null
);

-- Who works on which buckets of a large job, until when (machine time).
create table platform.lease (
  name text not null,
  bucket_from int not null,
  bucket_to int not null,
  holder uuid,
  held_until timestamptz,
  done boolean not null,
  primary key (name, bucket_from)
);
