create schema if not exists rehearsal;

-- The request, the progress, the report. All else of a rehearsal is in a database of its own.
create table rehearsal.rehearsal (
  rehearsal_id uuid primary key,
  org_id uuid not null,
  unit_id uuid not null,
  subject_kind text not null,
  subject_id uuid not null,
  subject_name text not null,
  subject_version int,
  options jsonb not null,
  state text not null check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  phase text not null,
  days_done real not null,
  task_id uuid,
  -- Databases that this run has made; dropped when it ends, or by whoever finds it dead.
  databases text[] not null,
  started_by uuid not null,
  started_by_name text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  error text,
  report jsonb
);
create index rehearsal_newest on rehearsal.rehearsal (org_id, created_at desc);
create index rehearsal_subject on rehearsal.rehearsal (org_id, subject_id, created_at desc);
