-- The customer switched personalised recommendations off (CR-013): nothing is concluded from what they do.
alter table sequences.enrolment add column generic boolean not null default false;
