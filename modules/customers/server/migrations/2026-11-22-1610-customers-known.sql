-- What is known of customers: attributes, tags, consents, and what they asked about their data.

-- Ids of attributes, groups, tags and rules: small numbers, unique in the installation.
create sequence customers.word_id_seq as int;

-- The registry that operators extend (R-057). `hot`: kept in the profile that audiences read first.
create table customers.attribute (
  org_id uuid not null,
  attribute_id int not null,
  code text not null,
  name text[] not null,
  type text not null check (type in
    ('number', 'money', 'text', 'choice', 'choices', 'day', 'flag')),
  unit text,
  block text not null check (block in ('basic', 'interest', 'payment')),
  purposes text[] not null check (cardinality(purposes) > 0),
  data_class text not null check (data_class in ('C2', 'C1', 'none')),
  sensitive boolean not null,
  choices jsonb not null,
  hot boolean not null,
  valid_days int,
  state text not null check (state in ('active', 'retired')),
  built_in boolean not null,
  position int not null,
  version int not null,
  primary key (org_id, code),
  unique (attribute_id)
);

-- One value, in the column of its type: numbers, amounts (fen) and flags (0, 1) in `number`, choices
-- in `words`. Text of class C2 is encrypted in `sealed`, found again by `text_hash`. `rank` is how
-- much the source is trusted, 1 the most.
create table customers.attribute_value (
  customer_id bigint not null,
  attribute_id int not null,
  org_id uuid not null,
  number double precision,
  words text[],
  day date,
  text text,
  sealed text,
  text_hash bytea,
  source text not null,
  rank smallint not null,
  at timestamptz not null,
  changed_at timestamptz not null,
  primary key (customer_id, attribute_id)
);
create index attribute_value_of on customers.attribute_value (org_id, attribute_id, customer_id);

create table customers.tag_group (
  org_id uuid not null,
  group_id int not null,
  code text not null,
  name text[] not null,
  kind text not null check (kind in ('relation', 'need', 'stage', 'behaviour', 'other')),
  exclusive boolean not null,
  recommends boolean not null,
  built_in boolean not null,
  position int not null,
  version int not null,
  primary key (org_id, code),
  unique (group_id)
);

create table customers.tag (
  org_id uuid not null,
  tag_id int not null,
  group_id int not null references customers.tag_group (group_id),
  code text not null,
  name text[] not null,
  description text,
  owner_id uuid,
  days int,
  push_name text,
  state text not null check (state in ('active', 'retired')),
  built_in boolean not null,
  position int not null,
  version int not null,
  primary key (org_id, code),
  unique (tag_id)
);
create index tag_of_group on customers.tag (group_id);

-- The truth about tags (R-074). `strength` grows with evidence; `evidence` holds the newest pieces.
create table customers.customer_tag (
  customer_id bigint not null,
  tag_id int not null,
  org_id uuid not null,
  source text not null,
  rank smallint not null,
  confidence real not null check (confidence > 0 and confidence <= 1),
  strength real not null check (strength > 0 and strength <= 1),
  evidence jsonb not null,
  since timestamptz not null,
  changed_at timestamptz not null,
  expires_at timestamptz,
  primary key (customer_id, tag_id)
);
create index customer_tag_holders on customers.customer_tag (org_id, tag_id, customer_id);
create index customer_tag_due on customers.customer_tag (expires_at) where expires_at is not null;

-- Given, taken, expired: for good. `change_id` is the same for all customers of one act.
create table customers.tag_change (
  customer_id bigint not null,
  change_id uuid not null,
  tag_id int not null,
  org_id uuid not null,
  act text not null check (act in ('given', 'taken', 'expired', 'deleted_by_customer')),
  source text not null,
  at timestamptz not null,
  by_name text not null,
  primary key (customer_id, change_id, tag_id)
);
create index tag_change_at on customers.tag_change (customer_id, at);

-- A customer deleted a tag: what computes does not give it again before then (CR-014).
create table customers.tag_refusal (
  customer_id bigint not null,
  tag_id int not null,
  org_id uuid not null,
  until timestamptz not null,
  primary key (customer_id, tag_id)
);

-- Many customers at once. `result` keeps what each held before, so that it can be put back.
create table customers.tag_batch (
  org_id uuid not null,
  batch_id uuid not null,
  act text not null check (act in ('add', 'remove')),
  tag_ids int[] not null,
  state text not null check (state in ('running', 'done', 'stopped', 'undoing', 'undone')),
  unit_paths text[] not null,
  expires_at timestamptz,
  note text not null,
  started_by uuid not null,
  started_by_name text not null,
  started_at timestamptz not null,
  primary key (org_id, batch_id)
);
create table customers.tag_batch_result (
  customer_id bigint not null,
  batch_id uuid not null,
  org_id uuid not null,
  outcome text not null check (outcome in
    ('changed', 'same', 'out_of_scope', 'refused_by_customer')),
  before jsonb,
  primary key (customer_id, batch_id)
);
create index tag_batch_result_of on customers.tag_batch_result (org_id, batch_id, customer_id);

-- Event → tag (R-080).
create table customers.tag_rule (
  org_id uuid not null,
  rule_id int not null,
  name text not null,
  event text not null,
  subject text,
  count int not null,
  within_days int not null,
  tag_id int not null references customers.tag (tag_id),
  confidence real not null,
  days int,
  state text not null check (state in ('active', 'off')),
  version int not null,
  primary key (org_id, rule_id)
);
create index tag_rule_event on customers.tag_rule (org_id, event) where state = 'active';

-- Which tag of ours is which of a corp's, and what we last knew each friendship to have there: what
-- differs from it on our side is to be pushed, what differs on WeCom's side was edited there.
create table customers.wecom_tag (
  org_id uuid not null,
  corp_id uuid not null,
  wecom_tag_id text not null,
  tag_id int not null references customers.tag (tag_id),
  primary key (org_id, corp_id, wecom_tag_id),
  unique (org_id, corp_id, tag_id)
);
create table customers.wecom_tag_known (
  customer_id bigint not null,
  corp_id uuid not null,
  userid text not null,
  org_id uuid not null,
  tag_ids int[] not null,
  changed_at timestamptz not null,
  primary key (customer_id, corp_id, userid)
);

-- What customers are asked to agree to. An approved version never changes (CR-002).
create table customers.consent_text (
  org_id uuid not null,
  purpose text not null,
  version int not null,
  state text not null check (state in ('draft', 'in_approval', 'approved', 'retired')),
  content jsonb not null,
  -- Who agreed to a version before this one is asked again (CR-005).
  renews boolean not null,
  drafted_at timestamptz not null,
  drafted_by uuid not null,
  approved_at timestamptz,
  primary key (org_id, purpose, version)
);

-- As it stands, and every step that led there.
create table customers.consent (
  customer_id bigint not null,
  purpose text not null,
  channel text not null,
  org_id uuid not null,
  state text not null check (state in ('given', 'withdrawn')),
  text_version int not null,
  evidence jsonb not null,
  at timestamptz not null,
  primary key (customer_id, purpose, channel)
);
create index consent_given on customers.consent (org_id, purpose, channel, customer_id)
  where state = 'given';
create table customers.consent_step (
  customer_id bigint not null,
  step_id uuid not null,
  purpose text not null,
  channel text not null,
  org_id uuid not null,
  act text not null check (act in ('given', 'withdrawn')),
  text_version int not null,
  evidence jsonb not null,
  at timestamptz not null,
  by_kind text not null,
  by_id text not null,
  by_name text not null,
  primary key (customer_id, step_id, purpose, channel)
);

-- Customers signed in on their phones: by machine time, found by the hash of their cookie.
create table customers.own_session (
  token_hash bytea primary key,
  customer_id bigint not null,
  org_id uuid not null,
  session_id uuid not null,
  corp_id uuid not null,
  created_at timestamptz not null,
  seen_at timestamptz not null,
  expires_at timestamptz not null,
  ip text,
  user_agent text
);
create index own_session_customer on customers.own_session (customer_id);
create index own_session_end on customers.own_session (expires_at);

-- What customers asked about their data, and the proof of what was done (CR-017 to CR-020).
create table customers.rights_request (
  customer_id bigint not null,
  request_id uuid not null,
  org_id uuid not null,
  kind text not null check (kind in ('access', 'correction', 'export', 'erasure')),
  state text not null check (state in ('waiting', 'working', 'done', 'refused', 'cancelled')),
  via text not null,
  wish text,
  asked_at timestamptz not null,
  due_at timestamptz not null,
  asked_by text not null,
  reminded_at timestamptz,
  ended_at timestamptz,
  ended_by text,
  answer text,
  file_id uuid,
  certificate jsonb,
  primary key (customer_id, request_id)
);
create index rights_request_open on customers.rights_request (org_id, due_at)
  where state in ('waiting', 'working');
create index rights_request_of on customers.rights_request (org_id, asked_at);

create table customers.erasure_certificate (
  number text primary key,
  org_id uuid not null,
  request_id uuid not null,
  content jsonb not null
);
