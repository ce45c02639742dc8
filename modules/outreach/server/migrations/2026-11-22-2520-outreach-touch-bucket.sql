-- The bucket of a touch was a column that PostgreSQL computes: it reads the text of such an expression
-- anew for each row of an update that leaves it alone. Now only the index that asks for it knows it.
alter table outreach.touch drop column bucket;
create index touch_next on outreach.touch (org_id, next_at, (hashint8(customer_id) & 1023))
  where next_at is not null;
