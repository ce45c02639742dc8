-- Who serves the long tail of a unit and below, and when a person takes over (R-045). Its members are
-- the customers whose `rm_id` is the account.
create table customers.pool (
  org_id uuid not null,
  unit_id uuid not null,
  staff_id uuid not null,
  state text not null check (state in ('on', 'paused')),
  rules jsonb not null,
  -- Customers of before are looked through after this one; null: all have been.
  swept_to bigint,
  changed_at timestamptz not null,
  version int not null,
  primary key (org_id, unit_id)
);
create unique index pool_holder on customers.pool (org_id, staff_id);
create index pool_sweep on customers.pool (org_id) where swept_to is not null;

-- Whom a pool gave to a person, and why. Nobody in `to_staff_id`: the unit had nobody who could.
create table customers.pool_handover (
  customer_id bigint not null,
  item_id uuid not null,
  org_id uuid not null,
  unit_id uuid not null,
  to_staff_id uuid,
  reason text not null check (reason in ('tier', 'aum', 'consultation', 'complaint')),
  at timestamptz not null,
  primary key (customer_id, item_id)
);
create index pool_handover_of on customers.pool_handover (org_id, unit_id, at desc);
