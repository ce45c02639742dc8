-- A bank's state of each rule, append-only: at any moment the newest version whose day has come holds,
-- so that a decision of any day can be replayed (CR-152).
create table compliance.rule_version (
  org_id uuid not null,
  rule text not null,
  version int not null,
  is_on boolean not null,
  parameters jsonb not null,
  effective_from timestamptz not null,
  reason text not null,
  made_by text not null,
  approval_id uuid,
  created_at timestamptz not null,
  primary key (org_id, rule, version)
);
