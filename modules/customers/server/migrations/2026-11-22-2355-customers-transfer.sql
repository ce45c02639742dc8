-- What is asked of WeCom for a hand-over: one row for each friendship of the leaver with an assigned
-- customer. `way`: how WeCom was asked, which depends on whether the leaver still has an account
-- there. `code`: why not. `next_at`: when to ask, or to look for the result; whoever takes a row on
-- moves it ahead, so that another does once nobody came back.
create table customers.handover_transfer (
  customer_id bigint not null,
  handover_id uuid not null,
  corp_id uuid not null,
  external_userid text not null,
  from_userid text not null,
  to_userid text,
  org_id uuid not null,
  way text check (way in ('left', 'present')),
  state text not null check (state in ('due', 'asked', 'done', 'refused', 'full', 'failed')),
  code text,
  tries int not null,
  next_at timestamptz,
  asked_at timestamptz,
  settled_at timestamptz,
  primary key (customer_id, handover_id, corp_id, external_userid, from_userid),
  check ((next_at is not null) = (state in ('due', 'asked'))),
  check ((settled_at is null) = (state in ('due', 'asked')))
);
create index handover_transfer_next on customers.handover_transfer (next_at)
  where next_at is not null;
create index handover_transfer_corp on customers.handover_transfer (org_id, corp_id, next_at)
  where next_at is not null;
create index handover_transfer_of on customers.handover_transfer (org_id, handover_id, customer_id);

-- Groups move in one step; empty: nobody has the group yet.
alter table customers.handover_group
  add column transfer text check (transfer in ('due', 'asked', 'done', 'failed')),
  add column to_userid text,
  add column code text,
  add column tries int not null default 0,
  add column next_at timestamptz,
  add column asked_at timestamptz,
  add column settled_at timestamptz,
  add check ((next_at is not null) = (coalesce(transfer, '') in ('due', 'asked')));
create index handover_group_next on customers.handover_group (next_at) where next_at is not null;
