-- The bank's own keys of the conversation archive; old ones stay, what was written for them needs
-- them. `bridge_url`: where the three calls of WeCom's native library are answered over HTTP; null:
-- at the corp's own address, as the stand-in does.
create table wecom.archive (
  org_id uuid not null,
  corp_id uuid not null,
  bridge_url text,
  changed_at timestamptz not null,
  primary key (org_id, corp_id)
);
create table wecom.archive_key (
  org_id uuid not null,
  corp_id uuid not null,
  version int not null,
  private_key text not null,
  added_at timestamptz not null,
  primary key (org_id, corp_id, version)
);

-- How far each reader has come.
create table wecom.archive_reading (
  org_id uuid not null,
  corp_id uuid not null,
  reader text not null,
  seq bigint not null,
  read_at timestamptz not null,
  primary key (org_id, corp_id, reader)
);
