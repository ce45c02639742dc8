-- When the customer last removed the colleague. It stays when they become friends again: the silence
-- after a deletion (CR-107) does not end by adding each other anew.
alter table customers.relationship add column deleted_at timestamptz;
update customers.relationship r set deleted_at = d.at
  from (select c.customer_id, c.corp_id, c.userid, max(c.at) as at
          from customers.relationship_change c
         where c.kind = 'ended' and c.ended_by = 'customer'
         group by 1, 2, 3) d
 where d.customer_id = r.customer_id and d.corp_id = r.corp_id and d.userid = r.userid;
update customers.relationship set deleted_at = ended_at
 where ended_by = 'customer' and deleted_at is null;
