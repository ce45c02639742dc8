-- When a task was reminded of: so many reminders are taken within a day, not in all.
alter table mass_message add column reminder_times bigint[] not null default '{}';
