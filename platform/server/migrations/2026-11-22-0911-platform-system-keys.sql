-- A rotation of the data key: from when, and what has been encrypted anew (machine time).
create table platform.key_rotation (
  key_id uuid primary key,
  started_at timestamptz not null,
  started_by text not null,
  finished_at timestamptz
);

-- How far a pass over a column has come; `last_key` is the primary key of the last row looked at.
create table platform.key_rotation_column (
  key_id uuid not null references platform.key_rotation (key_id),
  name text not null,
  last_key text[],
  rewritten bigint not null,
  done boolean not null,
  primary key (key_id, name)
);
