create schema if not exists org;

create table org.bank (
  id uuid primary key,
  code text not null unique,
  name text not null,
  settings jsonb not null,
  created_at timestamptz not null
);

-- The tree of a bank. `path` (`/1/5/9/`) is made of the `no` of every unit above and its own, so a
-- subtree is one range of an index.
create table org.unit (
  org_id uuid not null references org.bank,
  id uuid not null,
  no int not null check (no > 0),
  code text not null,
  name text not null,
  kind text not null check (kind in ('head_office', 'branch', 'outlet', 'department')),
  parent_id uuid,
  path text not null check (path like '/%/'),
  state text not null check (state in ('open', 'closed')),
  created_at timestamptz not null,
  closed_at timestamptz,
  closed_reason text,
  version int not null,
  primary key (org_id, id),
  unique (org_id, no),
  unique (org_id, code),
  foreign key (org_id, parent_id) references org.unit (org_id, id),
  check ((parent_id is null) = (kind = 'head_office')),
  check ((closed_at is null) = (state = 'open'))
);
create unique index unit_head_office on org.unit (org_id) where parent_id is null;
create unique index unit_path on org.unit (org_id, path text_pattern_ops);
create index unit_parent on org.unit (org_id, parent_id);
