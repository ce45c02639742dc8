-- Corps are shown in the order in which they were made; rows move when they are changed.
alter table corp add column place int generated always as identity;
