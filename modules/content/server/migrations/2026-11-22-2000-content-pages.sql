-- Addresses of pages. What stands in an address is made with a key, so a row keeps its hash only.
create table content.link (
  token_hash bytea primary key,
  org_id uuid not null,
  item_id uuid not null,
  version int not null,
  voice text not null check (voice in ('text', 'human')),
  -- For whom it was made; null: for everybody whom one message reaches.
  customer_id bigint,
  staff_id uuid,
  mark text not null,
  made_at timestamptz not null,
  -- The device that opened it first while nobody had shown who they were. Another one is somebody else's.
  first_device bytea,
  opened_at timestamptz
);
create index link_customer on content.link (org_id, customer_id) where customer_id is not null;
create index link_made on content.link (made_at);

-- The card of a colleague, and what may be checked on it.
create table content.staff_card (
  token_hash bytea primary key,
  org_id uuid not null,
  staff_id uuid not null,
  made_at timestamptz not null
);
create table content.licence (
  org_id uuid not null,
  staff_id uuid not null,
  name text not null,
  number text not null,
  valid_to date,
  changed_at timestamptz not null,
  primary key (org_id, staff_id, name)
);

-- How often each voice of a version was sent, answered, opened and read. Several rows a day, so that
-- many readers do not wait for one.
create table content.use_daily (
  org_id uuid not null,
  item_id uuid not null,
  version int not null,
  voice text not null,
  day date not null,
  slot smallint not null,
  sent int not null default 0,
  answered int not null default 0,
  opened int not null default 0,
  readings int not null default 0,
  seconds bigint not null default 0,
  depth bigint not null default 0,
  primary key (org_id, item_id, version, voice, day, slot)
);

-- What WeCom holds of a file, for each corp and each way of sending.
create table content.upload (
  org_id uuid not null,
  corp_id uuid not null,
  file_id uuid not null,
  use text not null check (use in ('message', 'moments', 'permanent')),
  media_id text,
  -- Business time; null: for good.
  expires_at timestamptz,
  uploaded_at timestamptz,
  -- Machine time: who uploads it now holds it until then.
  busy_until timestamptz,
  primary key (org_id, corp_id, file_id, use)
);

-- A picture with the code of one colleague, made once.
create table content.poster (
  org_id uuid not null,
  item_id uuid not null,
  version int not null,
  staff_id uuid not null,
  code_hash bytea not null,
  file_id uuid not null,
  made_at timestamptz not null,
  primary key (org_id, item_id, version, staff_id, code_hash)
);

-- What an RM says in a situation, and what not.
create table content.script (
  org_id uuid not null,
  id uuid not null,
  key text not null,
  state text not null check (state in ('draft', 'approved', 'withdrawn')),
  version int not null,
  script jsonb not null,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, key)
);

-- Who speaks: the bank's one figure, or kinds of RMs.
create table content.persona (
  org_id uuid not null,
  id uuid not null,
  key text not null,
  state text not null check (state in ('draft', 'approved', 'withdrawn')),
  version int not null,
  persona jsonb not null,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, key)
);

-- Days of the bank's own in the marketing calendar.
create table content.occasion (
  org_id uuid not null,
  id uuid not null,
  occasion jsonb not null,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (org_id, id)
);

-- Words a bank puts in the place of ours: the labels of the three W.
create table content.wording (
  org_id uuid not null,
  key text not null,
  words jsonb not null,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (org_id, key)
);
