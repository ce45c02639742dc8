-- The need of the customer that a plan answers, as it was approved.
alter table outreach.plan add column need text;
-- Of a contact to a group chat: whether the colleague who is to send owns it and is still there.
alter type outreach.facts add attribute "groupState" text;
