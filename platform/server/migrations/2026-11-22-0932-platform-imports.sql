-- One file on its way in. Rows are not staged: the encrypted file is read again when applied
-- (docs/decisions: imports keep the file, not its rows).
create table platform.import (
  org_id uuid not null,
  id uuid not null,
  kind text not null,
  file_id uuid not null,
  filename text not null,
  size bigint not null,
  fingerprint bytea not null,
  state text not null check (
    state in ('checking', 'mapping', 'ready', 'applying', 'done', 'failed', 'cancelled')
  ),
  task_id uuid not null,
  starter_id text not null,
  starter_name text not null,
  unit_path text not null,
  format jsonb,
  sheets jsonb not null,
  header_row int not null,
  -- Headers may be data when the file has none, so they are encrypted.
  sealed_headers text,
  mapping jsonb,
  -- Masked first values, by column.
  samples jsonb not null,
  remarks jsonb not null,
  first_rows jsonb not null,
  profile text,
  rows bigint not null,
  empty bigint not null,
  bad bigint not null,
  created bigint not null,
  updated bigint not null,
  unchanged bigint not null,
  refused bigint not null,
  error_file_id uuid,
  created_at timestamptz not null,
  applied_at timestamptz,
  expires_at timestamptz not null,
  -- Problems and files have been removed; the line in the history stays.
  cleared boolean not null,
  primary key (org_id, id)
);
create index import_same on platform.import (org_id, kind, fingerprint);
create index import_expiry on platform.import (expires_at) where not cleared;

-- One row for each problem of a refused row; values of sensitive columns are masked.
create table platform.import_problem (
  org_id uuid not null,
  import_id uuid not null,
  row_no int not null,
  ordinal int not null,
  column_key text,
  code text not null,
  value text,
  details jsonb not null,
  primary key (org_id, import_id, row_no, ordinal)
);

-- Values of unique columns as keyed hashes: finds the same value twice, and a row by its value.
create table platform.import_key (
  org_id uuid not null,
  import_id uuid not null,
  hash bytea not null,
  row_no int not null,
  primary key (org_id, import_id, hash)
);

-- Rows that wait for another row of the same file.
create table platform.import_later (
  org_id uuid not null,
  import_id uuid not null,
  row_no int not null,
  round int not null,
  -- The reason if the other row never comes.
  column_key text,
  code text not null,
  details jsonb not null,
  primary key (org_id, import_id, row_no)
);

-- A mapping kept under a name, taken by itself for a file with the same headers.
create table platform.import_profile (
  org_id uuid not null,
  id uuid not null,
  kind text not null,
  name text not null,
  headers jsonb not null,
  mapping jsonb not null,
  -- Keyed digest of the headers.
  fingerprint bytea not null,
  saved_by text not null,
  saved_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, kind, name)
);
