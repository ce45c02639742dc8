create schema content;

create table content.item (
  org_id uuid not null,
  id uuid not null,
  owner_unit_id uuid not null,
  format text not null,
  name text not null,
  -- The one version that may be sent, and the one that is being written or decided.
  usable int,
  open int,
  -- Where it stands in what the product came with.
  pack_key text,
  changed_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, pack_key)
);
create index item_changed on content.item (org_id, changed_at desc, id);

create table content.version (
  org_id uuid not null,
  item_id uuid not null,
  version int not null,
  revision int not null,
  state text not null check (state in ('draft', 'submitted', 'approved', 'replaced', 'withdrawn', 'expired')),
  name text not null,
  body jsonb not null,
  facets jsonb not null,
  valid_from date,
  valid_to date,
  changed_by text not null,
  changed_at timestamptz not null,
  approved_by text,
  approved_at timestamptz,
  approval_id uuid,
  primary key (org_id, item_id, version),
  foreign key (org_id, item_id) references content.item (org_id, id),
  check (valid_to >= valid_from)
);
-- One version of an item may be sent, one may be open.
create unique index version_usable on content.version (org_id, item_id) where state = 'approved';
create unique index version_open on content.version (org_id, item_id) where state in ('draft', 'submitted');
-- What is due to expire.
create index version_due on content.version (valid_to) where state = 'approved' and valid_to is not null;

create table content.product (
  org_id uuid not null,
  id uuid not null,
  code text not null,
  name text not null,
  kind text not null,
  state text not null check (state in ('draft', 'listed', 'unlisted')),
  version int not null,
  product jsonb not null,
  sale_from date,
  sale_to date,
  changed_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, code)
);
