-- Since when the customer is interested in an investment, where the item is about one: from a certain age
-- on there is time to think it over, and a call back, before a deal (CR-054).
alter table workbench.item add column interest_at timestamptz;
alter table workbench.item add column called_back_at timestamptz;
