-- What a plan came to, as it was measured when it was closed, and what it taught (R-030).
create table insights.plan_closing (
  org_id uuid not null,
  plan_id uuid not null,
  results jsonb not null,
  lesson text not null,
  next text not null check (next in ('repeat', 'change', 'stop')),
  closed_by_id text not null,
  closed_by_name text not null,
  closed_at timestamptz not null,
  primary key (org_id, plan_id)
);
