create schema if not exists outreach;

-- What the gate said about each touch (R-384). Of customer grain, ready for a partition a month by
-- the time the touch was meant for; customer 0 stands for a group chat or a colleague.
create table outreach.decision (
  customer_id bigint not null,
  org_id uuid not null,
  touch_at timestamptz not null,
  id uuid not null,
  touch_id text not null,
  -- When it was decided.
  at timestamptz not null,
  channel text not null,
  purpose text not null,
  recipient text not null,
  unit_id uuid not null,
  project_id uuid not null,
  touch jsonb not null,
  outcome text not null check (outcome in ('allowed', 'refused', 'deferred')),
  rule text,
  rule_version int,
  verdicts jsonb not null,
  until_at timestamptz,
  proposed_by_id text not null,
  proposed_by_name text not null,
  -- When its one permit was used by a sender.
  used_at timestamptz,
  primary key (customer_id, org_id, touch_at, id)
) partition by range (touch_at);
create table outreach.decision_rest partition of outreach.decision default;
-- A touch is allowed once, however often it is proposed.
create unique index decision_allowed on outreach.decision (customer_id, org_id, touch_at, touch_id)
  where outcome = 'allowed';
create index decision_newest on outreach.decision (org_id, at, id);
create index decision_id on outreach.decision (org_id, id);
