-- What a colleague is registered to sell, one of each kind; what it was before stands in the audit trail.
-- Both days are included.
create table org.staff_licence (
  org_id uuid not null,
  staff_id uuid not null,
  kind text not null,
  number text not null,
  valid_from date not null,
  valid_to date,
  changed_at timestamptz not null,
  primary key (org_id, staff_id, kind),
  foreign key (org_id, staff_id) references org.staff (org_id, id),
  check (valid_to >= valid_from)
);
