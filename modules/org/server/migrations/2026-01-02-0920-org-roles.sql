create table org.role (
  org_id uuid not null references org.bank,
  id uuid not null,
  code text not null,
  name_zh text not null,
  name_en text not null,
  description_zh text,
  description_en text,
  permissions text[] not null,
  reach text not null check (reach in ('bank', 'branch', 'unit')),
  built_in boolean not null,
  state text not null check (state in ('active', 'retired')),
  created_at timestamptz not null,
  version int not null,
  primary key (org_id, id),
  unique (org_id, code)
);

-- A role held by a person for a unit and everything below it.
create table org.role_grant (
  org_id uuid not null references org.bank,
  id uuid not null,
  staff_id uuid not null,
  role_id uuid not null,
  unit_id uuid not null,
  employment text not null check (employment in ('full_time', 'part_time')),
  max_customers int check (max_customers > 0),
  share_percent int check (share_percent between 1 and 99),
  broader boolean not null,
  valid_until timestamptz,
  review_due_at timestamptz not null,
  approval_id uuid,
  granted_by text not null,
  created_at timestamptz not null,
  ended_at timestamptz,
  ended_how text check (ended_how in ('revoked', 'expired')),
  ended_by text,
  ended_reason text,
  primary key (org_id, id),
  foreign key (org_id, staff_id) references org.staff (org_id, id),
  foreign key (org_id, role_id) references org.role (org_id, id),
  foreign key (org_id, unit_id) references org.unit (org_id, id),
  check (employment = 'part_time' or share_percent is null),
  check (employment = 'full_time' or coalesce(share_percent, max_customers) is not null),
  -- CR-143: what is broader than the job ends by itself.
  check (not broader or valid_until is not null),
  check ((ended_at is null) = (ended_how is null))
);
create unique index role_grant_held on org.role_grant (org_id, staff_id, role_id, unit_id) where ended_at is null;
create index role_grant_role on org.role_grant (org_id, role_id) where ended_at is null;
create index role_grant_unit on org.role_grant (org_id, unit_id) where ended_at is null;
create index role_grant_due on org.role_grant (valid_until) where ended_at is null;
