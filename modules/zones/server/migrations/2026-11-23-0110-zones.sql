create schema zones;

-- The home of a customer group on the phone. `document` is what was approved and customers see,
-- `draft` what is written now. Each change counts in `version`; `released` is the one in use.
create table zones.zone (
  org_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  state text not null check (state in ('draft', 'approved', 'withdrawn')),
  version int not null,
  released int,
  document jsonb,
  draft jsonb not null,
  audience_id uuid,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (org_id, id)
);

-- What was approved, from when to when customers saw it.
create table zones.released (
  org_id uuid not null,
  zone_id uuid not null,
  version int not null,
  document jsonb not null,
  approval_id uuid not null,
  released_by text not null,
  released_at timestamptz not null,
  ended_at timestamptz,
  primary key (org_id, zone_id, version)
);
