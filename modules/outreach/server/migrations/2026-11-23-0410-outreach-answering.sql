-- Whether a send by hand answers a customer who spoke with the colleague a short while ago (CR-098), and
-- whether somebody is confirmed as a qualified investor (CR-057).
alter type outreach.facts add attribute "answering" boolean;
alter type outreach.facts add attribute "qualified" boolean;
