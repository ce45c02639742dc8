-- The first buckets lie by themselves: of ten million customers two buckets are sample enough, and an
-- estimate reads no row of a third.
alter table audiences.profile detach partition audiences.profile_s0;
create table audiences.profile_k0 partition of audiences.profile for values from (0) to (1);
create table audiences.profile_k1 partition of audiences.profile for values from (1) to (2);
create table audiences.profile_k2 partition of audiences.profile for values from (2) to (3);
create table audiences.profile_k3 partition of audiences.profile for values from (3) to (4);
create table audiences.profile_k4 partition of audiences.profile for values from (4) to (8);
insert into audiences.profile select * from audiences.profile_s0;
drop table audiences.profile_s0;

alter table audiences.sample_daily detach partition audiences.sample_daily_s0;
create table audiences.sample_daily_k0 partition of audiences.sample_daily for values from (0) to (1);
create table audiences.sample_daily_k1 partition of audiences.sample_daily for values from (1) to (2);
create table audiences.sample_daily_k2 partition of audiences.sample_daily for values from (2) to (3);
create table audiences.sample_daily_k3 partition of audiences.sample_daily for values from (3) to (4);
create table audiences.sample_daily_k4 partition of audiences.sample_daily for values from (4) to (8);
insert into audiences.sample_daily select * from audiences.sample_daily_s0;
drop table audiences.sample_daily_s0;

alter table audiences.sample_event detach partition audiences.sample_event_s0;
create table audiences.sample_event_k0 partition of audiences.sample_event for values from (0) to (1);
create table audiences.sample_event_k1 partition of audiences.sample_event for values from (1) to (2);
create table audiences.sample_event_k2 partition of audiences.sample_event for values from (2) to (3);
create table audiences.sample_event_k3 partition of audiences.sample_event for values from (3) to (4);
create table audiences.sample_event_k4 partition of audiences.sample_event for values from (4) to (8);
insert into audiences.sample_event select * from audiences.sample_event_s0;
drop table audiences.sample_event_s0;
