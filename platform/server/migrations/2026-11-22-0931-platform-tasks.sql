-- Long work with progress. `holder` and `wake_at` are machine time: while running, the process that
-- works on it and until when it may be silent; while queued, when it is to be tried again.
create table platform.task (
  org_id uuid not null,
  id uuid not null,
  kind text not null,
  payload jsonb not null,
  title jsonb not null,
  subject_kind text,
  subject_id text,
  -- The unit within which whoever started it may act, and whose people may see it.
  unit_path text not null,
  lang text not null,
  starter_kind text not null,
  starter_id text not null,
  starter_name text not null,
  state text not null check (state in ('queued', 'running', 'done', 'failed', 'cancelled')),
  done bigint not null,
  total bigint,
  message jsonb,
  error jsonb,
  -- Where to go on after a crash; commits with the effect it stands for.
  cursor jsonb,
  stopping boolean not null,
  failures int not null,
  holder uuid,
  wake_at timestamptz,
  -- Machine time and `done` when this run began: the speed.
  run_at timestamptz,
  run_from bigint not null,
  result_file_id uuid,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  primary key (org_id, id)
);
create index task_starter on platform.task (org_id, starter_id, id);
create index task_wake on platform.task (wake_at) where wake_at is not null;
