-- The three stages of a roll-out with their criteria (R-026); null: the project is none. A bank may
-- hide what belongs to stages nobody has entered.
alter table org.project add column rollout jsonb;
alter table org.project_setting add column hide_later boolean not null default false;
