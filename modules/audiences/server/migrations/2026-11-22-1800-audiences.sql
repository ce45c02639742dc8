create schema audiences;

-- What rules ask most, one narrow row a customer, made from the tables of customers and tracking.
-- Partitioned by bucket: a preview reads the first partitions only, large work goes partition by
-- partition. `number_`, `word_`, `day_` and
-- `flag_` columns hold the hot attributes (audiences.slot), the rest
-- stands in `attributes` by code. `tag_words`: one bit a tag (audiences.tag_slot). `consents`:
-- `marketing/sms=given@3` (under the third text) or `=withdrawn`. `stale_at`: when a tag ends by itself.
create table audiences.profile (
  customer_id bigint not null,
  bucket smallint not null,
  org_id uuid not null,
  unit_id uuid not null,
  rm_id uuid,
  relationships smallint not null,
  quality_band text,
  last_active_at timestamptz,
  number_1 double precision,
  number_2 double precision,
  number_3 double precision,
  number_4 double precision,
  number_5 double precision,
  number_6 double precision,
  number_7 double precision,
  number_8 double precision,
  number_9 double precision,
  number_10 double precision,
  number_11 double precision,
  number_12 double precision,
  word_1 text,
  word_2 text,
  word_3 text,
  word_4 text,
  word_5 text,
  word_6 text,
  word_7 text,
  word_8 text,
  word_9 text,
  word_10 text,
  day_1 date,
  day_2 date,
  day_3 date,
  day_4 date,
  flag_1 boolean,
  flag_2 boolean,
  flag_3 boolean,
  flag_4 boolean,
  flag_5 boolean,
  flag_6 boolean,
  flag_7 boolean,
  flag_8 boolean,
  flag_9 boolean,
  flag_10 boolean,
  attributes jsonb not null,
  tag_words bigint[] not null,
  consents text[] not null,
  scores jsonb not null,
  stale_at timestamptz,
  refreshed_at timestamptz not null,
  primary key (customer_id, bucket)
) partition by range (bucket);
create table audiences.profile_s0 partition of audiences.profile for values from (0) to (8);
create table audiences.profile_s1 partition of audiences.profile for values from (8) to (32);
create table audiences.profile_b032 partition of audiences.profile for values from (32) to (128);
create table audiences.profile_b128 partition of audiences.profile for values from (128) to (256);
create table audiences.profile_b256 partition of audiences.profile for values from (256) to (384);
create table audiences.profile_b384 partition of audiences.profile for values from (384) to (512);
create table audiences.profile_b512 partition of audiences.profile for values from (512) to (640);
create table audiences.profile_b640 partition of audiences.profile for values from (640) to (768);
create table audiences.profile_b768 partition of audiences.profile for values from (768) to (896);
create table audiences.profile_b896 partition of audiences.profile for values from (896) to (1024);
create index profile_stale on audiences.profile (stale_at) where stale_at is not null;

-- Which column holds a hot attribute, and which bit of `tag_words` a tag.
create table audiences.slot (
  org_id uuid not null,
  attribute_id int not null,
  code text not null,
  slot text not null,
  -- Every profile has been made with it: until then the value stands in `attributes` too.
  ready boolean not null,
  primary key (org_id, attribute_id),
  unique (org_id, slot)
);
create table audiences.tag_slot (
  org_id uuid not null,
  tag_id int not null,
  slot int not null,
  primary key (org_id, tag_id),
  unique (org_id, slot)
);

-- What the customers of the first buckets did: copies, kept together so that an estimate reads little.
create table audiences.sample_daily (
  customer_id bigint not null,
  bucket smallint not null,
  org_id uuid not null,
  kind text not null,
  day date not null,
  count int not null,
  amount numeric,
  first_at timestamptz not null,
  last_at timestamptz not null,
  primary key (customer_id, bucket, kind, day)
) partition by range (bucket);
create table audiences.sample_daily_s0 partition of audiences.sample_daily for values from (0) to (8);
create table audiences.sample_daily_s1 partition of audiences.sample_daily for values from (8) to (32);
create table audiences.sample_event (
  customer_id bigint not null,
  bucket smallint not null,
  at timestamptz not null,
  event_id uuid not null,
  org_id uuid not null,
  kind text not null,
  source text not null,
  subject text,
  amount numeric,
  properties jsonb not null,
  primary key (customer_id, bucket, at, event_id)
) partition by range (bucket);
create table audiences.sample_event_s0 partition of audiences.sample_event for values from (0) to (8);
create table audiences.sample_event_s1 partition of audiences.sample_event for values from (8) to (32);

-- How many customers there are to choose from, and which state of their profiles this is: raised by
-- every refresh, so that a count can say of which data it is.
create table audiences.population (
  org_id uuid primary key,
  customers bigint not null,
  data_version bigint not null,
  changed_at timestamptz not null,
  -- When the profiles were last made anew, all of them.
  built_at timestamptz,
  build_task_id uuid
);

create table audiences.audience (
  org_id uuid not null,
  id uuid not null,
  name text not null,
  description text,
  kind text not null check (kind in ('rule', 'list')),
  state text not null check (state in ('draft', 'building', 'live', 'archived')),
  purpose text not null,
  unit_id uuid not null,
  -- Which of the groups every bank begins with.
  ready text,
  rule jsonb,
  rule_version int not null,
  rule_hash text,
  count bigint,
  reachable bigint,
  refreshed_at timestamptz,
  -- When time alone may change who belongs: midnight, or the next quarter of an hour.
  due_at timestamptz,
  task_id uuid,
  created_by_id text not null,
  created_by_name text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  version int not null,
  primary key (org_id, id),
  check ((rule is null) = (kind = 'list'))
);
create unique index audience_ready on audiences.audience (org_id, ready) where ready is not null;
create index audience_due on audiences.audience (due_at) where due_at is not null;

create table audiences.rule_version (
  org_id uuid not null,
  audience_id uuid not null,
  rule_version int not null,
  rule jsonb not null,
  saved_by_id text not null,
  saved_by_name text not null,
  saved_at timestamptz not null,
  primary key (org_id, audience_id, rule_version)
);

-- Who belongs now.
create table audiences.member (
  customer_id bigint not null,
  audience_id uuid not null,
  org_id uuid not null,
  since timestamptz not null,
  primary key (customer_id, audience_id)
);
create index member_of on audiences.member (audience_id, customer_id);

create table audiences.growth (
  org_id uuid not null,
  audience_id uuid not null,
  day date not null,
  entered bigint not null,
  "left" bigint not null,
  -- At the end of the day, or now.
  count bigint not null,
  primary key (org_id, audience_id, day)
);

create table audiences.snapshot (
  org_id uuid not null,
  id uuid not null,
  audience_id uuid not null,
  rule_version int not null,
  rule jsonb,
  state text not null check (state in ('building', 'ready', 'failed')),
  count bigint,
  taken_at timestamptz not null,
  taken_by_id text not null,
  taken_by_name text not null,
  task_id uuid,
  primary key (org_id, id)
);
create index snapshot_of on audiences.snapshot (org_id, audience_id, taken_at);
create table audiences.snapshot_member (
  customer_id bigint not null,
  snapshot_id uuid not null,
  org_id uuid not null,
  primary key (customer_id, snapshot_id)
);
create index snapshot_member_of on audiences.snapshot_member (snapshot_id, customer_id);

-- A preview and, once it is there, its exact result; counts are found again by rule, scope and data.
create table audiences.preview (
  org_id uuid not null,
  id uuid not null,
  -- Hash of rule, scope and language of the rule.
  key text not null,
  rule jsonb not null,
  unit_ids uuid[],
  staff_id text not null,
  population bigint not null,
  estimate jsonb,
  exact jsonb,
  failed boolean not null,
  data_version bigint,
  created_at timestamptz not null,
  primary key (org_id, id)
);
create index preview_key on audiences.preview (org_id, key, data_version) where exact is not null;
create index preview_age on audiences.preview (created_at);

-- A figure about a customer, 0–100 or as the score says, with what it came from.
create table audiences.score (
  customer_id bigint not null,
  score_key text not null,
  org_id uuid not null,
  value double precision not null,
  at timestamptz not null,
  explanation jsonb not null,
  primary key (customer_id, score_key)
);
create index score_by on audiences.score (org_id, score_key, value);
