-- Projects and pilots: who owns the work, where it may reach, with what people and money (R-010..R-012).
create table org.project (
  org_id uuid not null,
  id uuid not null,
  name text not null,
  kind text not null,
  goal text not null,
  owner_unit_id uuid not null,
  scope text not null check (scope in ('pilot', 'full')),
  state text not null check (state in ('draft', 'in_approval', 'running', 'ended')),
  starts_on date not null,
  -- The first moment of the day named by ends_on, in the bank's zone.
  starts_at timestamptz not null,
  ends_on date,
  ends_at timestamptz,
  budget_fen bigint,
  planned_headcount int,
  phases jsonb not null,
  -- When the end of a pilot was put to its owners; null again once they answered.
  asked_at timestamptz,
  created_by_id text not null,
  created_by_name text not null,
  created_at timestamptz not null,
  launched_at timestamptz,
  ended_at timestamptz,
  version int not null,
  primary key (org_id, id),
  foreign key (org_id, owner_unit_id) references org.unit (org_id, id),
  -- A pilot has its limits, and only a pilot has (R-011).
  check ((scope = 'pilot') = (ends_at is not null)),
  check ((scope = 'pilot') = (budget_fen is not null and planned_headcount is not null)),
  check ((ends_on is null) = (ends_at is null)),
  check (ends_at is null or starts_at < ends_at)
);
create index project_ends on org.project (ends_at)
  where state = 'running' and ends_at is not null and asked_at is null;
create index project_owner on org.project (org_id, owner_unit_id);

-- The branches of a pilot.
create table org.project_unit (
  org_id uuid not null,
  project_id uuid not null,
  unit_id uuid not null,
  primary key (org_id, project_id, unit_id),
  foreign key (org_id, unit_id) references org.unit (org_id, id),
  foreign key (org_id, project_id) references org.project (org_id, id)
);
create index project_unit_unit on org.project_unit (org_id, unit_id);

-- Named owners in product, marketing, sales, technology, compliance (R-019).
create table org.project_stakeholder (
  org_id uuid not null,
  project_id uuid not null,
  lane text not null,
  staff_id uuid not null,
  primary key (org_id, project_id, lane, staff_id),
  foreign key (org_id, staff_id) references org.staff (org_id, id),
  foreign key (org_id, project_id) references org.project (org_id, id)
);

-- One lane of tasks for each function (R-020).
create table org.project_task (
  org_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  lane text not null,
  title text not null,
  owner_id uuid,
  due_on date not null,
  -- The end of that day in the bank's zone.
  due_at timestamptz not null,
  mandatory boolean not null,
  done_at timestamptz,
  done_by_id text,
  done_by_name text,
  overdue_at timestamptz,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, owner_id) references org.staff (org_id, id),
  foreign key (org_id, project_id) references org.project (org_id, id)
);
create index project_task_project on org.project_task (org_id, project_id);
create index project_task_due on org.project_task (due_at)
  where done_at is null and overdue_at is null;

-- People and money as they were, day by day (R-012).
create table org.project_actual (
  org_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  kind text not null check (kind in ('headcount', 'spend')),
  on_day date not null,
  amount bigint not null check (amount >= 0),
  note text,
  by_id text not null,
  by_name text not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, project_id) references org.project (org_id, id)
);
create index project_actual_project on org.project_actual (org_id, project_id, kind, on_day);

-- What was answered at a pilot's end.
create table org.project_decision (
  org_id uuid not null,
  id uuid not null,
  project_id uuid not null,
  answer text not null check (answer in ('extend', 'roll_out', 'stop')),
  reason text not null,
  ends_on date,
  by_id text not null,
  by_name text not null,
  at timestamptz not null,
  primary key (org_id, id),
  foreign key (org_id, project_id) references org.project (org_id, id)
);
create index project_decision_project on org.project_decision (org_id, project_id, at);

-- A bank's own rules for projects; without a row the product's hold.
create table org.project_setting (
  org_id uuid primary key,
  required_lanes text[] not null,
  tolerance_percent int not null,
  version int not null
);
