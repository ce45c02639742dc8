create schema compliance;

-- One row for each version of a bank's lexicon; exactly one is in force, at most one is open.
create table compliance.lexicon_version (
  org_id uuid not null,
  version int not null,
  state text not null check (state in ('draft', 'submitted', 'in_force', 'replaced', 'discarded')),
  revision int not null,
  note text not null,
  based_on int,
  content jsonb not null,
  created_by text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  in_force_from timestamptz,
  in_force_to timestamptz,
  primary key (org_id, version),
  check ((state in ('in_force', 'replaced')) = (in_force_from is not null))
);
create unique index lexicon_in_force on compliance.lexicon_version (org_id) where state = 'in_force';
create unique index lexicon_open on compliance.lexicon_version (org_id) where state in ('draft', 'submitted');
