-- How a person proves who they are. The times of this file are machine time: a clock that jumps
-- signs nobody out.
create table org.credential (
  org_id uuid not null,
  staff_id uuid not null,
  password_hash text,
  password_at timestamptz,
  must_change boolean not null,
  earlier_hashes text[] not null,
  totp_secret text,
  totp_confirmed_at timestamptz,
  -- The last time step a code was taken of: a code works once.
  totp_step bigint,
  primary key (org_id, staff_id),
  foreign key (org_id, staff_id) references org.staff (org_id, id)
);

create table org.recovery_code (
  org_id uuid not null,
  staff_id uuid not null,
  code_hash bytea not null,
  used_at timestamptz,
  primary key (org_id, staff_id, code_hash),
  foreign key (org_id, staff_id) references org.credential (org_id, staff_id)
);

-- The cookie holds the token; here is only its hash.
create table org.session (
  token_hash bytea primary key,
  id uuid not null unique,
  org_id uuid not null,
  staff_id uuid not null,
  method text not null check (method in ('password', 'oidc')),
  ip text,
  user_agent text,
  created_at timestamptz not null,
  last_seen_at timestamptz not null,
  expires_at timestamptz not null,
  -- The last proof of identity, and until when it opens what asks for one.
  proven_at timestamptz not null,
  confirmed_until timestamptz,
  ended_at timestamptz,
  ended_how text,
  foreign key (org_id, staff_id) references org.staff (org_id, id)
);
create index session_staff on org.session (org_id, staff_id) where ended_at is null;
create index session_expiry on org.session (expires_at);

-- Wrong attempts by account and by address. The key is a keyed hash of either, so unknown accounts
-- are counted like known ones.
create table org.sign_in_attempt (
  key bytea primary key,
  failures int not null,
  last_at timestamptz not null,
  locked_until timestamptz
);
create index sign_in_attempt_at on org.sign_in_attempt (last_at);
