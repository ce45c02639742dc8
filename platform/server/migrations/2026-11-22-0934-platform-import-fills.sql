-- What stands in for columns that a file does not have: `B-{row}`, a unit's code.
alter table platform.import add column fills jsonb not null default '{}';
alter table platform.import_profile add column fills jsonb not null default '{}';
