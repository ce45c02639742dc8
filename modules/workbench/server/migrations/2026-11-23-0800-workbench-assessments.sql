alter table workbench.item drop constraint item_kind_check;
alter table workbench.item add constraint item_kind_check
  check (kind in ('follow_up', 'plan', 'assessment', 'care'));

-- Whose product contents were held back for want of an assessment (CR-048): once for each customer,
-- whatever was held back and however often.
create table workbench.assessment_ask (
  customer_id bigint not null,
  org_id uuid not null,
  plan_id uuid not null,
  wanted_at timestamptz not null,
  -- When a place on the list of the RM is looked for; null: there is nothing to be asked now.
  next_at timestamptz,
  asked_at timestamptz,
  primary key (customer_id, org_id)
);
create index assessment_ask_next on workbench.assessment_ask (next_at) where next_at is not null;
