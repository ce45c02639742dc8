-- Scripts, personas and templates are one thing: a document that a second person puts into use.
create table content.document (
  org_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('script', 'persona', 'template')),
  key text not null,
  state text not null check (state in ('draft', 'approved', 'withdrawn')),
  version int not null,
  -- What is in use; of a draft, what is written.
  document jsonb not null,
  -- What is written beside what is in use.
  draft jsonb,
  changed_by text not null,
  changed_at timestamptz not null,
  primary key (org_id, id),
  unique (org_id, kind, key)
);

-- What a second person has decided, of documents and of products, and until when it was in use.
create table content.decided (
  org_id uuid not null,
  subject_id uuid not null,
  version int not null,
  kind text not null check (kind in ('script', 'persona', 'template', 'product')),
  state text not null,
  document jsonb not null,
  decided_by text not null,
  decided_at timestamptz not null,
  approval_id uuid,
  -- Null: still in use.
  ended_at timestamptz,
  primary key (org_id, subject_id, version)
);
-- What is due to be deleted.
create index decided_ended on content.decided (org_id, ended_at) where ended_at is not null;

insert into content.document (org_id, id, kind, key, state, version, document, changed_by, changed_at)
select org_id, id, 'script', key, state, version, script, changed_by, changed_at from content.script
union all
select org_id, id, 'persona', key, state, version, persona, changed_by, changed_at from content.persona;

insert into content.decided
  (org_id, subject_id, version, kind, state, document, decided_by, decided_at)
select org_id, id, version, kind, state, document, changed_by, changed_at
  from content.document where state <> 'draft'
union all
select org_id, id, version, 'product', state, product, '', changed_at
  from content.product where state <> 'draft';

drop table content.script;
drop table content.persona;

-- Three years after a version was last in use it may go: from when it counts stands with it.
alter table content.version add column ended_at timestamptz;
update content.version set ended_at = changed_at where state in ('replaced', 'withdrawn', 'expired');
create index version_ended on content.version (org_id, ended_at) where ended_at is not null;
