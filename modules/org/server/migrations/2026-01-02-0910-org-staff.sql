-- Phone and e-mail are encrypted; the keyed hashes find them by equality.
create table org.staff (
  org_id uuid not null references org.bank,
  id uuid not null,
  number text not null,
  name text not null,
  phone text,
  phone_hash bytea,
  email text,
  email_hash bytea,
  unit_id uuid not null,
  title text,
  wecom_user_id text,
  state text not null check (state in ('active', 'suspended', 'left')),
  state_reason text,
  state_since timestamptz not null,
  lang text,
  last_sign_in_at timestamptz,
  created_at timestamptz not null,
  version int not null,
  primary key (org_id, id),
  unique (org_id, number),
  foreign key (org_id, unit_id) references org.unit (org_id, id)
);
create index staff_unit on org.staff (org_id, unit_id, state);
create index staff_phone on org.staff (org_id, phone_hash) where phone_hash is not null;
create index staff_email on org.staff (org_id, email_hash) where email_hash is not null;
create unique index staff_wecom on org.staff (org_id, wecom_user_id) where wecom_user_id is not null;

-- Who saw personal data in the clear, by machine time: the count that CR-147 watches. `stopped` marks
-- the moment a person was asked to prove who they are before going on.
create table org.reveal (
  org_id uuid not null references org.bank,
  id uuid not null,
  actor_id text not null,
  at timestamptz not null,
  stopped boolean not null,
  primary key (org_id, id)
);
create index reveal_actor on org.reveal (org_id, actor_id, at);
create index reveal_at on org.reveal (at);
