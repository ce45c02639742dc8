-- How ready a unit was on a day: never changed, the next one is compared with it.
create table segments.assessment (
  org_id uuid not null,
  id uuid not null,
  unit_id uuid not null,
  answers jsonb not null,
  strengths text[] not null,
  scores jsonb not null,
  steps jsonb not null,
  made_by text not null,
  made_at timestamptz not null,
  primary key (org_id, id)
);
create index assessment_of_unit on segments.assessment (org_id, unit_id, made_at desc);

-- What the mode of a set-up is made of; linked by the project of the set-up.
create table segments.element (
  org_id uuid not null,
  id uuid not null,
  setup_id uuid not null,
  key text not null,
  name text not null,
  primary key (org_id, id)
);
create index element_of_setup on segments.element (org_id, setup_id);

alter table segments.setup add column project_id uuid;
