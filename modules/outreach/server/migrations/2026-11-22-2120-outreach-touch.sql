-- The touch pipeline (docs/decisions/0014). Decisions of the gate before it were trials only.
drop table outreach.decision;

-- Whatever contacts customers. `control_seed` draws the held-out customers, once and for all.
create table outreach.plan (
  org_id uuid not null,
  plan_id uuid not null,
  kind text not null check (kind in ('sequence', 'bulk', 'own', 'service')),
  subject_id text not null,
  name text not null,
  project_id uuid not null,
  unit_id uuid not null,
  class text not null check (class in ('service', 'follow_up', 'sequence', 'community', 'campaign')),
  purpose text not null check (purpose in ('marketing', 'service')),
  control_share real not null check (control_share >= 0 and control_share < 1),
  control_seed bigint not null,
  deletion_limit real,
  state text not null check (state in ('running', 'paused', 'ended')),
  state_reason jsonb,
  state_at timestamptz not null,
  created_by_id text not null,
  created_by_name text not null,
  created_at timestamptz not null,
  primary key (org_id, plan_id),
  unique (org_id, kind, subject_id)
);

-- Who is reached by a plan and who is held out: drawn once, never again.
create table outreach.assignment (
  customer_id bigint not null,
  plan_id uuid not null,
  org_id uuid not null,
  arm text not null check (arm in ('reached', 'control')),
  at timestamptz not null,
  primary key (customer_id, plan_id)
);
create index assignment_of on outreach.assignment (org_id, plan_id, arm, customer_id);

-- What was the same for many decisions: rules in force, plan, content, product, hours. Found by its
-- own hash, so equal ones stand once.
create table outreach.basis (
  org_id uuid not null,
  basis_id uuid not null,
  content jsonb not null,
  made_at timestamptz not null,
  primary key (org_id, basis_id)
);

-- One intended contact: the one truth about it. `planned_at` never changes, `due_at` does. `next_at`:
-- when it wants to be decided; null: it is decided, or held while its plan is paused. `counted_on`:
-- the day on which the ledger counts it; null: it does not. Customer 0: a group chat, a colleague.
create table outreach.touch (
  customer_id bigint not null,
  planned_at timestamptz not null,
  touch_id uuid not null,
  org_id uuid not null,
  bucket smallint not null generated always as ((hashint8(customer_id) & 1023)::smallint) stored,
  plan_id uuid not null,
  batch_id uuid not null,
  item_key text not null,
  occurrence text not null,
  channel text not null,
  mode text check (mode in ('point', 'circle', 'group')),
  corp_id uuid,
  staff_id uuid,
  unit_id uuid not null,
  recipient text,
  content_kind text not null,
  content_id text not null,
  content_version int not null,
  product_id uuid,
  params jsonb,
  class text not null,
  purpose text not null,
  score real not null,
  due_at timestamptz not null,
  next_at timestamptz,
  state text not null check (state in
    ('proposed', 'refused', 'deferred', 'reserved', 'handed_over', 'confirmed', 'delivered', 'failed',
     'withdrawn', 'expired', 'displaced')),
  decided_at timestamptz,
  decided smallint not null default 0,
  outcome text check (outcome in ('allowed', 'refused', 'deferred')),
  rule text,
  rule_version int,
  verdict text,
  until_at timestamptz,
  facts jsonb,
  basis_id uuid,
  counted_on date,
  handover_id uuid,
  handed_at timestamptz,
  confirmed_at timestamptz,
  settled_at timestamptz,
  failure text,
  primary key (customer_id, touch_id, planned_at)
) partition by range (planned_at);
create table outreach.touch_rest partition of outreach.touch default;
do $$
declare month timestamptz := timestamptz '2026-01-01 00:00+08';
begin
  while month < timestamptz '2029-01-01 00:00+08' loop
    execute format('create table outreach.touch_%s partition of outreach.touch for values from (%L) to (%L)',
      to_char(month at time zone 'Asia/Shanghai', 'YYYYMM'), month,
      ((month at time zone 'Asia/Shanghai') + interval '1 month') at time zone 'Asia/Shanghai');
    month := ((month at time zone 'Asia/Shanghai') + interval '1 month') at time zone 'Asia/Shanghai';
  end loop;
end $$;
-- What wants to be decided.
create index touch_next on outreach.touch (org_id, next_at, bucket) where next_at is not null;
-- What waits to be handed over.
create index touch_ready on outreach.touch (org_id, due_at) where state = 'reserved';
create index touch_plan on outreach.touch (org_id, plan_id, planned_at);
create index touch_staff on outreach.touch (org_id, staff_id, planned_at);

-- Decisions that were made anew: as they stood before. The one in force stands with the touch.
create table outreach.decision (
  customer_id bigint not null,
  touch_id uuid not null,
  nth smallint not null,
  org_id uuid not null,
  decided_at timestamptz not null,
  outcome text not null,
  rule text,
  rule_version int,
  verdict text,
  until_at timestamptz,
  facts jsonb,
  basis_id uuid,
  primary key (customer_id, touch_id, nth)
);

-- How many contacts are reserved or made, by day: weeks and months are sums of these rows. `recipient`
-- tells group chats apart. A member's own mass messages stand under the channel `member_mass`.
create table outreach.contact_day (
  customer_id bigint not null,
  day date not null,
  channel text not null,
  corp_id uuid not null,
  recipient text not null,
  org_id uuid not null,
  contacts int not null check (contacts >= 0),
  marketing int not null check (marketing between 0 and contacts),
  primary key (customer_id, day, channel, corp_id, recipient)
);

create table outreach.setting (
  org_id uuid not null,
  version int not null,
  settings jsonb not null,
  made_by text not null,
  made_at timestamptz not null,
  reason text not null,
  primary key (org_id, version)
);

-- Sent by hand to an audience: drafted by one, approved by another, proposed at its hour.
create table outreach.bulk_send (
  org_id uuid not null,
  id uuid not null,
  draft jsonb not null,
  name text not null,
  unit_id uuid not null,
  state text not null check (state in
    ('draft', 'submitted', 'approved', 'proposed', 'cancelled', 'failed')),
  version int not null,
  audience_version int not null,
  send_at timestamptz not null,
  plan_id uuid,
  failure text,
  created_by_id text not null,
  created_by_name text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  primary key (org_id, id)
);
create index bulk_send_due on outreach.bulk_send (send_at) where state = 'approved';
create index bulk_send_listed on outreach.bulk_send (org_id, changed_at desc, id);
