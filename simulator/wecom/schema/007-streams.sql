-- The order in which Moments were published, for whoever follows them.
create sequence moment_published_seq;
alter table moment_task add column seq bigint;
create index on moment_task (corp_id, seq) where seq is not null;

-- The last batch of acts of a sender, with what came of it: asked for again, it is not done again.
create table act_batch (
  corp_id text not null,
  sender text not null,
  number bigint not null,
  results jsonb not null,
  primary key (corp_id, sender)
);
