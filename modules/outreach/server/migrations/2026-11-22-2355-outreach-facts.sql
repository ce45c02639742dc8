-- What the rules looked at, as a row of its own type: half the room of named values, a tenth of the work
-- to make them. A fact more is `alter type outreach.facts add attribute`; recorded ones know nothing of it.
create type outreach.facts as (
  "at" timestamptz,
  "day" date,
  "minute" int,
  "unitPath" text,
  "arm" text,
  "active" boolean,
  "consent" text,
  "consentVersion" int,
  "age" int,
  "deceased" boolean,
  "staff" boolean,
  "listed" boolean,
  "doNotCall" boolean,
  "complaintOpen" boolean,
  "complaintClosedOn" date,
  "deletedOn" date,
  "riskGrade" text,
  "assessedOn" date,
  "friend" boolean,
  "phone" boolean,
  "lastSpeaker" boolean,
  "pointDay" int,
  "pointWeek" int,
  "pointMonth" int,
  "callDay" int,
  "callMonth" int,
  "massDay" int,
  "massWeek" int,
  "massMonth" int,
  "fatigue" float8,
  "displaced" boolean
);
alter table outreach.touch alter column facts type outreach.facts
  using case when facts is not null then jsonb_populate_record(null::outreach.facts, facts) end;
alter table outreach.decision alter column facts type outreach.facts
  using case when facts is not null then jsonb_populate_record(null::outreach.facts, facts) end;
