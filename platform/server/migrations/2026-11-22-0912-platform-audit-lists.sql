-- The audit screen filters by unit and by action, newest first, however long the chain is.
create index audit_entry_unit on platform.audit_entry (org_id, unit_id, seq);
create index audit_entry_action on platform.audit_entry (org_id, action, seq);
-- A stretch of time is a stretch of the chain: its ends are read from this index alone.
drop index platform.audit_entry_at;
create index audit_entry_at on platform.audit_entry (org_id, at, seq);
