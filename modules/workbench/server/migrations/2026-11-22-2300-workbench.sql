create schema if not exists workbench;

-- What an RM should do. The id is the touch's where a plan asked for it, so that asking twice is
-- asking once.
create table workbench.item (
  customer_id bigint not null,
  item_id uuid not null,
  org_id uuid not null,
  staff_id uuid not null,
  kind text not null check (kind in ('follow_up', 'plan', 'care')),
  state text not null check (state in ('open', 'snoozed', 'done', 'withdrawn', 'expired')),
  title jsonb not null,
  evidence jsonb not null,
  score real not null,
  plan_id uuid,
  plan_name text,
  -- The touch behind it: with the plan, where the outcome is reported to.
  touch_planned_at timestamptz,
  script_id text,
  script_version int,
  due_at timestamptz not null,
  -- From when it may be on a list again.
  shown_from timestamptz not null,
  created_at timestamptz not null,
  outcome text,
  lost_reason text,
  note text,
  done_at timestamptz,
  version int not null,
  primary key (customer_id, item_id),
  check ((outcome is not null) = (state = 'done'))
);
create index item_open on workbench.item (org_id, staff_id, shown_from)
  where state in ('open', 'snoozed');
create index item_done on workbench.item (org_id, staff_id, done_at) where state = 'done';

create table workbench.settings (
  org_id uuid primary key,
  daily_limit int not null,
  cycle_days int not null,
  capacity int not null,
  version int not null
);

-- For which day the care items of an RM were chosen.
create table workbench.chosen_day (
  org_id uuid not null,
  staff_id uuid not null,
  day date not null,
  primary key (org_id, staff_id)
);
