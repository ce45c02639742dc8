create sequence relationship_seq;

-- A customer asked to be added, and the member has not answered.
create table friend_request (
  corp_id text not null,
  userid text not null,
  person_id text not null,
  add_way smallint not null,
  state text,
  link_id text,
  at bigint not null,
  primary key (corp_id, userid, person_id)
);
