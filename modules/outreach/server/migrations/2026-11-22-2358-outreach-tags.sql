-- Whom a product is for may be said by tags: those that are asked for and held are recorded.
alter type outreach.facts add attribute "tags" text[];
