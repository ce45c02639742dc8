-- One task for a colleague at WeCom (docs/decisions/0014): touches of the same plan, item and content
-- version. `message` is what is or was handed over, the same for everybody in it, nothing of a
-- customer. `next_at`, `held_until` are machine time (leases, retries); the rest is business time.
-- `task` is the platform's number: msgid, moment id, batch.
create table outreach.handover (
  org_id uuid not null,
  id uuid not null,
  plan_id uuid not null,
  item_key text not null,
  channel text not null,
  corp_id uuid,
  staff_id uuid,
  userid text,
  content_kind text not null,
  content_id text not null,
  content_version int not null,
  params jsonb,
  state text not null check (state in
    ('prepared', 'calling', 'sent', 'confirmed', 'done', 'failed', 'expired', 'withdrawn')),
  size int not null,
  message jsonb,
  link text,
  job text,
  task text,
  formed_at timestamptz not null,
  called_at timestamptz,
  sent_at timestamptz,
  confirmed_at timestamptz,
  settled_at timestamptz,
  expires_at timestamptz,
  reminded_at timestamptz[] not null,
  poll_at timestamptz,
  next_at timestamptz not null,
  holder uuid,
  held_until timestamptz,
  -- How often it was called, and for which of the calls a sender was opened.
  calls int not null,
  opened int not null,
  delivered int not null,
  failed int not null,
  capped int not null,
  code int,
  failure text,
  primary key (org_id, id)
);
-- A task of WeCom belongs to one handover: two that look alike cannot both claim it.
create unique index handover_task on outreach.handover (org_id, corp_id, task) where task is not null;
create index handover_next on outreach.handover (next_at) where state in ('prepared', 'calling');
create index handover_poll on outreach.handover (poll_at)
  where state in ('sent', 'confirmed') and poll_at is not null;
create index handover_plan on outreach.handover (org_id, plan_id, formed_at);
create index handover_listed on outreach.handover (org_id, state, formed_at, id);

-- Who publishes a moment and what was heard of it; a moment goes to many colleagues at once.
create table outreach.handover_sender (
  org_id uuid not null,
  handover_id uuid not null,
  userid text not null,
  staff_id uuid,
  confirmed_at timestamptz,
  -- When its likes and comments are asked for next; null: no more.
  hear_at timestamptz,
  heard int not null,
  primary key (org_id, handover_id, userid)
);
create index handover_sender_hear on outreach.handover_sender (hear_at) where hear_at is not null;

-- The corp tag by which WeCom limits the moments of a plan.
create table outreach.plan_tag (
  org_id uuid not null,
  plan_id uuid not null,
  corp_id uuid not null,
  tag_id text not null,
  made_at timestamptz not null,
  primary key (org_id, plan_id, corp_id)
);

-- Whose friendship carries it, as it is to be and as WeCom was told.
create table outreach.moment_tag (
  customer_id bigint not null,
  plan_id uuid not null,
  corp_id uuid not null,
  userid text not null,
  org_id uuid not null,
  wanted boolean not null,
  marked boolean not null,
  refused int,
  primary key (customer_id, plan_id, corp_id, userid)
);
create index moment_tag_behind on outreach.moment_tag (org_id, plan_id, corp_id)
  where wanted <> marked and refused is null;

-- Customers who deleted the colleague within seven days of a message (R-147).
create table outreach.deletion (
  customer_id bigint not null,
  planned_at timestamptz not null,
  touch_id uuid not null,
  org_id uuid not null,
  plan_id uuid not null,
  item_key text not null,
  staff_id uuid,
  delivered_at timestamptz not null,
  deleted_at timestamptz not null,
  primary key (customer_id, planned_at, touch_id)
);
create index deletion_plan on outreach.deletion (org_id, plan_id, item_key);

-- Mass messages that colleagues made by themselves, counted once (CR-096).
create table outreach.own_mass (
  org_id uuid not null,
  corp_id uuid not null,
  msgid text not null,
  userid text not null,
  chat_type text not null,
  made_at timestamptz not null,
  -- How many customers or groups it reached, once that is settled.
  reached int,
  look_at timestamptz,
  primary key (org_id, corp_id, msgid)
);
create index own_mass_look on outreach.own_mass (look_at) where look_at is not null;

-- How far something has been read, and when it is looked at next by the business clock.
create table outreach.reading (
  org_id uuid not null,
  name text not null,
  corp_id uuid not null,
  upto timestamptz not null,
  next_at timestamptz not null,
  primary key (org_id, name, corp_id)
);
create index reading_next on outreach.reading (next_at);
