-- Files the product keeps. The content stands in the file store, encrypted under a key of its own;
-- `sealed_key` is that key under a data key (CR-036).
create table platform.file (
  org_id uuid not null,
  id uuid not null,
  owner_id text not null,
  -- Which part of the product it belongs to: `platform.import`, `platform.export`.
  purpose text not null,
  filename text not null,
  content_type text not null,
  state text not null check (state in ('writing', 'kept', 'removed')),
  size bigint not null,
  -- Keyed digest of the content: the same content again is recognised, and nobody learns what it was.
  fingerprint bytea,
  sealed_key text not null,
  created_at timestamptz not null,
  expires_at timestamptz,
  removed_at timestamptz,
  primary key (org_id, id)
);
create index file_expiry on platform.file (expires_at) where state <> 'removed' and expires_at is not null;
