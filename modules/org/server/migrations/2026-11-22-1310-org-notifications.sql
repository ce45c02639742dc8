-- What a person should know, by code and values: it is put into words in the reader's language.
create table org.notification (
  org_id uuid not null,
  staff_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  code text not null,
  params jsonb not null,
  link text,
  weight text not null check (weight in ('act', 'know')),
  read_at timestamptz,
  primary key (org_id, staff_id, id),
  foreign key (org_id, staff_id) references org.staff (org_id, id)
);
create index notification_unread on org.notification (org_id, staff_id) where read_at is null;
create index notification_newest on org.notification (org_id, staff_id, at, id);
