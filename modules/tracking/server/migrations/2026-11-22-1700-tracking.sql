create schema if not exists tracking;

-- What customers did. `at` is a pure function of the event as it was sent, so that (customer, at, id)
-- finds every repeat inside the partition of its day.
create table tracking.event (
  customer_id bigint not null,
  at timestamptz not null,
  event_id uuid not null,
  org_id uuid not null,
  kind text not null,
  source text not null,
  subject text,
  amount numeric,
  properties jsonb not null,
  received_at timestamptz not null,
  -- The device it was done on before somebody signed in there: an undone stitch goes back by it.
  visitor_id uuid,
  -- Whose it was before customers were merged: a split goes back by it.
  home_customer_id bigint,
  primary key (customer_id, at, event_id)
) partition by range (at);
create index event_kind on tracking.event (customer_id, kind, at);
create index event_at on tracking.event using brin (at) with (pages_per_range = 32);
-- Days that have no partition of their own: long ago, or before the first were made.
create table tracking.event_rest partition of tracking.event default;

-- Counted in the transaction that stores the events.
create table tracking.daily (
  customer_id bigint not null,
  kind text not null,
  day date not null,
  org_id uuid not null,
  count int not null,
  amount numeric,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (customer_id, kind, day)
) with (fillfactor = 85);
create index daily_day on tracking.daily using brin (day) with (pages_per_range = 32);

-- A browser or an app on one device. Its id is a hash of what the page made up and of the bank.
create table tracking.visitor (
  visitor_id uuid primary key,
  org_id uuid not null,
  site_id uuid,
  state text not null check (state in ('unknown', 'stitched', 'shared', 'released')),
  customer_id bigint,
  consent text,
  first_at timestamptz not null,
  last_at timestamptz not null,
  -- When the customer last proved on this device who they are.
  confirmed_at timestamptz
);
create index visitor_customer on tracking.visitor (customer_id) where customer_id is not null;
create index visitor_last on tracking.visitor (org_id, last_at);

-- What an unknown visitor did; goes to tracking.event when the visitor turns out to be a customer.
create table tracking.visitor_event (
  visitor_id uuid not null,
  at timestamptz not null,
  event_id uuid not null,
  org_id uuid not null,
  kind text not null,
  source text not null,
  subject text,
  amount numeric,
  properties jsonb not null,
  received_at timestamptz not null,
  primary key (visitor_id, at, event_id)
);
create index visitor_event_at on tracking.visitor_event using brin (at) with (pages_per_range = 32);

-- Every joining, refusal and undoing, with what spoke for it.
create table tracking.stitch (
  visitor_id uuid not null,
  stitch_id uuid not null,
  org_id uuid not null,
  action text not null check (action in ('stitched', 'confirmed', 'refused', 'undone', 'released')),
  customer_id bigint not null,
  events int not null,
  evidence jsonb not null,
  actor text not null,
  at timestamptz not null,
  primary key (visitor_id, stitch_id)
);

-- Kinds of events a bank has registered besides those of the product.
create table tracking.kind (
  org_id uuid not null,
  kind text not null,
  schema jsonb not null,
  state text not null check (state in ('active', 'stopped')),
  version int not null,
  created_at timestamptz not null,
  primary key (org_id, kind)
);

create table tracking.site (
  org_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  code text not null,
  name text not null,
  kind text not null check (kind in ('web', 'h5', 'miniprogram', 'server')),
  key text not null unique,
  -- Encrypted by the vault; only bank systems have one.
  secret text,
  old_secret text,
  -- Machine time.
  old_secret_until timestamptz,
  origins text[] not null,
  events_per_second int not null,
  state text not null check (state in ('active', 'stopped')),
  version int not null,
  created_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, code)
);

-- How many events each bank has on each day, in slots so that writers do not wait for each other.
create table tracking.volume (
  org_id uuid not null,
  kind text not null,
  day date not null,
  slot smallint not null,
  count bigint not null,
  last_at timestamptz not null,
  primary key (org_id, kind, day, slot)
);
create index volume_day on tracking.volume (day, org_id);

-- What came in on each day and what became of it; refusals with their reason.
create table tracking.intake (
  org_id uuid not null,
  day date not null,
  source text not null,
  kind text not null,
  outcome text not null check (outcome in ('stored', 'duplicate', 'late', 'skewed', 'refused')),
  reason text not null,
  field text not null,
  slot smallint not null,
  count bigint not null,
  last_at timestamptz not null,
  primary key (org_id, day, source, kind, outcome, reason, field, slot)
);

-- Up to which day partitions have been made.
create table tracking.horizon (
  id smallint primary key check (id = 1),
  through date not null
);
insert into tracking.horizon values (1, 'epoch');

-- Comparisons of roll-ups and events.
create table tracking.rollup_check (
  org_id uuid not null,
  id uuid not null,
  day_from date not null,
  day_to date not null,
  events bigint not null,
  wrong_rows bigint not null,
  mended boolean not null,
  at timestamptz not null,
  primary key (org_id, id)
);
