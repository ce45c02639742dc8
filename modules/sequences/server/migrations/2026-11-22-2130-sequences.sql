create schema sequences;

create table sequences.sequence (
  org_id uuid not null,
  id uuid not null,
  owner_unit_id uuid not null,
  name text not null,
  -- The approved version, and the one that is being written or decided.
  usable int,
  open int,
  -- Where it stands in what the product came with.
  pack_key text,
  changed_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, pack_key)
);
create index sequence_changed on sequences.sequence (org_id, changed_at desc, id);

-- An approved version never changes. `figures`: what lists show of it.
create table sequences.version (
  org_id uuid not null,
  sequence_id uuid not null,
  version int not null,
  revision int not null,
  state text not null check (state in ('draft', 'submitted', 'approved', 'replaced')),
  definition jsonb not null,
  figures jsonb not null,
  changed_by text not null,
  changed_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  primary key (org_id, sequence_id, version),
  foreign key (org_id, sequence_id) references sequences.sequence (org_id, id)
);
create unique index version_usable on sequences.version (org_id, sequence_id) where state = 'approved';
create unique index version_open on sequences.version (org_id, sequence_id)
  where state in ('draft', 'submitted');

-- A version on an audience. `next_at`: when the first of its customers is due; `intake_at`: when new
-- ones are taken in; both empty while a tick or an intake is under way or nothing is to come.
create table sequences.run (
  org_id uuid not null,
  id uuid not null,
  name text not null,
  sequence_id uuid not null,
  version int not null,
  unit_id uuid not null,
  draft jsonb not null,
  revision int not null,
  state text not null check (state in ('draft', 'submitted', 'running', 'paused', 'ended')),
  audience_id uuid not null,
  -- The rule of the audience as it was approved with the run.
  audience_rule_version int not null,
  project_id uuid not null,
  starts_on date not null,
  plan_id uuid,
  -- Work items for RMs go out under a plan of their own, of class follow-up.
  follow_plan_id uuid,
  next_at timestamptz,
  intake_at timestamptz,
  progress jsonb,
  created_by text not null,
  changed_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  primary key (org_id, id)
);
create unique index run_plan on sequences.run (plan_id) where plan_id is not null;
create unique index run_follow_plan on sequences.run (follow_plan_id) where follow_plan_id is not null;
create index run_changed on sequences.run (org_id, changed_at desc, id);
create index run_audience on sequences.run (org_id, audience_id);
create index run_due on sequences.run (next_at) where state = 'running' and next_at is not null;
create index run_intake on sequences.run (intake_at) where state = 'running' and intake_at is not null;

-- The items of a version as this run sends them: its product line chosen, its places filled.
create table sequences.plan_item (
  org_id uuid not null,
  plan_id uuid not null,
  version int not null,
  item_key text not null,
  round smallint not null,
  day smallint not null,
  stage smallint not null,
  step smallint not null,
  lane text not null check (lane in ('one_to_one', 'moments', 'rm_task', 'sms')),
  -- A 1, I 2, D 4, A2 8.
  letter smallint not null,
  three_w boolean not null,
  offer boolean not null,
  title text not null,
  content_id uuid not null,
  content_version int not null,
  product_id uuid,
  params jsonb,
  -- Seconds of the day.
  window_from int not null,
  window_to int not null,
  needs_tag int,
  after_item text,
  primary key (org_id, plan_id, version, item_key)
);
create index plan_item_day on sequences.plan_item (plan_id, version, day);

-- Where a customer stands. Day n is on `anchor` + n; `day` is the last that was laid out. `step` is
-- the higher of its stage's and of what the customer showed (`shown_step`). `skipped`: letters.
create table sequences.enrolment (
  customer_id bigint not null,
  plan_id uuid not null,
  org_id uuid not null,
  bucket smallint not null,
  sequence_id uuid not null,
  staff_id uuid,
  corp_id uuid,
  version int not null,
  started_at timestamptz not null,
  started_on date not null,
  anchor date not null,
  round smallint not null,
  day smallint not null,
  stage smallint not null,
  step smallint not null,
  shown_step smallint not null,
  mode text not null check (mode in ('aida', 'three_w')),
  skipped smallint not null,
  need_stage smallint not null,
  cell smallint not null,
  entry_cell smallint not null,
  state text not null check (state in ('active', 'paused', 'ended')),
  exit_reason text,
  ended_at timestamptz,
  resume_on date,
  next_at timestamptz,
  laid_at timestamptz,
  last_signal_at timestamptz,
  -- From where the events are told anew when the version was moved.
  base jsonb,
  primary key (customer_id, plan_id),
  check ((state = 'ended') = (exit_reason is not null))
) with (fillfactor = 80);
create index enrolment_bucket on sequences.enrolment (plan_id, bucket);
create index enrolment_staff on sequences.enrolment (plan_id, staff_id) where state <> 'ended';

-- Every movement, with what caused it and the signals at that moment. Its id is made of what it says:
-- telling it again is telling it once.
create table sequences.movement (
  customer_id bigint not null,
  plan_id uuid not null,
  movement_id uuid not null,
  org_id uuid not null,
  at timestamptz not null,
  kind text not null,
  cause text,
  detail jsonb not null,
  need smallint,
  recognition smallint,
  cell smallint,
  need_stage smallint,
  primary key (customer_id, plan_id, movement_id)
);
create index movement_at on sequences.movement (plan_id, kind, at);

-- What an RM is asked to follow up, until it is won or lost with a reason (R-153).
create table sequences.follow_up (
  customer_id bigint not null,
  plan_id uuid not null,
  follow_up_id uuid not null,
  org_id uuid not null,
  why text not null,
  title text not null,
  opened_at timestamptz not null,
  -- How many times it was put to the RM, and when it is again.
  asked int not null,
  due_at timestamptz,
  state text not null check (state in ('open', 'won', 'lost', 'closed')),
  closed_at timestamptz,
  reason text,
  primary key (customer_id, plan_id, follow_up_id)
);
create index follow_up_due on sequences.follow_up (due_at) where state = 'open' and due_at is not null;
