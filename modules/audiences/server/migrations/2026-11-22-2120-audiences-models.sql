-- A model that says how likely something is of each customer, trained here or brought by the bank; its
-- scores lie in audiences.score under `score_key`.
create table audiences.model (
  org_id uuid not null,
  id uuid not null,
  name text not null,
  purpose text not null,
  source text not null check (source in ('trained', 'uploaded')),
  target jsonb,
  features jsonb not null,
  score_key text not null,
  version_no int,
  scored bigint not null,
  scored_at timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  primary key (org_id, id),
  unique (org_id, name),
  unique (org_id, score_key)
);

-- Each training or upload is a version; what was measured stays with it.
create table audiences.model_version (
  org_id uuid not null,
  model_id uuid not null,
  no int not null,
  state text not null check (state in ('training', 'ready', 'failed')),
  trained_at timestamptz not null,
  trained_by text not null,
  trained_on int,
  calibrated_on int,
  split text check (split in ('time', 'random')),
  quality jsonb,
  -- Encoding, weights and calibration as plain data; null for uploaded scores.
  content jsonb,
  failure text,
  task_id uuid,
  primary key (org_id, model_id, no)
);
