create schema segments;

-- Operating models of customer groups as the bank has them: every change of one is a version.
create table segments.pack (
  org_id uuid not null,
  key text not null,
  version int not null,
  source text not null check (source in ('product', 'bank')),
  content jsonb not null,
  made_by text not null,
  made_at timestamptz not null,
  primary key (org_id, key, version)
);

-- A pack as one unit runs it, or is about to. `content` is the newest version, `active_version` the
-- one in force.
create table segments.setup (
  org_id uuid not null,
  id uuid not null,
  pack_key text not null,
  pack_version int not null,
  name text not null,
  unit_id uuid not null,
  state text not null check (state in ('draft', 'active', 'ended')),
  submitted boolean not null,
  version int not null,
  active_version int,
  content jsonb not null,
  research_state text not null check (research_state in ('open', 'finished', 'unconfirmed')),
  research_by text,
  research_at timestamptz,
  review jsonb,
  review_state text not null check (review_state in ('none', 'submitted', 'approved')),
  ended_at timestamptz,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (org_id, id)
);
create index setup_of_unit on segments.setup (org_id, unit_id, changed_at desc);

create table segments.setup_version (
  org_id uuid not null,
  setup_id uuid not null,
  version int not null,
  content jsonb not null,
  made_by text not null,
  made_at timestamptz not null,
  primary key (org_id, setup_id, version)
);
