-- Requests for a second pair of eyes (CR-144). What the checker reads (title, changes, payload) is
-- kept as it stood at submission.
create table org.approval (
  org_id uuid not null,
  id uuid not null,
  kind text not null,
  state text not null check (state in
    ('draft', 'submitted', 'returned', 'approved', 'rejected', 'withdrawn', 'expired', 'voided')),
  -- Number of submissions; a decision names the one it was made on.
  round int not null,
  subject_id text not null,
  subject_name text not null,
  subject_version int not null,
  unit_id uuid not null,
  title jsonb not null,
  changes jsonb not null,
  payload jsonb not null,
  link text,
  note text,
  maker_id text not null,
  maker_name text not null,
  checker_id text,
  checker_name text,
  on_behalf_id text,
  on_behalf_name text,
  reason text,
  drafted_at timestamptz not null,
  submitted_at timestamptz,
  decided_at timestamptz,
  due_at timestamptz,
  -- What the ticker does next with it, and when.
  next_step text check (next_step in ('remind', 'escalate', 'expire')),
  next_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, unit_id) references org.unit (org_id, id),
  check (checker_id is null or checker_id <> maker_id),
  check (on_behalf_id is null or on_behalf_id <> maker_id),
  check ((next_step is null) = (next_at is null)),
  check (state = 'submitted' or next_at is null)
);
-- A subject waits for one decision of a kind at a time.
create unique index approval_open on org.approval (org_id, kind, subject_id)
  where state = 'submitted';
create index approval_subject on org.approval (org_id, kind, subject_id, subject_version);
create index approval_due on org.approval (next_at) where next_at is not null;
create index approval_state on org.approval (org_id, state, due_at);
create index approval_maker on org.approval (org_id, maker_id, drafted_at);
create index approval_checker on org.approval (org_id, checker_id, decided_at)
  where checker_id is not null;

create table org.approval_step (
  org_id uuid not null,
  approval_id uuid not null,
  seq int not null,
  at timestamptz not null,
  step text not null,
  by_id text not null,
  by_name text not null,
  on_behalf_id text,
  on_behalf_name text,
  round int not null,
  note text,
  primary key (org_id, approval_id, seq),
  foreign key (org_id, approval_id) references org.approval (org_id, id)
);

-- One person decides in place of another for a while.
create table org.delegation (
  org_id uuid not null,
  id uuid not null,
  from_id uuid not null,
  from_name text not null,
  to_id uuid not null,
  to_name text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  -- Empty: every kind.
  kinds text[] not null,
  reason text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  primary key (org_id, id),
  foreign key (org_id, from_id) references org.staff (org_id, id),
  foreign key (org_id, to_id) references org.staff (org_id, id),
  check (from_id <> to_id),
  check (starts_at < ends_at)
);
create index delegation_to on org.delegation (org_id, to_id, ends_at);
create index delegation_from on org.delegation (org_id, from_id, ends_at);
