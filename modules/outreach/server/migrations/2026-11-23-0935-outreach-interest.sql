-- When the customer last looked at or asked about what a contact would bring up (CR-054).
alter type outreach.facts add attribute "interestAt" timestamptz;
