-- Which of the licences that its products ask for the sender holds on the day, and which are on the register
-- and do not hold then (CR-069, CR-080, CR-136).
alter type outreach.facts add attribute licences text[];
alter type outreach.facts add attribute "lapsedLicences" text[];
