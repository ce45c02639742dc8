-- The touches of a handover are asked for at each of its steps. While a touch is decided it has none.
create index touch_handover on outreach.touch (handover_id) where handover_id is not null;
