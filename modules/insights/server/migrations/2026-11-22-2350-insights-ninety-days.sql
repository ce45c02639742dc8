-- What customers of a plan held ninety days after they came to it (R-189), in fen; taken once.
alter table insights.plan_baseline add column later_at timestamptz, add column later_aum bigint;
create index plan_baseline_open on insights.plan_baseline (org_id, at) where later_at is null;
