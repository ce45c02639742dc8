-- What of each module a bank was given to begin with: an upgrade brings what is new.
create table org.equipment (
  org_id uuid not null references org.bank,
  module text not null,
  version text not null,
  brought_at timestamptz not null,
  primary key (org_id, module)
);

-- Permissions that built-in roles were given once. What a bank takes away again stays away.
create table org.known_permission (
  org_id uuid not null references org.bank,
  role_code text not null,
  permission text not null,
  primary key (org_id, role_code, permission)
);
