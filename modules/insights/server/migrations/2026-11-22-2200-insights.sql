create schema if not exists insights;

-- What a customer held when a plan first counted them, in either arm: the report compares with it.
create table insights.plan_baseline (
  customer_id bigint not null,
  plan_id uuid not null,
  org_id uuid not null,
  at timestamptz not null,
  -- Fen; null: not known then.
  aum bigint,
  primary key (customer_id, plan_id)
);
create index plan_baseline_of on insights.plan_baseline (org_id, plan_id, customer_id);

-- When baselines are taken next, by the business clock.
create table insights.baseline_round (
  org_id uuid primary key,
  next_at timestamptz not null
);
