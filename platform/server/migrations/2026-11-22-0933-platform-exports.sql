create table platform.export (
  org_id uuid not null,
  id uuid not null,
  kind text not null,
  format text not null check (format in ('csv', 'xlsx')),
  -- Filters may hold what somebody searched for, so they are encrypted.
  sealed_query text not null,
  columns text[] not null,
  clear boolean not null,
  reason text,
  state text not null check (
    state in ('waiting', 'refused', 'running', 'done', 'failed', 'cancelled')
  ),
  requester_id text not null,
  requester_name text not null,
  unit_path text not null,
  lang text not null,
  approval_id text,
  decider_id text,
  decider_name text,
  requested_at timestamptz not null,
  decided_at timestamptz,
  rows bigint,
  task_id uuid,
  file_id uuid,
  primary key (org_id, id)
);
create index export_requester on platform.export (org_id, requester_id, id);
