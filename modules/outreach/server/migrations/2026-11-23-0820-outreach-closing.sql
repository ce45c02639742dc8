-- Until when a task may be confirmed: a little before the hours of its strictest customer end (CR-094,
-- CR-095), by the business clock. Null: no hours are kept for anybody in it.
alter table outreach.handover add column closes_at timestamptz;
create index handover_closes on outreach.handover (closes_at)
  where closes_at is not null and state in ('sent', 'confirmed');
-- What is out already is looked at first.
update outreach.handover set closes_at = sent_at
 where state in ('sent', 'confirmed') and channel in ('one_to_one', 'group', 'moments');
-- A touch that was called off at the end of its hours is given out anew, not beyond this moment: when the
-- first of its tasks would have expired.
alter table outreach.touch add column expires_at timestamptz;
