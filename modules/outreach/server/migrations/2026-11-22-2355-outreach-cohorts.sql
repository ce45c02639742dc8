-- Moments of a plan are seen by cohorts (docs/decisions/0014): each has a corp tag of its own, and a
-- handover is seen by one. A customer may be in several, one for each moment that is not published yet.
alter table outreach.plan_tag add column cohort int not null default 0;
alter table outreach.plan_tag alter column cohort drop default;
alter table outreach.plan_tag drop constraint plan_tag_pkey;
alter table outreach.plan_tag add primary key (org_id, plan_id, corp_id, cohort);

alter table outreach.moment_tag add column cohort int not null default 0;
alter table outreach.moment_tag alter column cohort drop default;
alter table outreach.moment_tag drop constraint moment_tag_pkey;
alter table outreach.moment_tag add primary key (customer_id, plan_id, corp_id, userid, cohort);

-- The cohort that sees a moment; null for every other channel.
alter table outreach.handover add column cohort int;
-- What of a cohort is out.
create index handover_cohort on outreach.handover (org_id, plan_id, corp_id, cohort)
  where cohort is not null and state in ('prepared', 'calling', 'sent', 'confirmed');
