-- What is on its way, asked for every time somebody waits until nothing is.
create index outbox_under_way on outbox (id) where state in ('waiting', 'sending');
