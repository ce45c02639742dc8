create schema customers;

-- Ids are taken with nextval in the statement that inserts, so they are unique in the installation.
create sequence customers.customer_id_seq as bigint;

-- One natural person, once per bank. `name` is encrypted; `name_grams` are keyed hashes of its pairs
-- of characters, by which it is found. `rm_id`: the colleague who looks after the customer; nobody:
-- the customer is in the pool.
create table customers.customer (
  customer_id bigint primary key,
  org_id uuid not null,
  unit_id uuid not null,
  bucket smallint not null generated always as ((hashint8(customer_id) & 1023)::smallint) stored,
  rm_id uuid,
  rm_since timestamptz,
  state text not null check (state in ('active', 'merged', 'erased')),
  merged_into bigint,
  name text,
  name_from text check (name_from in ('bank', 'self', 'staff', 'wecom')),
  name_grams int[] not null,
  source text not null,
  created_at timestamptz not null,
  changed_at timestamptz not null,
  version int not null,
  check ((merged_into is not null) = (state = 'merged'))
);
create index customer_of_bank on customers.customer (org_id, customer_id) where state = 'active';
create index customer_of_unit on customers.customer (org_id, unit_id, customer_id)
  where state = 'active';
create index customer_of_rm on customers.customer (org_id, rm_id, customer_id)
  where state = 'active';
create index customer_bucket on customers.customer (org_id, bucket, customer_id)
  where state = 'active';
create index customer_name on customers.customer using gin (name_grams);
create index customer_merged on customers.customer (merged_into) where merged_into is not null;

-- How a customer is known somewhere. `value` is an id that a platform gave out, `sealed` one that is
-- personal data. `key_hash` holds bank, kind, scope and value, keyed. `rule` and `confidence` say why
-- it is this customer's.
create table customers.identity (
  customer_id bigint not null,
  key_hash bytea not null,
  org_id uuid not null,
  kind text not null check (kind in
    ('bank_no', 'unionid', 'external_userid', 'openid', 'phone', 'device', 'cookie')),
  scope text not null,
  value text,
  sealed text,
  rule text not null,
  confidence real not null check (confidence > 0 and confidence <= 1),
  verified boolean not null,
  -- False: the key leads to somebody else who has the same phone.
  leads boolean not null,
  source text not null,
  at timestamptz not null,
  primary key (customer_id, key_hash),
  check ((value is null) <> (sealed is null))
);
create index identity_beside on customers.identity (key_hash) where not leads;

-- Which customer an identity leads to: the one place where it is unique.
create table customers.identity_key (
  key_hash bytea primary key,
  org_id uuid not null,
  kind text not null,
  scope text not null,
  customer_id bigint not null,
  verified boolean not null
);

-- A friendship in WeCom as it is now. `staff_id` is empty while nobody of the bank carries the userid.
-- How strong it is fades from day to day, so it is computed where it is shown.
create table customers.relationship (
  customer_id bigint not null,
  corp_id uuid not null,
  userid text not null,
  org_id uuid not null,
  staff_id uuid,
  state text not null check (state in ('half', 'active', 'ended')),
  started_at timestamptz not null,
  source text not null,
  channel text,
  ended_at timestamptz,
  ended_by text check (ended_by in ('customer', 'staff', 'bank')),
  last_two_way_at timestamptz,
  two_way_count int not null,
  primary key (customer_id, corp_id, userid),
  check ((ended_at is not null) = (state = 'ended'))
);
create index relationship_staff on customers.relationship (org_id, staff_id, customer_id)
  where state <> 'ended';
create index relationship_user on customers.relationship (org_id, corp_id, userid);

-- What happened to relationships, for good.
create table customers.relationship_change (
  customer_id bigint not null,
  at timestamptz not null,
  corp_id uuid not null,
  userid text not null,
  kind text not null check (kind in ('half_added', 'started', 'ended', 'transferred')),
  org_id uuid not null,
  staff_id uuid,
  source text,
  channel text,
  ended_by text,
  primary key (customer_id, at, corp_id, userid, kind)
);

-- Two customers who may be one person. The smaller id comes first.
create table customers.merge_proposal (
  customer_id bigint not null,
  other_id bigint not null,
  org_id uuid not null,
  reasons jsonb not null,
  confidence real not null,
  state text not null check (state in ('open', 'merged', 'rejected')),
  found_at timestamptz not null,
  decided_at timestamptz,
  decided_by uuid,
  decided_by_name text,
  decision_reason text,
  primary key (customer_id, other_id),
  check (customer_id < other_id)
);
create index merge_proposal_open on customers.merge_proposal (org_id, confidence, customer_id)
  where state = 'open';
create index merge_proposal_other on customers.merge_proposal (other_id);

-- `merged_id` became part of `customer_id`. `moved` says of every table which rows moved, so that a
-- split gives back exactly these.
create table customers.merge (
  customer_id bigint not null,
  merge_id uuid not null,
  org_id uuid not null,
  merged_id bigint not null,
  at timestamptz not null,
  by_id text not null,
  by_name text not null,
  rule text not null,
  confidence real not null,
  reason text not null,
  moved jsonb not null,
  split_at timestamptz,
  split_by_id text,
  split_by_name text,
  split_reason text,
  primary key (customer_id, merge_id)
);
create index merge_merged on customers.merge (merged_id);

-- Filters of the list that somebody kept under a name.
create table customers.saved_view (
  org_id uuid not null,
  id uuid not null,
  owner_id uuid not null,
  owner_name text not null,
  name text not null,
  shared boolean not null,
  query jsonb not null,
  saved_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, owner_id, name)
);

-- What a colleague who leaves leaves behind: one row for the colleague, one for each customer and group.
create table customers.handover (
  org_id uuid not null,
  id uuid not null,
  staff_id uuid not null,
  staff_name text not null,
  unit_id uuid not null,
  state text not null check (state in ('open', 'done')),
  created_at timestamptz not null,
  done_at timestamptz,
  primary key (org_id, id)
);
create index handover_open on customers.handover (org_id, state, created_at);
create table customers.handover_customer (
  customer_id bigint not null,
  handover_id uuid not null,
  org_id uuid not null,
  to_staff_id uuid,
  state text not null check (state in ('waiting', 'assigned', 'kept')),
  assigned_at timestamptz,
  primary key (customer_id, handover_id)
);
create index handover_customer_of on customers.handover_customer (org_id, handover_id, customer_id);
create table customers.handover_group (
  org_id uuid not null,
  handover_id uuid not null,
  corp_id uuid not null,
  chat_id text not null,
  name text not null,
  to_staff_id uuid,
  state text not null check (state in ('waiting', 'assigned')),
  assigned_at timestamptz,
  primary key (org_id, handover_id, corp_id, chat_id)
);
