-- The customer asked for it and waits: it is on the list whatever the limit of the day.
alter table workbench.item add column asked boolean not null default false;
